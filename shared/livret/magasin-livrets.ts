import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lireParCles, lirePartition, lireTout, type Operation, sansCles } from '../aws/dynamo.ts';
import type { ActeSigne } from './acte-signe.ts';
import { cleActe, cleAncienne, cleBase, cleLivret, cleSaisieAncienne, cleVersion, SAISIE, TETE } from './cles.ts';
import { ATTRIBUTS_INITIAUX, type BaseNotes, type Livret, type Tete, type VersionFigee } from './livret.ts';
import { estRemplacable, type Saisie } from './saisie.ts';

/** The table `livrets`. Writes are operations that the caller joins into one transaction with its event. */
export interface MagasinLivrets {
  /** Null when the livret does not exist. */
  lire(livretId: string): Promise<Livret | null>;
  /** Heads alone, in no order, a hundred in one request; a livret that does not exist is left out. */
  lireTetes(livretIds: readonly string[]): Promise<Tete[]>;
  /**
   * The base and some entries of one year of many livrets, those that are there: one request for each hundred items.
   */
  lireExtraits(
    annee: number,
    extraits: readonly { readonly livretId: string; readonly cles: readonly string[] }[],
  ): Promise<ReadonlyMap<string, ExtraitDeLivret>>;
  /** Replaces the head, on condition that nobody wrote it since it was read (`avant` null: that it is new). */
  ecritureTete(avant: Tete | null, apres: Tete): Operation;
  /** Fails its transaction when the head was written since it was read. */
  verificationDeTete(lue: Tete): Operation;
  ecritureBase(livretId: string, base: BaseNotes): Operation;
  /** Keeps a base that is about to be replaced. */
  ecritureAncienne(livretId: string, base: BaseNotes): Operation;
  /** A base without a predecessor to put back goes away: only its copy in the history stays. */
  retraitBase(livretId: string, annee: number): Operation;
  /** The bases of a year that were replaced, latest deposit first. */
  lireAnciennes(livretId: string, annee: number): Promise<BaseNotes[]>;
  /** Moves the entries by hand of a year to the history, in the name of the import that takes their place. */
  remplacementDesSaisies(livret: Livret, annee: number, depotId: string): Operation[];
  /** Entries by hand of a year that a deposit took the place of. */
  lireSaisiesRemplacees(livretId: string, annee: number, depotId: string): Promise<readonly Saisie[]>;
  /**
   * Writes an entry over the one that was seen, which goes to the history; fails its transaction when that is not the
   * one that stands (`vue` null: that there is none).
   *
   * @param acteId names the save in the history
   */
  ecritureSaisie(livretId: string, saisie: Saisie, vue: Saisie | null, acteId: string): Operation[];
  /** Puts back, as it was, an entry that an import had taken the place of; fails its transaction when there is one. */
  remiseDeSaisie(livretId: string, saisie: Saisie): Operation;
  /** The words of an act of a person (motive of an unlock…), apart from evidence: they can be erased. */
  ecritureActe(livretId: string, acte: ActeSigne): Operation;
  /** By their identifier: the chain of evidence alone says in which order they were done. */
  lireActes(livretId: string): Promise<ActeSigne[]>;
  /** A frozen version is written once. */
  ecritureVersion(livretId: string, version: VersionFigee): Operation;
}

export interface ExtraitDeLivret {
  readonly base: BaseNotes | null;
  readonly saisies: readonly Saisie[];
}

/** 2: completeness, validation, opposition, sessions that are over. */
export const SCHEMA_DE_TETE = 2;

/** Reads again when a base or an entry is not the one that the head names: a reader never sees two writes mixed. */
const RELECTURES = 8;

