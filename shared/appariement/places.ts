import { z } from 'zod';

/** The place of a pupil in one session, nationally: the No Élève names it, and one livret at a time holds it. */
export interface Place {
  readonly session: number;
  readonly noEleve: string;
  /** Grows by one each time that the place changes hands. */
  readonly epoque: number;
  readonly detenteur: Detenteur;
  /** Who held it before, by époque: whose words are heard under each. */
  readonly anciens: readonly Detenteur[];
  /** The holder took nothing over: it was given back to it, and it gives it to nobody. */
  readonly rendue?: true;
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

const session = z.int().min(2001).max(9999);

/** A place that a pair had taken over, which failed or was undone. */
export const placeARendre = z.strictObject({
  livretId: z.ulid(),
  noEleve: z.string().regex(/^[0-9]{10}$/),
  /** That under which it was taken over. */
  epoque: z.int().nonnegative(),
});
export type PlaceARendre = z.infer<typeof placeARendre>;

/** Of the académie whose function of the référentiel is called. */
export const demandeReserverNumeros = z.strictObject({
  session,
  eleves: z.array(eleveAPlacer).max(ELEVES_PAR_DEMANDE),
  rendues: z.array(placeARendre).max(ELEVES_PAR_DEMANDE).default([]),
});
export type DemandeDePlaces = z.input<typeof demandeReserverNumeros>;

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
  /** What a pair that failed or was undone had taken over goes back to who held it; otherwise nothing changes. */
  rendre(session: number, place: PlaceARendre): Promise<void>;
}

/** Asked of the référentiel's function, which alone writes its table, fifty pupils at a time. */
export function placesDuReferentiel(
  appeler: (demande: DemandeDePlaces) => Promise<Readonly<Record<string, Reponse>>>,
): Places {
  return {
    async demander(session, eleves) {
      const reponses = new Map<string, Reponse>();
      for (let debut = 0; debut < eleves.length; debut += ELEVES_PAR_DEMANDE) {
        const tranche = eleves.slice(debut, debut + ELEVES_PAR_DEMANDE);
        for (const [livretId, reponse] of Object.entries(await appeler({ session, eleves: tranche }))) {
          reponses.set(livretId, reponse);
        }
      }
      return reponses;
    },

    async rendre(session, place) {
      await appeler({ session, eleves: [], rendues: [place] });
    },
  };
}
