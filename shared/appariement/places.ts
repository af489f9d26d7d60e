import { z } from 'zod';

/** The place of a pupil in one session, nationally: the No Élève names it, and one livret at a time holds it. */
export interface Place {
  readonly session: number;
  readonly noEleve: string;
  /** Grows by one each time that another livret takes the place over: a former holder's versions are of an older one. */
  readonly epoque: number;
  readonly detenteur: Detenteur;
  /** HMAC of the INE and the birth date together; null of a place that was given without an INE. */
  readonly naissance: string | null;
}

export interface Detenteur {
  readonly academie: string;
  readonly livretId: string;
}

export const ELEVES_PAR_DEMANDE = 50;

/** A pupil whom an académie wants a place for, or asks about when there is no candidate. */
export const eleveAPlacer = z.strictObject({
  livretId: z.ulid(),
  ine: z.string().nullable(),
  dateNaissance: z.iso.date(),
  noCandidat: z.string().nullable(),
});
export type EleveAPlacer = z.infer<typeof eleveAPlacer>;

export const demandeReserverNumeros = z.strictObject({
  session: z.int().min(2001).max(9999),
  academie: z.string().min(1),
  eleves: z.array(eleveAPlacer).max(ELEVES_PAR_DEMANDE),
});
export type DemandeDePlaces = z.infer<typeof demandeReserverNumeros>;

/** What the référentiel says of a pupil. */
export type Reponse =
  /** The livret holds this place. */
  | { readonly etat: 'place'; readonly noEleve: string; readonly epoque: number }
  /** No candidate was given, and another académie holds the place of this pupil: nothing is taken. */
  | { readonly etat: 'ailleurs'; readonly academie: string }
  /** The INE has the place of somebody born another day, or of another livret of this académie: a person decides. */
  | { readonly etat: 'conflit' }
  /** No candidate was given, and nobody holds a place for this pupil. */
  | { readonly etat: 'inconnu' };

/** How an académie asks the référentiel national for places. */
export interface Places {
  /** By livret: the same when asked again. */
  demander(session: number, eleves: readonly EleveAPlacer[]): Promise<ReadonlyMap<string, Reponse>>;
}

/** Asked of the référentiel's function, which alone writes its table, fifty pupils at a time. */
export function placesDuReferentiel(
  academie: string,
  appeler: (demande: DemandeDePlaces) => Promise<Readonly<Record<string, Reponse>>>,
): Places {
  return {
    async demander(session, eleves) {
      const reponses = new Map<string, Reponse>();
      for (let debut = 0; debut < eleves.length; debut += ELEVES_PAR_DEMANDE) {
        const tranche = eleves.slice(debut, debut + ELEVES_PAR_DEMANDE);
        for (const [livretId, reponse] of Object.entries(await appeler({ session, academie, eleves: tranche }))) {
          reponses.set(livretId, reponse);
        }
      }
      return reponses;
    },
  };
}
