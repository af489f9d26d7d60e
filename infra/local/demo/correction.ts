import { join } from 'node:path';
import { SORTIE } from '../../../shared/cli/sorties.ts';
import type { LigneDeTableau } from '../../../shared/livret/lister-livrets.ts';
import { commander, lireSortie, SESSION } from './scene.ts';

const FEUILLE = join(import.meta.dirname, 'donnees', 'correction.csv');
const ELEVE = '1413137';

/** A livret corrected after it was sent (rules.md 13): unlocked with a reason, validated and sent again. */
export async function corriger(nuage: string, uai: string): Promise<void> {
  const lsl = (...args: readonly string[]) => commander(nuage, args, SORTIE.reussite);
  const eleves = await lireSortie<LigneDeTableau[]>(nuage, ['livrets', '-e', uai, '-s', SESSION, '--json']);
  const livret = eleves.find(({ eleveId }) => eleveId === ELEVE)?.livretId ?? '';
  await lsl('deverrouiller', livret, '-e', uai, '--motif', 'L’appréciation de physique-chimie était incomplète.');
  await lsl('saisir', FEUILLE, '-e', uai, '--annee', '2015', '--division', 'TST2S1', '--matiere', '069400');
  await lsl('valider', '-e', uai, '-s', SESSION, '--division', 'TST2S1', '--oui');
  await lsl('transferer', '-e', uai, '-s', SESSION, '--attendre');
  await lsl('livrets', '-e', uai, '-s', SESSION);
}
