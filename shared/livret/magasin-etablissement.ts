import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { lirePartition, sansCles, siNouveau } from '../aws/dynamo.ts';
import { cleEtablissement } from './cles.ts';
import type { Communs, Enseignant, MefDeSiecle, Responsable, Service, StructureScolaire } from './etablissement.ts';
import { CLE_DES_COMMUNS, type FluxDeTableau, TABLEAUX } from './tableaux.ts';

/** What STS-Web says of a division or a group. */
export interface StructureDeSts {
  readonly structure: StructureScolaire;
  readonly services: readonly Service[];
}

/** What a row of each kind holds. */
export interface ContenuDeLigne {
  readonly structure: StructureScolaire;
  readonly mef: MefDeSiecle;
  readonly responsables: { readonly eleveId: string; readonly responsables: readonly Responsable[] };
  readonly communs: Communs;
  readonly enseignant: Enseignant;
  readonly service: StructureDeSts;
}
export type SorteDeLigne = keyof ContenuDeLigne;

export type LigneDeTableau = {
  readonly [S in SorteDeLigne]: { readonly sorte: S; readonly cle: string; readonly contenu: ContenuDeLigne[S] };
}[SorteDeLigne];

/** `FLUX#<flux>`: the deposit that is current. */
export interface Courant {
  readonly depotId: string;
  /** How many rows it has of each kind: a reader who finds fewer came while it was being replaced. */
  readonly lignes: Readonly<Partial<Record<SorteDeLigne, number>>>;
}

/**
 * Each reading makes two requests, and goes through the pointer. It begins again when the deposit that it read was
 * replaced in between; that a single row is not there takes a third request, to tell it from a replaced one.
 */
export interface MagasinEtablissement {
  lireStructures(uai: string, annee: number): Promise<StructureScolaire[]>;
  lireEnseignants(uai: string, annee: number): Promise<Enseignant[]>;
  /** Services of all divisions and groups. */
  lireServices(uai: string, annee: number): Promise<Service[]>;
  /** The guardians of one pupil; none when SIECLE gave none. */
  lireResponsables(uai: string, annee: number, eleveId: string): Promise<readonly Responsable[]>;
  /** The guardians of every pupil, by ELEVE_ID. */
  lireTousLesResponsables(uai: string, annee: number): Promise<ReadonlyMap<string, readonly Responsable[]>>;
  lireCommuns(uai: string, annee: number): Promise<Communs | null>;
  lireMefsDeSiecle(uai: string, annee: number): Promise<MefDeSiecle[]>;
  lireMefDeSiecle(uai: string, annee: number, codeMef: string): Promise<MefDeSiecle | null>;
  /** The deposit that is current, null when the feed never came. */
  lireCourant(uai: string, annee: number, flux: FluxDeTableau): Promise<Courant | null>;
  /** Writes a row that nobody sees as long as its deposit is not current; again does no harm. */
  ecrire(uai: string, annee: number, flux: FluxDeTableau, depotId: string, ligne: LigneDeTableau): Promise<void>;
  /**
   * Makes a deposit current, unless a newer one is, then deletes the rows of those that it or the newer one replaced.
   * All of its rows are there before. Again, or after a crash anywhere in it, does no harm.
   */
  publier(uai: string, annee: number, flux: FluxDeTableau, depotId: string): Promise<void>;
}

/** Deposits follow each other at minutes of distance, a reading takes milliseconds. */
const RELECTURES = 8;
/** Rows deleted at once. */
const EN_PARALLELE = 25;

const cleCourant = (flux: FluxDeTableau): string => `FLUX#${flux}`;
const prefixe = (flux: FluxDeTableau, depotId: string, sorte: SorteDeLigne): string =>
  `${TABLEAUX[flux]}#${depotId}#${sorte.toUpperCase()}#`;
const cleLigne = (
  flux: FluxDeTableau,
  depotId: string,
  { sorte, cle }: Pick<LigneDeTableau, 'sorte' | 'cle'>,
): string => `${prefixe(flux, depotId, sorte)}${cle}`;

