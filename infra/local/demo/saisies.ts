import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SORTIE } from '../../../shared/cli/sorties.ts';
import type { LigneDeTableau } from '../../../shared/livret/lister-livrets.ts';
import { commander, lireSortie, SESSION } from './scene.ts';

const FEUILLES = join(import.meta.dirname, 'donnees', 'saisies');
/** What no notes file of the demo holds; the others are what the real sample lacks besides. */
const TOUJOURS = ['2014-069400.csv', '2015-069400.csv'];
const DIVISIONS: Readonly<Record<string, string>> = { '2014': '1ST2S1', '2015': 'TST2S1' };

/** A division completed by hand where the import left gaps, opened to families, then validated. */
export async function completerEtValider(nuage: string, uai: string, avecLExportReel: boolean): Promise<void> {
  const lsl = (...args: readonly string[]) => commander(nuage, args, SORTIE.reussite);
  const division = ['--etablissement', uai, '--annee', '2015', '--division', 'TST2S1'];
  await lsl('completude', ...division);

  // One pupil came without marks: their livret is a paper one.
  const eleves = await lireSortie<LigneDeTableau[]>(nuage, ['livrets', '-e', uai, '-s', SESSION, '--json']);
  const sansNotes = eleves.find(({ anneesNotees }) => anneesNotees.length === 0)?.livretId ?? '';
  await lsl('format', sansNotes, 'papier', '--motif', 'profil-atypique', '-e', uai);

  const feuilles = (await readdir(FEUILLES)).filter((feuille) => avecLExportReel || TOUJOURS.includes(feuille));
  for (const feuille of feuilles.sort()) {
    const [annee = '', matiere = ''] = feuille.replace('.csv', '').split('-');
    const classe = ['-e', uai, '--annee', annee, '--division', DIVISIONS[annee] ?? '', '--matiere', matiere];
    await lsl('saisir', join(FEUILLES, feuille), ...classe);
  }

  await lsl('consultation', ...division, '--ouvrir');
  await lsl('consultation', ...division, '--informees', 'papier');
  const valider = ['valider', '--etablissement', uai, '--session', SESSION, '--division', 'TST2S1'];
  await lsl(...valider);
  await lsl(...valider, '--oui');
}
