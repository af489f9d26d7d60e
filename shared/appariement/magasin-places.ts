import { createHmac } from 'node:crypto';
import { type Cle, type Dynamo, executerTransaction, lireParCles, type Operation, sansCles } from '../aws/dynamo.ts';
import type { EleveAPlacer, Place } from './places.ts';

/**
 * Places of pupils, in the table `referentiel` of the national stack: `S#<s>#N#<noEleve>` / `PLACE`, found by the livrets
 * that held it (`S#<s>#L#<livretId>`) and by the INE (`S#<s>#I#<HMAC>`), each under `NUMERO`.
 */
export interface MagasinPlaces {
  /** What is known of each pupil, by livret: two requests for fifty. */
  situer(session: number, eleves: readonly EleveAPlacer[]): Promise<ReadonlyMap<string, Situation>>;
  /** Null when there is none. */
  lire(session: number, noEleve: string): Promise<Place | null>;
  /** A new place; false when the number, the livret or the INE got one meanwhile. */
  creer(place: Place, eleve: EleveAPlacer): Promise<boolean>;
  /**
   * The place as it stands from now on; false when it changed since it was read, or when the INE got one meanwhile.
   *
   * @param ine by which it is found from now on, of a place that had none
   */
  remplacer(lue: Place, apres: Place, ine: string | null): Promise<boolean>;
}

export interface Situation {
  /** The place that this livret holds, or held. */
  readonly duLivret: Place | null;
  readonly deLIne: Place | null;
  /** See `Place.naissance`. */
  readonly naissance: string | null;
}

const PLACE = 'PLACE';
const NUMERO = 'NUMERO';
const cleDeLaPlace = (session: number, noEleve: string): Cle => ({ pk: `S#${session}#N#${noEleve}`, sk: PLACE });
const cleDuLivret = (session: number, livretId: string): Cle => ({ pk: `S#${session}#L#${livretId}`, sk: NUMERO });
const cleDeLIne = (session: number, empreinte: string): Cle => ({ pk: `S#${session}#I#${empreinte}`, sk: NUMERO });

/** @param cleHmac key of the HMACs of INE and birth dates: keys and places show neither */
export function magasinPlaces(dynamo: Dynamo, table: string, cleHmac: () => Promise<string>): MagasinPlaces {
  const empreinte = async (texte: string): Promise<string> =>
    createHmac('sha256', await cleHmac())
      .update(texte)
      .digest('hex');
  const ecriture = (cle: Cle, valeurs: object, condition: object): Operation => ({
    Put: { TableName: table, Item: { ...valeurs, ...cle, schemaVersion: 1 }, ...condition },
  });
  const LIBRE = { ConditionExpression: 'attribute_not_exists(pk)' };
  const pointeur = (cle: Cle, noEleve: string, condition: object = LIBRE) => ecriture(cle, { noEleve }, condition);

  return {
    async lire(session, noEleve) {
      const [item] = await lireParCles(dynamo, table, [cleDeLaPlace(session, noEleve)]);
      return item === undefined ? null : (sansCles(item) as unknown as Place);
    },

    async situer(session, eleves) {
      const cles = await Promise.all(
        eleves.map(async ({ livretId, ine, dateNaissance }) => ({
          livretId,
          duLivret: cleDuLivret(session, livretId),
          deLIne: ine === null ? null : cleDeLIne(session, await empreinte(ine)),
          naissance: ine === null ? null : await empreinte(`${ine} ${dateNaissance}`),
        })),
      );
      const demandees = cles.flatMap(({ duLivret, deLIne }) => (deLIne === null ? [duLivret] : [duLivret, deLIne]));
      const numeros = new Map(
        (await lireParCles(dynamo, table, demandees)).map(({ pk, noEleve }) => [String(pk), String(noEleve)]),
      );
      const items = await lireParCles(
        dynamo,
        table,
        [...numeros.values()].map((noEleve) => cleDeLaPlace(session, noEleve)),
      );
      const places = new Map(items.map((item) => [String(item.noEleve), sansCles(item) as unknown as Place]));
      const placeDe = (cle: Cle | null): Place | null => places.get(numeros.get(cle?.pk ?? '') ?? '') ?? null;
      return new Map(
        cles.map(({ livretId, duLivret, deLIne, naissance }) => [
          livretId,
          { duLivret: placeDe(duLivret), deLIne: placeDe(deLIne), naissance },
        ]),
      );
    },

    async creer(place, { livretId, ine }) {
      const { session, noEleve } = place;
      const issue = await executerTransaction(dynamo, [
        ecriture(cleDeLaPlace(session, noEleve), place, LIBRE),
        pointeur(cleDuLivret(session, livretId), noEleve),
        ...(ine === null ? [] : [pointeur(cleDeLIne(session, await empreinte(ine)), noEleve)]),
      ]);
      return issue.faite;
    },

    async remplacer({ epoque, naissance }, apres, ine) {
      const { session, noEleve, detenteur } = apres;
      const issue = await executerTransaction(dynamo, [
        ecriture(cleDeLaPlace(session, noEleve), apres, {
          ConditionExpression: 'epoque = :epoque AND naissance = :naissance',
          ExpressionAttributeValues: { ':epoque': epoque, ':naissance': naissance },
        }),
        // The holder's own thread to its place; it may have been there before.
        pointeur(cleDuLivret(session, detenteur.livretId), noEleve, {}),
        ...(ine === null ? [] : [pointeur(cleDeLIne(session, await empreinte(ine)), noEleve)]),
      ]);
      return issue.faite;
    },
  };
}
