import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pc from 'picocolors';
import type { EtatDeLAppariement } from '../../../shared/appariement/consulter-appariement.ts';
import { ecrire } from '../../../shared/cli/affichage.ts';
import { SORTIE } from '../../../shared/cli/sorties.ts';
import type { CompteRendu } from '../../../shared/imports/depot.ts';
import { ErreurCodee } from '../../../shared/kernel/erreur.ts';
import { compte } from '../../../shared/kernel/texte.ts';
import type { LigneDeTableau } from '../../../shared/livret/lister-livrets.ts';
import { LIBELLES_DE_MANQUE } from '../../../shared/livret/manque.ts';
import type { LivretAValider, ValidationDeDivision } from '../../../shared/livret/valider-division.ts';
import type { EnvoiDemande } from '../../../shared/transfert/envoyer-livrets.ts';
import { commander, controler, lireSortie, SESSION } from './scene.ts';

const ELEVES = 422;
/** The one lycée of the world of seed 1, under the fictional department 999. */
const UAI = '9990001X';
const JURY = 'ST2S-001';

/** A whole fictional lycée goes the same way: its 422 pupils of terminale, to the file of one of its juries. */
export async function jouerLycee(nuage: string, resultats: string): Promise<string> {
  const dossier = join(resultats, 'lycee');
  const zip = join(resultats, `jury-${JURY}.zip`);
  await rm(dossier, { recursive: true, force: true });
  const fabrique = ['fabriquer', '--eleves', String(ELEVES), '--graine', '1', '--annee', '2015', '--sortie', dossier];
  await commander(nuage, fabrique, SORTIE.reussite);
  const siecle = join(dossier, UAI, '2015', 'ElevesSansAdresses.xml');

  await deposer(nuage, join(dossier, 'nomenclature.xml'), 'academie', 'MEF');
  await deposer(nuage, siecle, UAI, 'élèves');
  await deposer(nuage, join(dossier, UAI, '2015', `lsl_${UAI}_2015.xml`), UAI, 'livrets');
  await deposer(nuage, join(dossier, 'candidats.csv'), 'academie', 'candidats', '--session', SESSION);

  const etablissement = ['--etablissement', UAI, '--session', SESSION];
  const { eleves } = await muette<EtatDeLAppariement>(nuage, ['appariement', ...etablissement, '--envoyer']);
  const apparies = eleves.filter(({ noEleve }) => noEleve !== null).length;
  resumer(`${apparies} élèves appariés sur ${eleves.length}`, apparies === ELEVES);

  await valider(nuage, etablissement);

  const { demandes, retenus } = await muette<EnvoiDemande>(nuage, ['transferer', ...etablissement, '--attendre']);
  resumer(
    `${compte(demandes, 'livret reçu', 'livrets reçus')} par le référentiel national, ${compte(retenus.length, 'retenu')}` +
      (retenus[0] === undefined ? '' : ` (${retenus[0].message.toLowerCase().replace(/\.$/, '')})`),
    demandes + retenus.length === ELEVES,
  );

  const fichier = ['fichier-jury', '--session', SESSION, '--jury', JURY, '--telecharger', zip];
  await commander(nuage, fichier, SORTIE.reussite);
  return controler(nuage, { jury: JURY, zip, siecle, uai: UAI });
}

/**
 * Opens all of terminale to families, then validates division by division (R65). The divisions of some who
 * repeated terminale are held up: no list of SIECLE says what they followed two years ago. Their head puts those livrets
 * on paper, and the divisions are validated.
 */
async function valider(nuage: string, etablissement: readonly string[]): Promise<void> {
  const terminale = ['--etablissement', UAI, '--annee', '2015', '--niveau', 'Terminale', '--json'];
  await lireSortie(nuage, ['consultation', ...terminale, '--ouvrir'], true);
  await lireSortie(nuage, ['consultation', ...terminale, '--informees', 'papier'], true);
  const eleves = await lireSortie<LigneDeTableau[]>(nuage, ['livrets', ...etablissement, '--json']);
  const divisions = [...new Set(eleves.flatMap(({ division }) => division ?? []))].sort();
  const validerLesDivisions = async (voulues: readonly string[]) => {
    const retenues: string[] = [];
    const livrets: LivretAValider[] = [];
    for (const [rang, division] of voulues.entries()) {
      const demande = ['valider', ...etablissement, '--division', division, '--oui', '--json'];
      const { etat, livrets: siens } = await lireSortie<ValidationDeDivision>(nuage, demande, rang === 0);
      if (etat === 'refusee') retenues.push(division);
      livrets.push(...siens);
    }
    if (voulues.length > 1)
      ecrire(pc.dim(`  … et ${compte(voulues.length - 1, 'autre division', 'autres divisions')}`));
    return { retenues, livrets, valides: livrets.filter(({ sort }) => sort === 'valide').length };
  };

  const { retenues, livrets, valides } = await validerLesDivisions(divisions);
  const bloques = livrets.filter(({ sort }) => sort === 'bloque');
  const manques = new Set(bloques.flatMap((livret) => livret.manques.map(({ code }) => LIBELLES_DE_MANQUE[code])));
  resumer(
    `${compte(valides, 'livret validé', 'livrets validés')}, ${compte(retenues.length, 'division retenue', 'divisions retenues')} ` +
      `par ${compte(bloques.length, 'livret')} (${[...manques].join(', ')})`,
    valides < ELEVES && manques.size === 1,
  );
  for (const [rang, { livretId }] of bloques.entries()) {
    const papier = ['format', livretId, 'papier', '--motif', 'profil-atypique', '-e', UAI, '--json'];
    await lireSortie(nuage, papier, rang === 0);
  }
  const suite = await validerLesDivisions(retenues);
  const tous = valides + suite.valides;
  resumer(
    `${compte(tous, 'livret validé', 'livrets validés')} dans ${compte(divisions.length, 'division')}, ` +
      `${compte(bloques.length, 'livret')} sur papier`,
    tous + bloques.length === ELEVES,
  );
}

async function deposer(
  nuage: string,
  fichier: string,
  proprietaire: string,
  quoi: string,
  ...options: string[]
): Promise<void> {
  const args = ['deposer', fichier, '--pour', proprietaire, ...options, '--attendre'];
  const { verdict, dossiers } = await muette<CompteRendu>(nuage, args);
  resumer(`${dossiers.acceptes} ${quoi}, ${dossiers.avertis} avec avertissement`, verdict === 'accepte');
}

/** Runs a command whose answer is too long for a screen. */
function muette<T>(nuage: string, args: readonly string[]): Promise<T> {
  return lireSortie<T>(nuage, [...args, '--json'], true);
}

function resumer(texte: string, attendu: boolean): void {
  ecrire(`${attendu ? pc.green('✓') : pc.red('✗')} ${texte}`);
  if (attendu) return;
  throw new ErreurCodee(
    'demo-interrompue',
    `Ce résultat n’est pas celui qui était attendu : ${texte}.`,
    'Signalez cette erreur avec les journaux du nuage local.',
  );
}
