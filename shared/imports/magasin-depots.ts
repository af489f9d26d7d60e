import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  affecter,
  executerTransaction,
  type IssueDeTransaction,
  lireParCles,
  lirePartition,
  type Operation,
  sansCles,
  siNouveau,
} from '../aws/dynamo.ts';
import {
  type Attente,
  type Depot,
  type DossierDiffere,
  type DossierEnAttente,
  type EtatDepot,
  estRegle,
  type VerdictDeLot,
} from './depot.ts';
import type { DossierNotes, Flux } from './dossiers.ts';

/** The table `imports`: deposits, their lots and verdicts. */
export interface MagasinDepots {
  enregistrer(depot: Depot): Promise<void>;
  lire(depotId: string): Promise<Depot | null>;
  /** Latest first. */
  listerDe(proprietaire: string): Promise<Depot[]>;
  /** Deposits whose compte rendu is not there yet. */
  listerOuverts(): Promise<Depot[]>;
  /**
   * Moves a deposit from one state to another with what it learnt; false when it was not in that state any
   * more. A final state takes it off the list of open ones, and « lu » puts it there, in the same transaction.
   */
  passer(
    depot: Depot,
    de: EtatDepot,
    vers: EtatDepot,
    appris: Partial<Pick<Depot, 'flux' | 'annee' | 'lots' | 'empreinte' | 'reprisPar'>>,
  ): Promise<boolean>;
  /**
   * Moves a deposit from the state that was read with a new compte rendu, on condition that no other was published
   * since: whoever made one from older facts makes it again.
   */
  publier(
    depot: Depot,
    vers: EtatDepot,
    appris: Partial<Pick<Depot, 'flux' | 'annee' | 'empreinte'>> & Pick<Depot, 'bilan' | 'compteRendu'>,
  ): Promise<boolean>;
  /**
   * Takes a closed deposit back, in one transaction with the record of what takes it back, which is then applied lot
   * by lot; false when it is not closed any more.
   *
   * @param par who takes it back
   */
  annuler(depot: Depot, annulation: Depot, par: string): Promise<boolean>;
  /** The first verdict of a lot stands: a redelivery changes nothing. */
  ecrireVerdict(depotId: string, verdict: VerdictDeLot): Promise<void>;
  lireVerdicts(depotId: string): Promise<VerdictDeLot[]>;
  /** Dossiers of a deposit that its lots did not settle, without their content; all of them without `eleves`. */
  lireDifferes(depotId: string, eleves?: readonly string[]): Promise<DossierDiffere[]>;
  lireDiffere(depotId: string, eleve: string): Promise<DossierEnAttente | null>;
  /**
   * Writes where such a dossier stands; what it holds is kept until it is settled. Fails its transaction when it is not
   * in the state that was read (`avant` null: when there is one).
   */
  ecrituresDiffere(
    depotId: string,
    avant: DossierDiffere | null,
    apres: DossierDiffere,
    dossier: DossierNotes | null,
  ): Operation[];
  /** By ELEVE_ID. */
  lireAttentes(uai: string, annee: number, eleves: readonly string[]): Promise<ReadonlyMap<string, Attente>>;
  /** Fails its transaction when a newer deposit's dossier waits. */
  ecritureAttente(uai: string, annee: number, eleve: string, depotId: string): Operation;
  /** Fails its transaction when another deposit's dossier took its place. @param par the deposit that settles it */
  reglementAttente(uai: string, annee: number, eleve: string, depotId: string, par: string): Operation;
  executer(operations: readonly Operation[]): Promise<IssueDeTransaction>;
  /** The last file of this feed (and session) that was applied; its hash is '' when something of it was refused. */
  dernierApplique(depot: DepotDeFlux, flux: Flux): Promise<{ depotId: string; empreinte: string } | null>;
  /** Whether another deposit of the same owner, later than `depuis`, has not ended yet. */
  unAutreEstEnCours(depot: Depot, depuis: string): Promise<boolean>;
  /** Remembers it, unless a newer deposit already did. */
  retenirApplique(depot: DepotDeFlux & Pick<Depot, 'depotId'>, flux: Flux, empreinte: string): Promise<void>;
}

/** Whose deposits of a feed replace each other. */
type DepotDeFlux = Pick<Depot, 'proprietaire' | 'session'>;

/** Days that a dossier waits for its pupil or for a decision: past them it is erased (TTL), and must be deposited again. */
const JOURS_D_ATTENTE = 180;
/** Days that a dossier is told of, settled or not: as long as the comptes rendus that count it (lifecycle of the bucket). */
const JOURS_D_UN_COMPTE_RENDU = 400;
const JOUR = 24 * 3600;

