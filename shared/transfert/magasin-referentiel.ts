import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ecrireSi, lireParCles, siNouveau } from '../aws/dynamo.ts';
import type { MessageDAvis, MessageDeStatut, MessageDesStatuts, MessageNumerique } from './messages.ts';

/** What the référentiel national holds of one candidate's livret in one session. */
export interface Statut {
  readonly livretId: string;
  /** Slug of the sender. */
  readonly academie: string;
  readonly noEleve: string;
  readonly candidat: MessageDeStatut['candidat'];
  /** That of `candidat`. */
  readonly noCandidat: string;
  /** Null when no status of theirs came: the candidate opposed it before. */
  readonly format: 'numerique' | 'papier' | null;
  readonly epoque: number;
  readonly n: number;
  /** Of a numeric status. */
  readonly empreintes: MessageNumerique['empreintes'] | null;
  /** ISO instants. Withdrawn, or not produced, as the candidate opposes it: juries do not get it. */
  readonly retireLe: string | null;
  /** Being corrected: this version stays in force until the next one. */
  readonly correctionDepuis: string | null;
  /** ISO instant. */
  readonly recuLe: string;
}

/** Who holds a pupil in a session, as the appariement reserved it. */
export interface Place {
  readonly epoque: number;
  readonly detenteur: { readonly academie: string; readonly livretId: string };
}

/** The table `referentiel` of the national stack, where what is told of a pupil is kept under their No Élève. */
export interface MagasinReferentiel {
  /** Null as long as none was reserved. */
  lirePlace(session: number, noEleve: string): Promise<Place | null>;
  /**
   * Records a word. The latest wins whatever the order of arrival; the same one twice changes nothing.
   *
   * @returns when it was first received, ISO
   */
  recevoir(message: MessageDesStatuts, maintenant: string): Promise<string>;
  /** Statuses of candidates of one académie; those of whom nothing is in force are left out. */
  lireParCandidats(session: number, academie: string, noCandidats: readonly string[]): Promise<Statut[]>;
}

const PLACE = 'PLACE';
const STATUT = 'STATUT';
/** The latest word said of statuses, beside the latest of them. */
const AVIS = 'AVIS';
const POINTEUR = 'LIVRET';

const cleDeLaPlace = (session: number, noEleve: string): string => `S#${session}#N#${noEleve}`;
const cleDuCandidat = (session: number, academie: string, noCandidat: string): string =>
  `S#${session}#C#${academie}#${noCandidat}`;
/** Sorts as (époque, n) compares. */
const rang = (epoque: number, n: number): string => `${String(epoque).padStart(4, '0')}#${String(n).padStart(6, '0')}`;

