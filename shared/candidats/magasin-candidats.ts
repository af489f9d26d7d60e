import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  affecter,
  type Dynamo,
  lireParCles,
  lirePartition,
  type Operation,
  sansCles,
  siNouveau,
} from '../aws/dynamo.ts';
import type { CandidatDeLaDec } from './candidat.ts';
import { completerLesIne, empreinteDIdentite, type Inscription, type Personne } from './inscription.ts';

/** `S#<s>#E#<uai>` / `CAND#<no>`: what the DEC's file gives, then what the appariement adds. */
export interface Candidat extends CandidatDeLaDec {
  readonly session: number;
  readonly depotId: string;
  readonly livretId: string | null;
  readonly noEleve: string | null;
  /** The establishment that it left with the deposit that gave it last; absent of who stayed. */
  readonly quitte?: string;
}

/** `S#<s>#J#<jury>` / `CAND#<no>`: a place in a jury, without identity. */
export interface PlaceDeJury {
  readonly noPv: string;
  readonly noCandidat: string;
  /** Where the jury deliberates on this candidate, as the DEC names it; empty in a place of an older file. */
  readonly centre: string;
  readonly serie: string;
  /** The paper copy was seen there (R71); null as long as it was not, or when it was in another centre. */
  readonly copieVue: CopieVue | null;
}

export interface CopieVue {
  /** ISO instant. */
  readonly le: string;
  /** Of who saw it. */
  readonly role: string;
  /** The status that it was the copy of: one that is sent again since then is to be seen again. */
  readonly epoque: number;
  readonly n: number;
}

/** `S#<s>#JURYS` / `<jury>#<centre>`: a jury that a file of candidates named; it may have lost them all since. */
export interface JuryDeSession {
  readonly jury: string;
  readonly centre: string;
}

/** `S#<s>#E#<uai>` / `IDENTITE#<empreinte>#INSCRIPTION`: what Cyclades gives of a person. */
export interface InscriptionGardee extends Omit<Inscription, 'ine'> {
  readonly session: number;
  readonly depotId: string;
  /** The INE of the registrations of one deposit that have this identity: several are those of homonyms. */
  readonly ines: readonly string[];
  /** Grows by one at each write. */
  readonly verrou: number;
}

/** All that both files of the DEC say under one identity in one establishment. */
export interface IdentiteDExamen {
  readonly inscription: InscriptionGardee | null;
  readonly candidats: readonly { readonly noCandidat: string; readonly ine: string | null }[];
}