const META = 'META';
const OUVERTS = 'OUVERTS';
const FINAUX: readonly EtatDepot[] = ['clos', 'refuse', 'deja-importe', 'abandonne', 'annule'];

export function magasinDepots(dynamo: DynamoDBDocumentClient, table: string): MagasinDepots {
  const lire = async (depotId: string): Promise<Depot | null> => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk: `D#${depotId}`, sk: META }, ConsistentRead: true }),
    );
    return Item === undefined ? null : (sansCles(Item) as unknown as Depot);
  };
  /** @param condition on the state, and on what else the caller read */
  const changer = async (
    { depotId }: Depot,
    valeurs: Partial<Depot> & Pick<Depot, 'etat'>,
    condition: string,
    lues: Readonly<Record<string, unknown>>,
  ): Promise<boolean> => {
    const { ExpressionAttributeValues, ...affectation } = affecter(valeurs);
    const issue = await executerTransaction(dynamo, [
      {
        Update: {
          TableName: table,
          Key: { pk: `D#${depotId}`, sk: META },
          ...affectation,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ...lues },
        },
      },
      ...(FINAUX.includes(valeurs.etat) ? [{ Delete: { TableName: table, Key: pointeurOuvert(depotId) } }] : []),
      // An abandoned deposit whose file came after all is watched over again.
      ...(valeurs.etat === 'lu'
        ? [{ Put: { TableName: table, Item: { ...pointeurOuvert(depotId), schemaVersion: 1 } } }]
        : []),
    ]);
    return issue.faite;
  };
  const enregistrement = (depot: Depot): Operation[] =>
    [
      { pk: `D#${depot.depotId}`, sk: META, ...depot },
      { pk: `P#${depot.proprietaire}`, sk: `D#${depot.depotId}` },
      pointeurOuvert(depot.depotId),
    ].map((item) => ({
      Put: {
        TableName: table,
        Item: { ...item, schemaVersion: 1 },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }));
  const lirePointes = async (pk: string): Promise<Depot[]> => {
    const pointeurs = await lirePartition(dynamo, table, pk, 'D#');
    const depots = await Promise.all(pointeurs.map(({ sk }) => lire(String(sk).slice(2))));
    return depots.filter((depot) => depot !== null);
  };

  return {
    lire,

    async enregistrer(depot) {
      await dynamo.send(new TransactWriteCommand({ TransactItems: enregistrement(depot) }));
    },

    async listerDe(proprietaire) {
      return (await lirePointes(`P#${proprietaire}`)).reverse();
    },

    listerOuverts: () => lirePointes(OUVERTS),

    passer: (depot, de, vers, appris) => changer(depot, { ...appris, etat: vers }, '#etat = :de', { ':de': de }),

    publier: (depot, vers, appris) =>
      changer(depot, { ...appris, revision: depot.revision + 1, etat: vers }, '#etat = :de AND #revision = :lue', {
        ':de': depot.etat,
        ':lue': depot.revision,
      }),

    async annuler(depot, annulation, par) {
      const { faite } = await executerTransaction(dynamo, [
        {
          Update: {
            TableName: table,
            Key: { pk: `D#${depot.depotId}`, sk: META },
            UpdateExpression: 'SET etat = :vers, annulePar = :annulation, reprisPar = :par',
            ConditionExpression: 'etat = :de',
            ExpressionAttributeValues: {
              ':vers': 'annule' satisfies EtatDepot,
              ':annulation': annulation.depotId,
              ':par': par,
              ':de': 'clos' satisfies EtatDepot,
            },
          },
        },
        ...enregistrement(annulation),
      ]);
      return faite;
    },

    async ecrireVerdict(depotId, verdict) {
      await siNouveau(() =>
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { pk: `D#${depotId}`, sk: cleVerdict(verdict.lot), schemaVersion: 1, ...verdict },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },

    async lireVerdicts(depotId) {
      return (await lirePartition(dynamo, table, `D#${depotId}`, 'LOT#')) as unknown as VerdictDeLot[];
    },

    async lireDifferes(depotId, eleves) {
      const pk = `D#${depotId}`;
      const items =
        eleves === undefined
          ? await lirePartition(dynamo, table, pk, cleDiffere(''))
          : await lireParCles(
              dynamo,
              table,
              eleves.map((eleve) => ({ pk, sk: cleDiffere(eleve) })),
            );
      return items.map((item) => sansCles(item) as unknown as DossierDiffere);
    },

    async lireDiffere(depotId, eleve) {
      const pk = `D#${depotId}`;
      const items = await lireParCles(dynamo, table, [
        { pk, sk: cleDiffere(eleve) },
        { pk, sk: cleDossier(eleve) },
      ]);
      const differe = items.find(({ sk }) => sk === cleDiffere(eleve));
      if (differe === undefined) return null;
      const contenu = items.find(({ sk }) => sk === cleDossier(eleve));
      return {
        differe: sansCles(differe) as unknown as DossierDiffere,
        dossier: (contenu?.dossier as DossierNotes | undefined) ?? null,
      };
    },

    ecrituresDiffere(depotId, avant, apres, dossier) {
      const pk = `D#${depotId}`;
      const sk = cleDossier(apres.eleve);
      return [
        {
          Put: {
            TableName: table,
            Item: {
              ...apres,
              pk,
              sk: cleDiffere(apres.eleve),
              expireLe: dans(JOURS_D_UN_COMPTE_RENDU),
              schemaVersion: 1,
            },
            ...(avant === null
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'etat = :lu', ExpressionAttributeValues: { ':lu': avant.etat } }),
          },
        },
        // Settled, it holds no mark any more.
        estRegle(apres)
          ? { Delete: { TableName: table, Key: { pk, sk } } }
          : { Put: { TableName: table, Item: { pk, sk, dossier, expireLe: dans(JOURS_D_ATTENTE), schemaVersion: 1 } } },
      ];
    },

    async lireAttentes(uai, annee, eleves) {
      const cles = eleves.map((eleve) => cleAttente(uai, annee, eleve));
      const items = await lireParCles(dynamo, table, cles);
      return new Map(
        items.map(({ sk, depotId, regleePar = null }) => [
          String(sk),
          { depotId: String(depotId), regleePar: regleePar as string | null },
        ]),
      );
    },

    ecritureAttente(uai, annee, eleve, depotId) {
      return {
        Put: {
          TableName: table,
          // Outlives the dossier: it still tells of one that was erased before its pupil came.
          Item: {
            ...cleAttente(uai, annee, eleve),
            depotId,
            expireLe: dans(JOURS_D_UN_COMPTE_RENDU),
            schemaVersion: 1,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(regleePar) OR depotId <= :depotId',
          ExpressionAttributeValues: { ':depotId': depotId },
        },
      };
    },

    reglementAttente(uai, annee, eleve, depotId, par) {
      const { ExpressionAttributeValues, ...affectation } = affecter({ regleePar: par });
      return {
        Update: {
          TableName: table,
          Key: cleAttente(uai, annee, eleve),
          ...affectation,
          ConditionExpression: 'depotId = :depotId',
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':depotId': depotId },
        },
      };
    },

    executer: (operations) => executerTransaction(dynamo, operations),

    async dernierApplique(depot, flux) {
      const { Item } = await dynamo.send(
        new GetCommand({
          TableName: table,
          Key: cleApplique(depot, flux),
          ConsistentRead: true,
        }),
      );
      return (Item as { depotId: string; empreinte: string } | undefined) ?? null;
    },

    async unAutreEstEnCours({ proprietaire, depotId }, depuis) {
      const items = await lirePartition(dynamo, table, `P#${proprietaire}`, 'D#');
      const suivants = items.map(({ sk }) => String(sk).slice(2)).filter((id) => id > depuis && id !== depotId);
      const etats = await lireParCles(
        dynamo,
        table,
        suivants.map((id) => ({ pk: `D#${id}`, sk: META })),
      );
      return etats.some(({ etat }) => etat === 'attendu' || etat === 'lu');
    },

    async retenirApplique(depot, flux, empreinte) {
      await siNouveau(() =>
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: cleApplique(depot, flux),
            ...affecter({ depotId: depot.depotId, empreinte, schemaVersion: 1 }),
            ConditionExpression: 'attribute_not_exists(pk) OR #depotId <= :depotId',
          }),
        ),
      );
    },
  };
}

const cleApplique = ({ proprietaire, session }: DepotDeFlux, flux: Flux) => ({
  pk: `P#${proprietaire}`,
  sk: `APPLIQUE#${flux}${session === null ? '' : `#${session}`}`,
});

const pointeurOuvert = (depotId: string) => ({ pk: OUVERTS, sk: `D#${depotId}` });
const cleDiffere = (eleve: string): string => `DIFFERE#${eleve}`;
const cleDossier = (eleve: string): string => `DOSSIER#${eleve}`;
const cleAttente = (uai: string, annee: number, eleve: string) => ({ pk: `ATTENTE#${uai}#${annee}`, sk: eleve });
const dans = (jours: number): number => Math.floor(Date.now() / 1000) + jours * JOUR;

const cleVerdict = (lot: number): string => `LOT#${String(lot).padStart(6, '0')}`;
