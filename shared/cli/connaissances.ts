import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import editeursEmportes from '../../infra/editeurs.json' with { type: 'json' };
import { type Editeurs, schemaEditeurs } from '../imports/editeurs.ts';
import { ConnaissancesHorsLigne } from '../imports/hors-ligne.ts';
import type { DossierMef } from '../imports/index.ts';
import { LIBELLES_FLUX } from '../imports/libelles.ts';
import { lireFlux } from '../imports/lire-flux.ts';
import type { EnteteLu } from '../imports/lu.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { tailleDuFichier } from './fichiers.ts';

/**
 * What a verification is told beside the files. A file that cannot tell it stops the command: a check that silently
 * knows less than it was given would let through what it was asked to find.
 *
 * @param avec other feeds, each recognised by its content
 * @throws ErreurCodee what refuses one of them, `avec-sans-objet`, `nomenclature-attendue`
 */
export async function connaitre(
  avec: readonly string[],
  nomenclature: string | undefined,
): Promise<ConnaissancesHorsLigne | null> {
  if (avec.length === 0 && nomenclature === undefined) return null;
  const connaissances = new ConnaissancesHorsLigne();
  if (nomenclature !== undefined) {
    const { entete, mefs } = await lireNomenclature(nomenclature);
    for (const dossier of mefs) {
      connaissances.apprendre(entete, { type: 'dossier', flux: 'nomenclature', dossier, anomalies: [] });
    }
  }
  for (const fichier of avec) await apprendre(connaissances, fichier);
  return connaissances;
}

/** A pupil whom the reading refuses is not known, as in a deposit: their notes will say so. */
async function apprendre(connaissances: ConnaissancesHorsLigne, fichier: string): Promise<void> {
  await tailleDuFichier(fichier);
  let entete: EnteteLu | null = null;
  try {
    for await (const lu of lireFlux(createReadStream(fichier))) {
      if (lu.type === 'entete') entete = lu;
      else if (lu.type === 'dossier' && entete !== null && !connaissances.apprendre(entete, lu)) {
        throw new ErreurCodee(
          'avec-sans-objet',
          `C’est un fichier de ${LIBELLES_FLUX[lu.flux]}, qui n’apprend rien sur des notes.`,
          'Donnez à --avec des exports SIECLE ou STS-Web ; les fichiers à vérifier viennent après, sans option.',
        );
      }
    }
  } catch (erreur) {
    throw nommer(fichier, erreur);
  }
}

/**
 * The MEF of an official nomenclature, read as a deposit would be: none of them may be refused.
 *
 * @throws ErreurCodee what refuses the file or one of its MEF, `nomenclature-attendue`
 */
export async function lireNomenclature(fichier: string): Promise<{ entete: EnteteLu; mefs: DossierMef[] }> {
  await tailleDuFichier(fichier);
  let entete: EnteteLu | null = null;
  const mefs: DossierMef[] = [];
  try {
    for await (const lu of lireFlux(createReadStream(fichier))) {
      if (lu.type === 'entete') entete = lu;
      const premiere = lu.type === 'refus' ? lu.anomalies[0] : undefined;
      if (premiere !== undefined) throw new ErreurCodee(premiere.code, premiere.message, premiere.remede);
      if (lu.type === 'dossier' && lu.flux === 'nomenclature') mefs.push(lu.dossier);
    }
  } catch (erreur) {
    throw nommer(fichier, erreur);
  }
  if (entete !== null && mefs.length > 0) return { entete, mefs };
  throw new ErreurCodee(
    'nomenclature-attendue',
    `Le fichier « ${fichier} » n’est pas une nomenclature du livret scolaire.`,
    'Donnez à --nomenclature le fichier des nomenclatures du livret scolaire du lycée.',
  );
}

/** What refuses a file that was given beside those to verify says which one. */
function nommer(fichier: string, erreur: unknown): unknown {
  if (!estErreurCodee(erreur)) return erreur;
  return new ErreurCodee(erreur.code, `« ${fichier} » : ${erreur.message}`, erreur.remede, erreur.lieu);
}

/**
 * The list of accredited editors: that of the project, or another.
 *
 * @throws ErreurCodee `editeurs-invalides`
 */
export async function lireEditeurs(fichier: string | undefined): Promise<Editeurs> {
  if (fichier === undefined) return schemaEditeurs.parse(editeursEmportes);
  await tailleDuFichier(fichier);
  try {
    return schemaEditeurs.parse(JSON.parse(await readFile(fichier, 'utf8')));
  } catch {
    throw new ErreurCodee(
      'editeurs-invalides',
      `« ${fichier} » n’est pas une liste d’éditeurs agréés.`,
      'Suivez la forme de infra/editeurs.json : pour chaque année, des éditeurs et leurs applications.',
    );
  }
}
