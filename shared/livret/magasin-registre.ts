import { createHmac } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { affecter, type Cle, lireParCles, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import {
  cleEleve,
  cleEtablissement,
  cleIne,
  cleMef,
  cleNomenclature,
  cleSiecle,
  cleSource,
  LISTE,
  LIVRET,
} from './cles.ts';
import { type LigneEleve, SUIVI_INITIAL, type SuiviDuLivret } from './livret.ts';
import type { MefDeNomenclature } from './nomenclature.ts';

/** Attributes of a pupil's row that SIECLE gives. */
export type IdentiteSiecle = Omit<
  LigneEleve,
  'anneesNotees' | 'suivi' | 'identifiantsEnvoyesLe' | 'statutEnvoyeLe' | 'noCandidat' | 'noEleve' | 'paire'
>;

/** A MEF of a year's nomenclature, with the deposit that gave it. */
export interface MefApplique {
  readonly depotId: string;
  readonly contenu: MefDeNomenclature;
}

/** The table `registre`: identities, pointers to livrets, and the nomenclatures of each year. */
export interface MagasinRegistre {
  /** The establishment's pupils of one year, one strong query up to 1 MB. */
  lireEleves(uai: string, annee: number): Promise<LigneEleve[]>;
  lireEleve(uai: string, annee: number, eleveId: string): Promise<LigneEleve | null>;
  /** Where a pupil stands. */
  situer(uai: string, annee: number, eleveId: string, ine: string | null): Promise<Situation>;
  /** Livrets that these INE point to, each once. */
  lireParIne(ines: readonly string[]): Promise<string[]>;
  /** Fails its transaction when a newer deposit was applied to the row. */
  ecritureIdentite(identite: IdentiteSiecle, suivi: SuiviDuLivret): Operation;
  /** Changes what is not identity on a pupil's row. */
  ecritureSuivi(
    eleve: { readonly uai: string; readonly annee: number; readonly eleveId: string },
    valeurs: Partial<
      Pick<LigneEleve, 'anneesNotees' | 'suivi' | 'statutEnvoyeLe' | 'noCandidat' | 'noEleve' | 'paire'>
    >,
  ): Operation;
  /** The identifiers of a pupil were sent; the date of a first sending stays. */
  ecritureDEnvoiDesIdentifiants(
    eleve: { readonly uai: string; readonly annee: number; readonly eleveId: string },
    le: string,
  ): Operation;
  /** Flags a pupil whom a newer list left out; changes nothing when SIECLE gave it again since. */
  ecritureAbsence(eleve: LigneEleve, depotId: string): Operation;
  /**
   * Divisions and groups of a pupil from the links file, kept apart from those of SIECLE's pupils: the newer of the two
   * deposits is read. Fails its transaction when the pupil is unknown, or when a newer deposit of either was applied.
   */
  ecritureLiens(
    eleve: { readonly uai: string; readonly annee: number; readonly eleveId: string },
    liens: { readonly divisions: readonly string[]; readonly groupes: readonly string[] },
    depotId: string,
  ): Operation;
  /** Fail their transaction when the key points to another livret. */
  ecriturePointeurs(uai: string, annee: number, eleveId: string, ine: string | null, livretId: string): Operation[];
  /** Takes away the pointer of an INE that was corrected; nothing when it leads to another livret by now. */
  retraitDIne(ine: string, livretId: string): Promise<Operation[]>;
  /** Remembers the newest list of SIECLE that was wholly applied. */
  ecritureListe(uai: string, annee: number, depotId: string): Operation;
  lireMef(annee: number, codeMef: string): Promise<MefApplique | null>;
  /** Whether the nomenclature of a year has been deposited, for whatever MEF. */
  aUneNomenclature(annee: number): Promise<boolean>;
  /** Those that are there, in no order, a hundred in one request. */
  lireMefs(codes: readonly { readonly annee: number; readonly codeMef: string }[]): Promise<MefDeNomenclature[]>;
  /** The nomenclature of each year, where it is there, with a pupil's row: one request. */
  lireNomenclatures(
    codes: readonly { readonly annee: number; readonly codeMef: string }[],
    eleve: { readonly uai: string; readonly annee: number; readonly eleveId: string } | null,
  ): Promise<{ readonly mefs: ReadonlyMap<number, MefDeNomenclature>; readonly ligne: LigneEleve | null }>;
  ecritureMef(mef: MefDeNomenclature, depotId: string): Operation;
  /** Divisions where imports win over entries by hand (R113's choice, for the lycée). */
  lireDivisionsImportees(uai: string, annee: number): Promise<ReadonlySet<string>>;
  ecritureSource(uai: string, annee: number, division: string, source: SourceDeDivision): Operation;
}

/** A pupil's row, and the livrets that its keys point to; null where there is none yet. */
export interface Situation {
  readonly ligne: LigneEleve | null;
  readonly parSiecle: string | null;
  readonly parIne: string | null;
  /** Under the same ELEVE_ID the year before: the only thread of a pupil without an INE. */
  readonly parAnDernier: string | null;
  /** The deposit of the newest whole list of this establishment and year. */
  readonly liste: string | null;
}

/** What stands when both exist for a division: entries by hand lie over the import, or the import takes their place. */
export type SourceDeDivision = 'saisies' | 'imports';

export function magasinRegistre(
  dynamo: DynamoDBDocumentClient,
  table: string,
  /** Key of the INE's HMAC: pointers do not show an INE to whoever reads the table's keys. */
  cleHmac: () => Promise<string>,
): MagasinRegistre {
  const empreinteIne = async (ine: string): Promise<string> =>
    createHmac('sha256', await cleHmac())
      .update(ine)
      .digest('hex');
  // The pointer's hash is needed inside a synchronous operation: situer always comes first.
  const connues = new Map<string, string>();

  return {
    async lireEleves(uai, annee) {
      return (await lirePartition(dynamo, table, cleEtablissement(uai, annee), 'ELEVE#')).map(versLigne);
    },

    async lireEleve(uai, annee, eleveId) {
      const { Item } = await dynamo.send(
        new GetCommand({
          TableName: table,
          Key: { pk: cleEtablissement(uai, annee), sk: cleEleve(eleveId) },
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? null : versLigne(Item);
    },

    async situer(uai, annee, eleveId, ine) {
      if (ine !== null) connues.set(ine, await empreinteIne(ine));
      const pk = cleEtablissement(uai, annee);
      const cles = {
        ligne: { pk, sk: cleEleve(eleveId) },
        liste: { pk, sk: LISTE },
        siecle: { pk: cleSiecle(uai, annee, eleveId), sk: LIVRET },
        anDernier: { pk: cleSiecle(uai, annee - 1, eleveId), sk: LIVRET },
        ...(ine === null ? {} : { ine: { pk: cleIne(connues.get(ine) ?? ''), sk: LIVRET } }),
      };
      const items = await lireParCles(dynamo, table, Object.values(cles));
      const trouver = (cle: Cle | undefined) => items.find((item) => item.pk === cle?.pk && item.sk === cle?.sk);
      const texte = (cle: Cle | undefined, champ: string) => (trouver(cle)?.[champ] as string | undefined) ?? null;
      const ligne = trouver(cles.ligne);
      return {
        ligne: ligne === undefined ? null : versLigne(ligne),
        parSiecle: texte(cles.siecle, 'livretId'),
        parIne: texte(cles.ine, 'livretId'),
        parAnDernier: texte(cles.anDernier, 'livretId'),
        liste: texte(cles.liste, 'depotId'),
      };
    },

    async lireParIne(ines) {
      const cles = await Promise.all(ines.map(async (ine) => ({ pk: cleIne(await empreinteIne(ine)), sk: LIVRET })));
      return [...new Set((await lireParCles(dynamo, table, cles)).map(({ livretId }) => String(livretId)))];
    },

    ecritureIdentite(identite, suivi) {
      const { uai, annee, eleveId, ...valeurs } = identite;
      const affectation = affecter({ ...valeurs, suivi, uai, annee, eleveId, schemaVersion: 1 });
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(uai, annee), sk: cleEleve(eleveId) },
          ...affectation,
          ConditionExpression: 'attribute_not_exists(pk) OR #depotId <= :depotId',
        },
      };
    },

    ecritureSuivi({ uai, annee, eleveId }, valeurs) {
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(uai, annee), sk: cleEleve(eleveId) },
          ...affecter(valeurs),
          ConditionExpression: 'attribute_exists(pk)',
        },
      };
    },

    ecritureDEnvoiDesIdentifiants({ uai, annee, eleveId }, le) {
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(uai, annee), sk: cleEleve(eleveId) },
          UpdateExpression: 'SET #le = if_not_exists(#le, :le)',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#le': 'identifiantsEnvoyesLe' },
          ExpressionAttributeValues: { ':le': le },
        },
      };
    },

    ecritureAbsence({ uai, annee, eleveId, depotId: lu }, depotId) {
      const { ExpressionAttributeValues, ...affectation } = affecter({ absentDepuis: depotId });
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(uai, annee), sk: cleEleve(eleveId) },
          ...affectation,
          ConditionExpression: 'depotId = :lu',
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':lu': lu },
        },
      };
    },

    ecritureLiens({ uai, annee, eleveId }, { divisions, groupes }, depotId) {
      const affectation = affecter({ liensDepotId: depotId, liensDivisions: divisions, liensGroupes: groupes });
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(uai, annee), sk: cleEleve(eleveId) },
          ...affectation,
          ExpressionAttributeNames: { ...affectation.ExpressionAttributeNames, '#depotId': 'depotId' },
          // What is not there compares false: the row of an unknown pupil is not made.
          ConditionExpression:
            '#depotId < :liensDepotId AND (attribute_not_exists(#liensDepotId) OR #liensDepotId <= :liensDepotId)',
        },
      };
    },

    ecriturePointeurs(uai, annee, eleveId, ine, livretId) {
      const pointeur = (pk: string): Operation => ({
        Put: {
          TableName: table,
          Item: { pk, sk: LIVRET, livretId, schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk) OR livretId = :livretId',
          ExpressionAttributeValues: { ':livretId': livretId },
        },
      });
      const empreinte = ine === null ? undefined : connues.get(ine);
      return [
        pointeur(cleSiecle(uai, annee, eleveId)),
        ...(empreinte === undefined ? [] : [pointeur(cleIne(empreinte))]),
      ];
    },

    async retraitDIne(ine, livretId) {
      const cle = { pk: cleIne(await empreinteIne(ine)), sk: LIVRET };
      const [pointeur] = await lireParCles(dynamo, table, [cle]);
      if (pointeur === undefined || pointeur.livretId !== livretId) return [];
      return [
        {
          Delete: {
            TableName: table,
            Key: cle,
            ConditionExpression: 'livretId = :livretId',
            ExpressionAttributeValues: { ':livretId': livretId },
          },
        },
      ];
    },

    ecritureListe(uai, annee, depotId) {
      return {
        Put: {
          TableName: table,
          Item: { pk: cleEtablissement(uai, annee), sk: LISTE, depotId, schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk) OR depotId <= :depotId',
          ExpressionAttributeValues: { ':depotId': depotId },
        },
      };
    },

    async lireMef(annee, codeMef) {
      const { Item } = await dynamo.send(
        new GetCommand({
          TableName: table,
          Key: { pk: cleNomenclature(annee), sk: cleMef(codeMef) },
          ConsistentRead: true,
        }),
      );
      if (Item === undefined) return null;
      return { depotId: String(Item.depotId), contenu: versMef(Item) };
    },

    async aUneNomenclature(annee) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': cleNomenclature(annee) },
          Limit: 1,
        }),
      );
      return Items.length > 0;
    },

    async lireMefs(codes) {
      const cles = codes.map(({ annee, codeMef }) => ({ pk: cleNomenclature(annee), sk: cleMef(codeMef) }));
      return (await lireParCles(dynamo, table, cles)).map(versMef);
    },

    ecritureMef(mef, depotId) {
      return {
        Put: {
          TableName: table,
          Item: { ...mef, depotId, pk: cleNomenclature(mef.annee), sk: cleMef(mef.codeMef), schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk) OR depotId <= :depotId',
          ExpressionAttributeValues: { ':depotId': depotId },
        },
      };
    },

    async lireNomenclatures(codes, eleve) {
      const cles: Cle[] = codes.map(({ annee, codeMef }) => ({ pk: cleNomenclature(annee), sk: cleMef(codeMef) }));
      if (eleve !== null) cles.push({ pk: cleEtablissement(eleve.uai, eleve.annee), sk: cleEleve(eleve.eleveId) });
      const items = await lireParCles(dynamo, table, cles);
      const ligne = items.find(({ sk }) => String(sk).startsWith('ELEVE#'));
      return {
        mefs: new Map(items.filter((item) => item !== ligne).map((item) => [Number(item.annee), versMef(item)])),
        ligne: ligne === undefined ? null : versLigne(ligne),
      };
    },

    async lireDivisionsImportees(uai, annee) {
      const items = await lirePartition(dynamo, table, cleEtablissement(uai, annee), cleSource(''));
      return new Set(items.filter(({ source }) => source === 'imports').map(({ division }) => String(division)));
    },

    ecritureSource(uai, annee, division, source) {
      return {
        Put: {
          TableName: table,
          Item: { pk: cleEtablissement(uai, annee), sk: cleSource(division), division, source, schemaVersion: 1 },
        },
      };
    },
  };
}

function versMef(item: Readonly<Record<string, unknown>>): MefDeNomenclature {
  const { depotId: _, ...contenu } = sansCles(item);
  return contenu as unknown as MefDeNomenclature;
}

/** Attributes of a row that only this store knows. */
interface Liens {
  readonly liensDepotId?: string;
  readonly liensDivisions?: readonly string[];
  readonly liensGroupes?: readonly string[];
}

/** A row without its follow-up attributes yet has them empty. */
function versLigne(item: Record<string, unknown>): LigneEleve {
  const {
    liensDepotId = '',
    liensDivisions,
    liensGroupes,
    ...identite
  } = sansCles(item) as unknown as IdentiteSiecle & Liens;
  const parLesLiens = liensDepotId > identite.depotId;
  return {
    anneesNotees: [],
    suivi: SUIVI_INITIAL,
    identifiantsEnvoyesLe: null,
    statutEnvoyeLe: null,
    noCandidat: null,
    noEleve: null,
    ...identite,
    divisions: (parLesLiens ? liensDivisions : undefined) ?? identite.divisions,
    groupes: (parLesLiens ? liensGroupes : undefined) ?? identite.groupes,
  };
}