export function magasinEtablissement(dynamo: DynamoDBDocumentClient, table: string): MagasinEtablissement {
  const lireItem = async (pk: string, sk: string): Promise<Record<string, unknown> | undefined> =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }))).Item;

  const lireCourant = async (uai: string, annee: number, flux: FluxDeTableau): Promise<Courant | null> => {
    const item = await lireItem(cleEtablissement(uai, annee), cleCourant(flux));
    return item === undefined ? null : (sansCles(item) as unknown as Courant);
  };

  /** `lire` answers null when what it found may be what is left of a replaced deposit. */
  const suivre = async <T>(
    uai: string,
    annee: number,
    flux: FluxDeTableau,
    absent: T,
    lire: (courant: Courant) => Promise<T | null>,
  ): Promise<T> => {
    for (let essai = 1; ; essai++) {
      const courant = await lireCourant(uai, annee, flux);
      if (courant === null) return absent;
      const lu = await lire(courant);
      if (lu !== null) return lu;
      if (essai === RELECTURES) throw new Error('feed replaced faster than it can be read');
    }
  };

  const lireToutes = <S extends SorteDeLigne>(
    uai: string,
    annee: number,
    flux: FluxDeTableau,
    sorte: S,
  ): Promise<ContenuDeLigne[S][]> =>
    suivre(uai, annee, flux, [], async ({ depotId, lignes }) => {
      const items = await lirePartition(dynamo, table, cleEtablissement(uai, annee), prefixe(flux, depotId, sorte));
      return items.length === (lignes[sorte] ?? 0) ? items.map((item) => contenuDe<S>(item)) : null;
    });

  const lireUne = <S extends SorteDeLigne>(
    uai: string,
    annee: number,
    flux: FluxDeTableau,
    sorte: S,
    cle: string,
  ): Promise<ContenuDeLigne[S] | null> =>
    suivre<{ readonly contenu: ContenuDeLigne[S] | null }>(uai, annee, flux, { contenu: null }, async ({ depotId }) => {
      const item = await lireItem(cleEtablissement(uai, annee), cleLigne(flux, depotId, { sorte, cle }));
      if (item !== undefined) return { contenu: contenuDe<S>(item) };
      return (await lireCourant(uai, annee, flux))?.depotId === depotId ? { contenu: null } : null;
    }).then(({ contenu }) => contenu);

  return {
    lireCourant,
    lireStructures: (uai, annee) => lireToutes(uai, annee, 'structures', 'structure'),
    lireEnseignants: (uai, annee) => lireToutes(uai, annee, 'sts', 'enseignant'),

    async lireServices(uai, annee) {
      return (await lireToutes(uai, annee, 'sts', 'service')).flatMap(({ services }) => services);
    },

    async lireResponsables(uai, annee, eleveId) {
      return (await lireUne(uai, annee, 'responsables', 'responsables', eleveId))?.responsables ?? [];
    },

    async lireTousLesResponsables(uai, annee) {
      const lus = await lireToutes(uai, annee, 'responsables', 'responsables');
      return new Map(lus.map(({ eleveId, responsables }) => [eleveId, responsables]));
    },

    lireCommuns: (uai, annee) => lireUne(uai, annee, 'communs', 'communs', CLE_DES_COMMUNS),
    lireMefsDeSiecle: (uai, annee) => lireToutes(uai, annee, 'nomenclature-siecle', 'mef'),
    lireMefDeSiecle: (uai, annee, codeMef) => lireUne(uai, annee, 'nomenclature-siecle', 'mef', codeMef),

    async ecrire(uai, annee, flux, depotId, ligne) {
      const { sorte, contenu } = ligne;
      const cles = { pk: cleEtablissement(uai, annee), sk: cleLigne(flux, depotId, ligne) };
      await dynamo.send(
        new PutCommand({ TableName: table, Item: { ...cles, depotId, sorte, contenu, schemaVersion: 1 } }),
      );
    },

    async publier(uai, annee, flux, depotId) {
      const pk = cleEtablissement(uai, annee);
      const rangees = await lirePartition(dynamo, table, pk, `${TABLEAUX[flux]}#`);
      const lignes: Partial<Record<SorteDeLigne, number>> = {};
      for (const { depotId: du, sorte } of rangees as unknown as { depotId: string; sorte: SorteDeLigne }[]) {
        if (du === depotId) lignes[sorte] = (lignes[sorte] ?? 0) + 1;
      }
      await siNouveau(() =>
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { pk, sk: cleCourant(flux), depotId, lignes, schemaVersion: 1 },
            ConditionExpression: 'attribute_not_exists(pk) OR depotId < :depotId',
            ExpressionAttributeValues: { ':depotId': depotId },
          }),
        ),
      );
      const courant = (await lireCourant(uai, annee, flux))?.depotId ?? '';
      // Those of a newer deposit, which is not current yet, stay.
      const remplacees = rangees.filter((rangee) => String(rangee.depotId) < courant);
      for (let debut = 0; debut < remplacees.length; debut += EN_PARALLELE) {
        await Promise.all(
          remplacees
            .slice(debut, debut + EN_PARALLELE)
            .map(({ sk }) => dynamo.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }))),
        );
      }
    },
  };
}

function contenuDe<S extends SorteDeLigne>(item: Record<string, unknown>): ContenuDeLigne[S] {
  return item.contenu as ContenuDeLigne[S];
}