/** The table `session`: candidates and juries of each session. */
export interface MagasinCandidats {
  /** A candidate by its number, wherever an earlier file had put it. */
  lire(session: number, noCandidat: string): Promise<Candidat | null>;
  /** The same for many, in no order; those that are unknown are left out. Two requests for a hundred. */
  lireTous(session: number, noCandidats: readonly string[]): Promise<Candidat[]>;
  /** Those of an establishment, with the INE that a registration alone gives. */
  listerDe(session: number, uai: string): Promise<Candidat[]>;
  lireIdentite(session: number, personne: Personne): Promise<IdentiteDExamen>;
  /** Fails its transaction when the registration was written since it was read. */
  ecritureInscription(connue: InscriptionGardee | null, nouvelle: Omit<InscriptionGardee, 'verrou'>): Operation;
  listerJury(session: number, jury: string): Promise<PlaceDeJury[]>;
  /** Every jury that was ever named in a session, in its centres. */
  listerJurys(session: number): Promise<JuryDeSession[]>;
  /** Once for many candidates, and outside their transactions: they would meet on one item. */
  inscrireJury(session: number, jury: string, centre: string): Promise<void>;
  /** Fails its transaction when the place is no longer that of this No PV in this centre. @param vue null for no more */
  ecriturePointage(session: number, jury: string, place: PlaceDeJury, vue: CopieVue | null): Operation;
  /** The livret that each candidate is paired with, and nothing else of them; a candidate without pair is left out. */
  lireLivrets(session: number, noCandidats: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Puts a candidate in its establishment and its jury, and takes it away from where it was. Fails its
   * transaction when the candidate was written since it was read.
   *
   * @param connu the candidate as it was read, null when there was none
   */
  ecritures(connu: Candidat | null, nouveau: Omit<Candidat, 'livretId' | 'noEleve' | 'quitte'>): Operation[];
  /** Fails its transaction when the candidate is already paired with another livret. */
  ecritureAppariement(
    candidat: Pick<Candidat, 'session' | 'uai' | 'noCandidat'>,
    livretId: string,
    noEleve: string,
  ): Operation;
  /**
   * The candidate without its pupil. Fails its transaction when it has another one, or was written since it was read.
   *
   * @param candidat as {@link MagasinCandidats.lire} gave it
   */
  ecritureDefaite(candidat: Candidat): Operation;
}

/** Between a pointer and its item, a file may move the candidate: both are written at once, and read again. */
const RELECTURES = 5;
const demenageSansCesse = (): Error => new Error('candidate moved at each read');

const cleEtablissement = (session: number, uai: string): string => `S#${session}#E#${uai}`;
const cleJury = (session: number, jury: string): string => `S#${session}#J#${jury}`;
const cleDesJurys = (session: number): string => `S#${session}#JURYS`;
/** Where a candidate is: its establishment may change from one file to the next. */
const clePointeur = (session: number, noCandidat: string): string => `S#${session}#C#${noCandidat}`;
const cleCandidat = (noCandidat: string): string => `CAND#${noCandidat}`;
const POINTEUR = 'ETABLISSEMENT';
/** What who asks for pairs may read of a candidate. */
export const CHAMPS_DE_LA_PAIRE = ['noCandidat', 'livretId'] as const;
const INSCRIPTION = 'INSCRIPTION';
const prefixeIdentite = (personne: Personne): string => `IDENTITE#${empreinteDIdentite(personne)}#`;
const cleInscription = (personne: Personne): string => prefixeIdentite(personne) + INSCRIPTION;
const clePorteur = (personne: Personne, noCandidat: string): string =>
  prefixeIdentite(personne) + cleCandidat(noCandidat);

export function magasinCandidats(dynamo: Dynamo, table: string): MagasinCandidats {
  const lireItem = async (pk: string, sk: string): Promise<Record<string, unknown> | undefined> =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }))).Item;
  const retrait = (pk: string, noCandidat: string, condition = {}): Operation => ({
    Delete: { TableName: table, Key: { pk, sk: cleCandidat(noCandidat) }, ...condition },
  });

  return {
    async lire(session, noCandidat) {
      for (let essai = 1; essai <= RELECTURES; essai++) {
        const pointeur = await lireItem(clePointeur(session, noCandidat), POINTEUR);
        if (pointeur === undefined) return null;
        const item = await lireItem(cleEtablissement(session, String(pointeur.uai)), cleCandidat(noCandidat));
        if (item !== undefined) return versCandidat(item);
      }
      throw demenageSansCesse();
    },

    async lireTous(session, noCandidats) {
      const lus: Candidat[] = [];
      let reste = noCandidats;
      for (let essai = 1; essai <= RELECTURES; essai++) {
        const pointeurs = await lireParCles(
          dynamo,
          table,
          reste.map((noCandidat) => ({ pk: clePointeur(session, noCandidat), sk: POINTEUR })),
        );
        const uais = new Map(
          pointeurs.map(({ pk, uai }) => [String(pk).slice(clePointeur(session, '').length), String(uai)]),
        );
        const cles = [...uais].map(([noCandidat, uai]) => ({
          pk: cleEtablissement(session, uai),
          sk: cleCandidat(noCandidat),
        }));
        const trouves = (await lireParCles(dynamo, table, cles)).map(versCandidat);
        lus.push(...trouves);
        for (const { noCandidat } of trouves) uais.delete(noCandidat);
        if (uais.size === 0) return lus;
        reste = [...uais.keys()];
      }
      throw demenageSansCesse();
    },

    async listerDe(session, uai) {
      const items = await lirePartition(dynamo, table, cleEtablissement(session, uai));
      const candidats = items.filter(({ sk }) => String(sk).startsWith('CAND#')).map(versCandidat);
      const inscriptions = items
        .filter(({ sk }) => String(sk).endsWith(INSCRIPTION))
        .map((item) => sansCles(item) as unknown as InscriptionGardee);
      return completerLesIne(candidats, inscriptions);
    },

    async lireIdentite(session, personne) {
      const pk = cleEtablissement(session, personne.uai);
      const items = await lirePartition(dynamo, table, pk, prefixeIdentite(personne));
      const inscription = items.find(({ sk }) => sk === cleInscription(personne));
      return {
        inscription: inscription === undefined ? null : (sansCles(inscription) as unknown as InscriptionGardee),
        candidats: items
          .filter((item) => item !== inscription)
          .map(({ noCandidat, ine }) => ({ noCandidat: String(noCandidat), ine: ine as string | null })),
      };
    },

    ecritureInscription(connue, nouvelle) {
      const { session, uai } = nouvelle;
      return {
        Put: {
          TableName: table,
          Item: {
            ...nouvelle,
            verrou: (connue?.verrou ?? 0) + 1,
            pk: cleEtablissement(session, uai),
            sk: cleInscription(nouvelle),
            schemaVersion: 1,
          },
          ...(connue === null
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'verrou = :lu', ExpressionAttributeValues: { ':lu': connue.verrou } }),
        },
      };
    },

    async listerJury(session, jury) {
      const places = await lirePartition(dynamo, table, cleJury(session, jury), 'CAND#');
      return places.map(versPlace);
    },

    async listerJurys(session) {
      const items = await lirePartition(dynamo, table, cleDesJurys(session));
      return items.map(({ jury, centre }) => ({ jury: String(jury), centre: String(centre) }));
    },

    inscrireJury(session, jury, centre) {
      const Item = { pk: cleDesJurys(session), sk: `${jury}#${centre}`, jury, centre, schemaVersion: 1 };
      return siNouveau(() =>
        dynamo.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },

    ecriturePointage(session, jury, { noCandidat, noPv, centre }, vue) {
      const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = affecter({
        copieVue: vue === null ? null : { ...vue, centre },
      });
      return {
        Update: {
          TableName: table,
          Key: { pk: cleJury(session, jury), sk: cleCandidat(noCandidat) },
          UpdateExpression,
          ConditionExpression: '#noPv = :noPv AND #centre = :centre',
          ExpressionAttributeNames: { ...ExpressionAttributeNames, '#noPv': 'noPv', '#centre': 'centre' },
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':noPv': noPv, ':centre': centre },
        },
      };
    },

    async lireLivrets(session, noCandidats) {
      const pointeurs = await lireParCles(
        dynamo,
        table,
        noCandidats.map((no) => ({ pk: clePointeur(session, no), sk: POINTEUR })),
      );
      // Of the candidate itself two fields only: its item holds an identity that whoever asks this may not read.
      const paires = await lireParCles(
        dynamo,
        table,
        pointeurs.map(({ pk, uai }) => ({
          pk: cleEtablissement(session, String(uai)),
          sk: cleCandidat(String(pk).slice(clePointeur(session, '').length)),
        })),
        CHAMPS_DE_LA_PAIRE,
      );
      return new Map(
        paires.flatMap(({ noCandidat, livretId }) =>
          typeof livretId === 'string' ? [[String(noCandidat), livretId]] : [],
        ),
      );
    },

    ecritures(connu, nouveau) {
      const { session, uai, noCandidat, noPv, jury, centre, serie, depotId } = nouveau;
      const { livretId = null, noEleve = null } = connu ?? {};
      const porteur = { pk: cleEtablissement(session, uai), sk: clePorteur(nouveau, noCandidat) };
      const ancien =
        connu === null ? porteur : { pk: cleEtablissement(session, connu.uai), sk: clePorteur(connu, noCandidat) };
      const change = ancien.pk !== porteur.pk || ancien.sk !== porteur.sk;
      // A pair made or undone since the candidate was read is not written over.
      const memePaire =
        livretId === null
          ? { ConditionExpression: 'attribute_not_exists(livretId)' }
          : { ConditionExpression: 'livretId = :livretId', ExpressionAttributeValues: { ':livretId': livretId } };
      const demenage = connu !== null && connu.uai !== uai;
      return [
        {
          Put: {
            TableName: table,
            Item: { pk: clePointeur(session, noCandidat), sk: POINTEUR, uai, depotId, schemaVersion: 1 },
            ...(connu === null
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'depotId = :lu', ExpressionAttributeValues: { ':lu': connu.depotId } }),
          },
        },
        {
          Put: {
            TableName: table,
            Item: {
              ...nouveau,
              ...(livretId === null ? {} : { livretId, noEleve }),
              ...(demenage ? { quitte: connu.uai } : {}),
              pk: cleEtablissement(session, uai),
              sk: cleCandidat(noCandidat),
              schemaVersion: 1,
            },
            ...(demenage ? {} : memePaire),
          },
        },
        {
          // What the centre noted of its paper copy stays.
          Update: {
            TableName: table,
            Key: { pk: cleJury(session, jury), sk: cleCandidat(noCandidat) },
            ...affecter({ noPv, noCandidat, centre, serie, depotId, schemaVersion: 1 }),
          },
        },
        { Put: { TableName: table, Item: { ...porteur, noCandidat, ine: nouveau.ine, schemaVersion: 1 } } },
        ...(change ? [{ Delete: { TableName: table, Key: ancien } }] : []),
        ...(demenage ? [retrait(cleEtablissement(session, connu.uai), noCandidat, memePaire)] : []),
        ...(connu !== null && connu.jury !== jury ? [retrait(cleJury(session, connu.jury), noCandidat)] : []),
      ];
    },

    ecritureAppariement({ session, uai, noCandidat }, livretId, noEleve) {
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(session, uai), sk: cleCandidat(noCandidat) },
          ...affecter({ livretId, noEleve }),
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#livretId) OR #livretId = :livretId)',
        },
      };
    },

    ecritureDefaite({ livretId, noEleve: _, ...candidat }) {
      const { session, uai, noCandidat, depotId } = candidat;
      return {
        Put: {
          TableName: table,
          Item: { ...candidat, pk: cleEtablissement(session, uai), sk: cleCandidat(noCandidat), schemaVersion: 1 },
          ConditionExpression: 'livretId = :livretId AND depotId = :depotId',
          ExpressionAttributeValues: { ':livretId': livretId, ':depotId': depotId },
        },
      };
    },
  };
}

function versCandidat(item: Record<string, unknown>): Candidat {
  return { livretId: null, noEleve: null, ...(sansCles(item) as unknown as Omit<Candidat, 'livretId' | 'noEleve'>) };
}

function versPlace({ noPv, noCandidat, centre, serie, copieVue }: Record<string, unknown>): PlaceDeJury {
  const vue = (copieVue ?? null) as (CopieVue & { readonly centre: string }) | null;
  return {
    noPv: String(noPv),
    noCandidat: String(noCandidat),
    centre: String(centre ?? ''),
    serie: String(serie ?? ''),
    copieVue:
      vue === null || vue.centre !== centre ? null : { le: vue.le, role: vue.role, epoque: vue.epoque, n: vue.n },
  };
}