export function magasinLivrets(dynamo: DynamoDBDocumentClient, table: string): MagasinLivrets {
  return {
    async lire(livretId) {
      for (let essai = 1; ; essai++) {
        const items = await lireTout(dynamo, {
          TableName: table,
          // ACTE# and ANCIENNE# sort before BASE#: the history is not read.
          KeyConditionExpression: 'pk = :pk AND sk >= :base',
          ExpressionAttributeValues: { ':pk': cleLivret(livretId), ':base': 'BASE#' },
        });
        const itemTete = items.find((item) => item.sk === TETE);
        if (itemTete === undefined) return null;
        const tete = versTete(itemTete);
        const bases = items
          .filter((item) => String(item.sk).startsWith('BASE#'))
          .map((item) => sansCles(item) as unknown as BaseNotes);
        const saisies = items.filter((item) => String(item.sk).startsWith(SAISIE)).map(versSaisie);
        if (estCoherent(tete, bases, saisies)) return { tete, bases, saisies };
        if (essai === RELECTURES) throw new Error('livret changing faster than it can be read');
        await new Promise((suite) => setTimeout(suite, 20 * essai));
      }
    },

    async lireTetes(livretIds) {
      const cles = livretIds.map((livretId) => ({ pk: cleLivret(livretId), sk: TETE }));
      return (await lireParCles(dynamo, table, cles)).map(versTete);
    },

    async lireExtraits(annee, extraits) {
      const sk = cleBase(annee, 'notes');
      const items = await lireParCles(
        dynamo,
        table,
        extraits.flatMap(({ livretId, cles }) => [sk, ...cles].map((une) => ({ pk: cleLivret(livretId), sk: une }))),
      );
      const parLivret = Map.groupBy(items, ({ pk }) => String(pk));
      return new Map(
        extraits.map(({ livretId }) => {
          const siens = parLivret.get(cleLivret(livretId)) ?? [];
          const base = siens.find((item) => item.sk === sk);
          const saisies = siens.filter((item) => item !== base).map(versSaisie);
          return [livretId, { base: base === undefined ? null : (sansCles(base) as unknown as BaseNotes), saisies }];
        }),
      );
    },

    ecritureTete(avant, apres) {
      const item = { ...apres, pk: cleLivret(apres.livretId), sk: TETE, schemaVersion: SCHEMA_DE_TETE };
      return {
        Put:
          avant === null
            ? { TableName: table, Item: { ...item, verrou: 1 }, ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                TableName: table,
                Item: { ...item, verrou: avant.verrou + 1 },
                ConditionExpression: 'verrou = :lu',
                ExpressionAttributeValues: { ':lu': avant.verrou },
              },
      };
    },

    verificationDeTete({ livretId, verrou }) {
      return {
        ConditionCheck: {
          TableName: table,
          Key: { pk: cleLivret(livretId), sk: TETE },
          ConditionExpression: 'verrou = :lu',
          ExpressionAttributeValues: { ':lu': verrou },
        },
      };
    },

    ecritureBase(livretId, base) {
      return {
        Put: {
          TableName: table,
          Item: { ...base, pk: cleLivret(livretId), sk: cleBase(base.annee, 'notes'), schemaVersion: 1 },
        },
      };
    },

    ecritureAncienne(livretId, base) {
      return {
        Put: {
          TableName: table,
          Item: {
            ...base,
            pk: cleLivret(livretId),
            sk: cleAncienne(base.annee, 'notes', base.depotId),
            schemaVersion: 1,
          },
        },
      };
    },

    retraitBase(livretId, annee) {
      return { Delete: { TableName: table, Key: { pk: cleLivret(livretId), sk: cleBase(annee, 'notes') } } };
    },

    async lireAnciennes(livretId, annee) {
      const items = await lirePartition(dynamo, table, cleLivret(livretId), cleAncienne(annee, 'notes', ''));
      return items.map((item) => sansCles(item) as unknown as BaseNotes).reverse();
    },

    remplacementDesSaisies({ tete: { livretId }, saisies }, annee, depotId) {
      const pk = cleLivret(livretId);
      const remplacees = saisies.filter((saisie) => estRemplacable(saisie, annee));
      if (remplacees.length === 0) return [];
      const sk = cleAncienne(annee, 'saisies', depotId);
      return [
        ...remplacees.map(({ cle }) => ({ Delete: { TableName: table, Key: { pk, sk: cle } } })),
        { Put: { TableName: table, Item: { pk, sk, depotId, saisies: remplacees, schemaVersion: 1 } } },
      ];
    },

    async lireSaisiesRemplacees(livretId, annee, depotId) {
      const [item] = await lirePartition(dynamo, table, cleLivret(livretId), cleAncienne(annee, 'saisies', depotId));
      return (item?.saisies as readonly Saisie[] | undefined) ?? [];
    },

    ecritureSaisie(livretId, { cle, contenu }, vue, acteId) {
      const pk = cleLivret(livretId);
      const item = { ...contenu, pk, sk: cle, schemaVersion: 1 };
      if (vue === null) {
        return [{ Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } }];
      }
      return [
        {
          Put: {
            TableName: table,
            Item: item,
            ConditionExpression: 'n = :vue',
            ExpressionAttributeValues: { ':vue': vue.contenu.n },
          },
        },
        {
          Put: {
            TableName: table,
            Item: { ...vue.contenu, pk, sk: cleSaisieAncienne(cle, acteId), cle, schemaVersion: 1 },
          },
        },
      ];
    },

    remiseDeSaisie(livretId, { cle, contenu }) {
      return {
        Put: {
          TableName: table,
          Item: { ...contenu, pk: cleLivret(livretId), sk: cle, schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      };
    },

    ecritureActe(livretId, acte) {
      return {
        Put: {
          TableName: table,
          Item: { ...acte, pk: cleLivret(livretId), sk: cleActe(acte.acteId), schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      };
    },

    async lireActes(livretId) {
      const items = await lirePartition(dynamo, table, cleLivret(livretId), cleActe(''));
      return items.map((item) => sansCles(item) as unknown as ActeSigne);
    },

    ecritureVersion(livretId, version) {
      return {
        Put: {
          TableName: table,
          Item: { ...version, pk: cleLivret(livretId), sk: cleVersion(version.epoque, version.n), schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      };
    },
  };
}

function versTete(item: Readonly<Record<string, unknown>>): Tete {
  return { ...ATTRIBUTS_INITIAUX, ...sansCles(item) } as unknown as Tete;
}

function versSaisie(item: Readonly<Record<string, unknown>>): Saisie {
  return { cle: String(item.sk), contenu: sansCles(item) as unknown as Saisie['contenu'] };
}

/** Bases and entries are exactly those that the head says: a Query is not isolated from a transaction. */
export function estCoherent(tete: Tete, bases: readonly BaseNotes[], saisies: readonly Saisie[]): boolean {
  const attendues = Object.entries(tete.applique).filter(([cle]) => cle.endsWith('#notes'));
  if (attendues.length !== bases.length) return false;
  if (!bases.every((base) => tete.applique[`${base.annee}#notes`] === base.depotId)) return false;
  const { saisies: numeros } = tete;
  if (numeros === undefined) return true;
  return (
    Object.keys(numeros).length === saisies.length && saisies.every(({ cle, contenu }) => numeros[cle] === contenu.n)
  );
}
