import { z } from 'zod';
import { citer } from '../kernel/phrase.ts';
import { normaliserNom } from '../kernel/texte.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie, refusFichier } from './anomalies.ts';
import type { EnteteLu } from './lu.ts';

/**
 * The editors of notes software that the ministry accredited, by school year (R32): data of the deployment, never code.
 * A year without a list says nothing of anyone.
 */
export const schemaEditeurs = z.record(
  z.string().regex(/^[0-9]{4}$/),
  z.array(
    z.strictObject({
      editeur: z.string().min(1),
      applications: z.array(z.string().min(1)),
    }),
  ),
);

export type Editeurs = z.infer<typeof schemaEditeurs>;

/** What an académie does with the marks of an editor that is not in the list. */
export type RegleDesEditeurs = 'avertir' | 'refuser';

/** Parses the LSL_EDITEURS variable of a function. */
export const editeursDeTexte = z
  .string()
  .transform((texte): unknown => JSON.parse(texte))
  .pipe(schemaEditeurs);

type Editeur = Pick<EnteteLu, 'editeur' | 'application'>;

/** Whether the editor, or else its application, is in the list of that year; null when the year has no list. */
export function editeurAgree({ editeur, application }: Editeur, annee: number, liste: Editeurs): boolean | null {
  const agrees = liste[String(annee)];
  if (agrees === undefined) return null;
  const estNomme = (nom: string | null, parmi: readonly string[]): boolean =>
    nom !== null && parmi.some((agree) => nomDeLogiciel(agree) === nomDeLogiciel(nom));
  return agrees.some((agree) => estNomme(editeur, [agree.editeur]) || estNomme(application, agree.applications));
}

const FORME_JURIDIQUE = /\b(SARL|SASU|SAS|SA|EURL|SCOP|SOCIETE)\b/g;
const VERSION = /( V| VERSION)?( ?[0-9]+)+$/;

/** « Index Éducation S.A.S. » and « INDEX EDUCATION », « Pronote 2015.1 » and « PRONOTE » are the same. */
function nomDeLogiciel(nom: string): string {
  const sansPoints = normaliserNom(nom.replace(/(?<=\p{L})\.(?=\p{L}|\s|$)/gu, ''));
  const nu = sansPoints.replace(FORME_JURIDIQUE, '').replace(VERSION, '').replace(/ +/g, ' ').trim();
  return nu === '' ? sansPoints : nu;
}

/**
 * What is said of the editor of a notes file whose year is known, at its end.
 *
 * @param regle what the académie does with a file of another editor
 * @throws ErreurCodee `editeur-refuse`
 */
export function controlerEditeur(
  entete: EnteteLu,
  annee: number,
  liste: Editeurs,
  regle: RegleDesEditeurs,
): Anomalie | null {
  if (entete.flux !== 'notes' || editeurAgree(entete, annee, liste) !== false) return null;
  const lieu = entete.positionDeLEditeur ?? { ligne: 1, colonne: 1 };
  const details = {
    editeur: citer(entete.editeur ?? 'sans nom'),
    application: citer(entete.application ?? 'sans nom'),
    annee,
  };
  if (regle === 'refuser') throw refusFichier('editeur-refuse', details, lieu);
  return anomalie('editeur-non-agree', { ...details, ...lieu });
}
