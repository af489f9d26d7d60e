import { z } from 'zod';
import type { Journal } from '../aws/journal.ts';
import type { Acteur } from '../habilitations/index.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import { connaissances } from './connaissances.ts';
import { valeurDemandee, vueDemandee } from './demande-de-saisie.ts';
import { estDansLaClasse, exigerSurClasse, structureDemandee } from './lire-grille.ts';
import { type IssueDeSaisie, type PartiesDeSaisie, saisir } from './saisir.ts';

export const demandeSaisirClasse = z.strictObject({
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
  structure: structureDemandee,
  /** Each is judged by itself: a malformed one stops none of the others. */
  lignes: z
    .array(z.strictObject({ eleveId: z.string().max(40), valeur: z.unknown(), vue: z.unknown() }))
    .min(1)
    .max(60),
});

const saisieDemandee = z.strictObject({ valeur: valeurDemandee, vue: vueDemandee });

/** What became of a line, in the order of the demand. */
export type IssueDeLigne = { readonly eleveId: string } & (
  | IssueDeSaisie
  | { readonly etat: 'refusee'; readonly code: string; readonly message: string; readonly remede: string }
);

const EN_PARALLELE = 8;

/**
 * Entries of a class in one call (R38). Each line stands by itself: one that is refused, or meets a conflict, stops
 * none of the others, and the whole call may be made again.
 *
 * @throws ErreurCodee `operation-interdite` for a class that is none of the actor's
 */
export async function saisirClasse(
  parts: PartiesDeSaisie & { readonly journal: Journal },
  acteur: Acteur,
  { uai, annee, structure, lignes }: z.infer<typeof demandeSaisirClasse>,
): Promise<readonly IssueDeLigne[]> {
  exigerSurClasse(parts, acteur, { uai, annee, structure }, null);
  const eleves = new Map((await parts.registre.lireEleves(uai, annee)).map((eleve) => [eleve.eleveId, eleve]));
  const connues = connaissances(parts.etablissement, 'classe');

  const traiter = async ({ eleveId, ...recue }: (typeof lignes)[number]): Promise<IssueDeLigne> => {
    try {
      const eleve = eleves.get(eleveId);
      if (eleve === undefined || !estDansLaClasse(eleve, structure)) {
        throw new ErreurCodee(
          'eleve-hors-de-la-classe',
          'Cet élève n’est pas de cette division ou de ce groupe.',
          'Relisez la grille de la classe : SIECLE a pu changer la composition du groupe.',
        );
      }
      const saisie = lire(recue);
      return { eleveId, ...(await saisir(parts, acteur, { livretId: eleve.livretId, annee, ...saisie }, connues)) };
    } catch (erreur) {
      if (estErreurCodee(erreur)) return { eleveId, etat: 'refusee', ...dire(erreur) };
      parts.journal.erreur('saisie en échec', erreur);
      return { eleveId, etat: 'refusee', ...dire(INTERROMPUE) };
    }
  };

  const issues: IssueDeLigne[] = new Array(lignes.length);
  // Colleagues save the same class at the same hour: each begins elsewhere in it.
  const depart = Math.floor(Math.random() * lignes.length);
  const rangs = lignes.map((_, rang) => (rang + depart) % lignes.length);
  const reste = rangs.values();
  // Each worker takes the next line: a slow one holds nobody up.
  const travailler = async (): Promise<void> => {
    for (const rang of reste) issues[rang] = await traiter(lignes[rang] as (typeof lignes)[number]);
  };
  await Promise.all(Array.from({ length: Math.min(EN_PARALLELE, lignes.length) }, travailler));
  return issues;
}

function lire(recue: unknown): z.infer<typeof saisieDemandee> {
  const lue = saisieDemandee.safeParse(recue);
  if (lue.success) return lue.data;
  const champs = [...new Set(lue.error.issues.map(({ path }) => path.join('.')))].filter((champ) => champ !== '');
  throw new ErreurCodee(
    'saisie-malformee',
    `La saisie est incomplète ou mal formée${champs.length === 0 ? '' : ` (${champs.join(', ')})`}.`,
    'Corrigez cette ligne ; docs/saisies.md dit ce que chaque champ admet.',
  );
}

function dire({ code, message, remede }: ErreurCodee): { code: string; message: string; remede: string } {
  return { code, message, remede };
}

const INTERROMPUE = new ErreurCodee(
  'saisie-interrompue',
  'Cette saisie n’a pas abouti.',
  'Enregistrez de nouveau : ce qui était déjà enregistré ne change pas.',
);