export function magasinReferentiel(dynamo: DynamoDBDocumentClient, table: string): MagasinReferentiel {
  const lire = async (pk: string, sk: string): Promise<Record<string, unknown> | undefined> =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }))).Item;
  const poser = (
    item: Readonly<Record<string, unknown>>,
    condition: string,
    valeurs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown> =>
    dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { ...item, schemaVersion: 1 },
        ConditionExpression: condition,
        ...(valeurs === undefined ? {} : { ExpressionAttributeValues: valeurs }),
      }),
    );

  /** Kept as it first came. @returns when that was */
  const garder = async (message: MessageDesStatuts, maintenant: string): Promise<string> => {
    const { session, noEleve, epoque, n } = message;
    const [pk, sk] = [cleDeLaPlace(session, noEleve), `VERSION#${rang(epoque, n)}`];
    const item = { ...message, pk, sk, recuLe: maintenant };
    if (await ecrireSi(() => poser(item, 'attribute_not_exists(pk)'))) return maintenant;
    return String((await lire(pk, sk))?.recuLe ?? maintenant);
  };

  /** Takes the place of an earlier one only. */
  const avancer = (message: MessageDesStatuts, recuLe: string): Promise<void> => {
    const { session, noEleve, epoque, n } = message;
    const sk = 'avis' in message ? AVIS : STATUT;
    const item = { ...message, pk: cleDeLaPlace(session, noEleve), sk, rang: rang(epoque, n), recuLe };
    return siNouveau(() => poser(item, 'attribute_not_exists(pk) OR rang < :rang', { ':rang': item.rang }));
  };

  /**
   * From the candidate to the place that was last told to be theirs: turns are dated. What takes back an undone pair may
   * be told after another one was made: it never leads away from it.
   */
  const pointer = (message: MessageDesStatuts): Promise<void> => {
    const { session, noEleve, tour, candidat } = message;
    const item = { pk: cleDuCandidat(session, candidat.academie, candidat.noCandidat), sk: POINTEUR, noEleve };
    return siNouveau(() =>
      'avis' in message && (message.avis === 'depareille' || message.avis === 'attendu')
        ? poser({ ...item, tour: '' }, 'attribute_not_exists(pk)')
        : poser({ ...item, tour }, 'attribute_not_exists(pk) OR tour < :tour', { ':tour': tour }),
    );
  };

  return {
    async lirePlace(session, noEleve) {
      return ((await lire(cleDeLaPlace(session, noEleve), PLACE)) as Place | undefined) ?? null;
    },

    // Each write is refused when it was done before, and none leans on another: a redelivery does what lacks.
    async recevoir(message, maintenant) {
      const recuLe = await garder(message, maintenant);
      await avancer(message, recuLe);
      await pointer(message);
      return recuLe;
    },

    async lireParCandidats(session, academie, noCandidats) {
      const pointeurs = await lireParCles(
        dynamo,
        table,
        noCandidats.map((no) => ({ pk: cleDuCandidat(session, academie, no), sk: POINTEUR })),
      );
      const items = await lireParCles(
        dynamo,
        table,
        pointeurs.flatMap(({ noEleve }) => {
          const pk = cleDeLaPlace(session, String(noEleve));
          return [
            { pk, sk: STATUT },
            { pk, sk: AVIS },
          ];
        }),
      );
      const parPlace = Map.groupBy(items, ({ pk }) => String(pk));
      return pointeurs.flatMap(({ pk, noEleve }) => {
        const siens = parPlace.get(cleDeLaPlace(session, String(noEleve))) ?? [];
        const [statut, avis] = [STATUT, AVIS].map((une) => siens.find(({ sk }) => sk === une));
        const lu = enVigueur(statut as Range<MessageDeStatut> | undefined, avis as Range<MessageDAvis> | undefined);
        // A place whose pair was undone since may be somebody else's.
        return lu !== null && cleDuCandidat(session, lu.candidat.academie, lu.noCandidat) === pk ? [lu] : [];
      });
    },
  };
}

type Range<T> = T & { readonly rang: string; readonly recuLe: string };

/** What the latest word of a place says, as readers of statuses need it; null when nothing is in force. */
function enVigueur(statut: Range<MessageDeStatut> | undefined, avis: Range<MessageDAvis> | undefined): Statut | null {
  // A status that came after what was said of those before it starts anew.
  const dit = avis !== undefined && (statut === undefined || avis.rang > statut.rang) ? avis : undefined;
  const dernier = dit ?? statut;
  if (dernier === undefined || dit?.avis === 'attendu' || dit?.avis === 'depareille') return null;
  const { candidat } = dernier;
  // Of a pair that was undone, what was sent for another candidate is not this one's.
  const sien = memeCandidat(statut?.candidat, candidat) ? statut : undefined;
  const retireLe = dit?.avis === 'retrait' || dit?.avis === 'non-produit' ? dit.depuis : null;
  if (sien === undefined && retireLe === null) return null;
  const { livretId, academie, noEleve, epoque, n, recuLe } = sien ?? dernier;
  return {
    livretId,
    academie,
    noEleve,
    candidat,
    noCandidat: candidat.noCandidat,
    format: sien?.format ?? null,
    epoque,
    n,
    empreintes: sien?.format === 'numerique' ? sien.empreintes : null,
    retireLe,
    correctionDepuis: dit?.avis === 'correction' ? dit.depuis : null,
    recuLe,
  };
}

function memeCandidat(un: Statut['candidat'] | undefined, autre: Statut['candidat']): boolean {
  return un?.academie === autre.academie && un.noCandidat === autre.noCandidat;
}
