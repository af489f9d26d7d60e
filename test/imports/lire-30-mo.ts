import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { utf8 } from '../sources.ts';
import { eleve, evaluation, notes, scolarite } from './fichiers.ts';

/** Run on its own by `hostile.test.ts`, in a heap that does not hold the file. */
const [avant = '', apres = ''] = notes({ eleves: '@' }).split('@');
const texte = 'Un travail régulier et des progrès à confirmer. '.repeat(6);

async function* trenteMegaoctets(): AsyncGenerator<Uint8Array> {
  yield utf8(avant);
  for (let i = 1; i <= 1500; i++) {
    const evaluations = evaluation({ annuelle: `<annuelle>${texte}</annuelle>` }).repeat(13);
    const annees = [2014, 2015].map((annee) =>
      scolarite({ attributs: `annee-scolaire="${annee}" code-periode="T"`, evaluations }),
    );
    yield utf8(`${eleve({ attributs: `id="${i}"`, scolarites: annees.join('') })}\n`);
  }
  yield utf8(apres);
}

const comptes = { dossiers: 0, refus: 0 };
for await (const lu of lireFlux(trenteMegaoctets())) {
  if (lu.type === 'dossier') comptes.dossiers += 1;
  if (lu.type === 'refus') comptes.refus += 1;
}
process.stdout.write(JSON.stringify(comptes));
