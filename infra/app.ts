import { App, Tags } from 'aws-cdk-lib';
import { estErreurCodee } from '../shared/kernel/erreur.ts';
import { creerPiles } from './piles.ts';

/** Reads what the command line asks for and creates its stacks. */
const app = new App();
try {
  creerPiles(app);
} catch (erreur) {
  if (!estErreurCodee(erreur)) throw erreur;
  process.stderr.write(`${erreur.message}\n${erreur.remede} [${erreur.code}]\n`);
  process.exit(3);
}
Tags.of(app).add('application', 'lsl');
