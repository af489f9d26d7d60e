import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/**
 * DynamoDB in memory, with the rules that this project leans on: conditions are judged and transactions applied at
 * once, all or nothing; an expression that names what it does not define, or defines what it does not use, is
 * refused; a transaction does not touch an item twice; an item above 400 KB is refused; a query and a scan come in
 * pages. What it does not know, it refuses.
 */
type Valeur = unknown;
type Item = Record<string, Valeur>;
interface Expressions {
  readonly ConditionExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Valeur>> | undefined;
}
interface Ecriture extends Expressions {
  readonly TableName?: string | undefined;
  readonly Item?: Item | undefined;
  readonly Key?: Item | undefined;
}
interface LectureParCles {
  readonly Keys?: readonly Item[] | undefined;
  readonly ProjectionExpression?: string | undefined;
}
interface Pret {
  readonly permise: boolean;
  /** @param unites write units of one begun KB */
  readonly appliquer: (unites: 1 | 2) => void;
  readonly cible: string;
}

export class DynamoEnMemoire {
  /** By table, then by `pk|sk`. */
  readonly tables: Readonly<Record<string, Map<string, Item>>>;
  /** Keys of the items of each partition: a query looks at one of them. */
  private readonly partitions = new Map<string, Set<string>>();
  /** Names of the commands received. */
  readonly appels: string[] = [];
  /** Write units that AWS would bill: 1 KB begun of an item, twice that in a transaction. */
  unitesDEcriture = 0;
  /** Items in one page of a query, and keys that one BatchGet reads. */
  parPage = 1000;
  /** Runs before each command: throws to make it fail, or writes to come first. */
  avant: (commande: string) => void | Promise<void> = () => {};
  /** What somebody else does just before the next transaction, once. */
  avantLaTransaction(faire: () => Promise<unknown>): void {
    this.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      this.avant = () => {};
      await faire();
    };
  }

  constructor(...tables: readonly string[]) {
    this.tables = Object.fromEntries(tables.map((table) => [table, new Map()]));
  }

  /** As the document client that stores are made with. */
  get client(): DynamoDBDocumentClient {
    return { send: (commande: unknown) => this.send(commande) } as unknown as DynamoDBDocumentClient;
  }

  items(table: string): Item[] {
    return [...this.table(table).values()].sort((a, b) => (cle(a) < cle(b) ? -1 : 1));
  }

  async send(commande: unknown): Promise<unknown> {
    const nom = (commande as object).constructor.name;
    this.appels.push(nom);
    await this.avant(nom);
    if (commande instanceof GetCommand) return this.lire(commande.input.TableName, commande.input.Key);
    if (commande instanceof BatchGetCommand) return this.lireLot(commande.input.RequestItems ?? {});
    if (commande instanceof QueryCommand) return this.chercher(commande.input);
    if (commande instanceof ScanCommand) return this.parcourir(commande.input);
    if (commande instanceof PutCommand || commande instanceof UpdateCommand || commande instanceof DeleteCommand) {
      const pret = this.preparer(commande.input, commande instanceof DeleteCommand);
      if (!pret.permise) throw new ConditionalCheckFailedException({ message: 'condition failed', $metadata: {} });
      pret.appliquer(1);
      return {};
    }
    if (commande instanceof TransactWriteCommand) return this.executer(commande.input.TransactItems ?? []);
    throw new Error(`DynamoEnMemoire does not know ${nom}`);
  }

  private table(nom: string | undefined): Map<string, Item> {
    const table = this.tables[nom ?? ''];
    if (table === undefined) throw new ResourceNotFoundException({ message: `no table ${nom}`, $metadata: {} });
    return table;
  }

  private lire(table: string | undefined, key: Item | undefined): { Item?: Item } {
    const item = this.table(table).get(cle(key));
    return item === undefined ? {} : { Item: structuredClone(item) };
  }

  private lireLot(demandes: Readonly<Record<string, LectureParCles>>): unknown {
    const [demande] = Object.entries(demandes);
    if (demande === undefined || Object.keys(demandes).length > 1) throw validation('one table is known at a time');
    const [table, { Keys = [], ProjectionExpression }] = demande;
    if (Keys.length === 0 || Keys.length > 100) throw validation('a BatchGet takes 1 to 100 keys');
    if (new Set(Keys.map(cle)).size < Keys.length) throw validation('a BatchGet takes a key once');
    const reste = Keys.slice(this.parPage);
    return {
      Responses: {
        [table]: Keys.slice(0, this.parPage)
          .flatMap((key) => Object.values(this.lire(table, key)))
          .map((item) => projete(item, ProjectionExpression)),
      },
      UnprocessedKeys: reste.length === 0 ? {} : { [table]: { Keys: reste } },
    };
  }

  private chercher(demande: QueryCommand['input']): unknown {
    const juger = juge(demande, demande.KeyConditionExpression ?? '');
    const table = this.table(demande.TableName);
    const partition = this.partitions.get(`${demande.TableName}|${demande.ExpressionAttributeValues?.[':pk']}`) ?? [];
    const trouves = [...partition]
      .sort()
      .flatMap((connue): Item[] => [table.get(connue) ?? []].flat())
      .filter(juger);
    if (demande.ScanIndexForward === false) trouves.reverse();
    const apres = demande.ExclusiveStartKey;
    const debut = apres === undefined ? 0 : trouves.findIndex((item) => cle(item) === cle(apres)) + 1;
    const page = trouves.slice(debut, debut + Math.min(demande.Limit ?? this.parPage, this.parPage));
    const dernier = page.at(-1);
    const suite = debut + page.length < trouves.length && dernier !== undefined;
    return {
      Items: structuredClone(page),
      ...(suite ? { LastEvaluatedKey: { pk: dernier.pk, sk: dernier.sk } } : {}),
    };
  }

  /**
   * Partitions come in the order of their hash, items of one by their sort key. A page is cut by what was looked at,
   * before the filter: it may hold nothing and have a next one, and the last one may be followed by an empty one.
   */
  private parcourir(demande: ScanCommand['input']): unknown {
    const { TableName, FilterExpression, ExclusiveStartKey, Limit, ConsistentRead: _, ...reste } = demande;
    const { ExpressionAttributeNames: __, ExpressionAttributeValues: ___, ...inconnus } = reste;
    const [inconnu] = Object.keys(inconnus);
    if (inconnu !== undefined) throw validation(`a scan with ${inconnu} is not known`);
    const juger = juge(demande, FilterExpression ?? '');
    const vus = [...this.table(TableName).values()]
      .map((item) => ({ item, rang: rangDeParcours(item) }))
      .sort((a, b) => (a.rang < b.rang ? -1 : 1));
    const apres = ExclusiveStartKey === undefined ? '' : rangDeParcours(ExclusiveStartKey);
    // The place of an item that was deleted since is a place all the same.
    const restants = vus.filter(({ rang }) => rang > apres);
    const page = restants.slice(0, Math.min(Limit ?? this.parPage, this.parPage)).map(({ item }) => item);
    const dernier = page.at(-1);
    const pleine = page.length === Math.min(Limit ?? this.parPage, this.parPage);
    return {
      Items: structuredClone(page.filter(juger)),
      ...(pleine && dernier !== undefined ? { LastEvaluatedKey: { pk: dernier.pk, sk: dernier.sk } } : {}),
    };
  }

  private preparer(ecriture: Ecriture, suppression = false): Pret {
    const table = this.table(ecriture.TableName);
    const { Item, Key, ConditionExpression, UpdateExpression } = ecriture;
    const cible = cle(Item ?? Key);
    const connu = table.get(cible);
    const juger = juge(ecriture, ConditionExpression ?? '', UpdateExpression ?? '');
    const apres = suppression ? null : ecrit(Item ?? { ...connu, ...Key, ...affectations(ecriture, connu) });
    const octets = octetsDe(apres);
    if (octets > OCTETS_MAX) throw validation('Item size has exceeded the maximum allowed size');
    return {
      cible: `${ecriture.TableName}|${cible}`,
      permise: ConditionExpression === undefined || juger(connu ?? {}),
      appliquer: (unites) => {
        this.poser(ecriture.TableName ?? '', cible, apres);
        this.unitesDEcriture += unites * Math.ceil(Math.max(octetsDe(connu), octets, 1) / 1024);
      },
    };
  }

  private poser(table: string, cible: string, item: Item | null): void {
    const partition = `${table}|${cible.slice(0, cible.indexOf('|'))}`;
    const cles = this.partitions.get(partition) ?? new Set();
    this.partitions.set(partition, cles);
    if (item === null) {
      this.table(table).delete(cible);
      cles.delete(cible);
    } else {
      this.table(table).set(cible, item);
      cles.add(cible);
    }
  }

  private executer(
    operations: readonly { Put?: unknown; Update?: unknown; Delete?: unknown; ConditionCheck?: unknown }[],
  ): unknown {
    if (operations.length === 0 || operations.length > 100) throw validation('a transaction takes 1 to 100 operations');
    const prets = operations.map(({ Put, Update, Delete, ConditionCheck }) => {
      const ecrit = Put ?? Update;
      const pret = this.preparer((ecrit ?? Delete ?? ConditionCheck) as Ecriture, ecrit === undefined);
      return ConditionCheck === undefined ? pret : { ...pret, appliquer: () => {} };
    });
    if (new Set(prets.map(({ cible }) => cible)).size < prets.length) {
      throw validation('a transaction does not operate on one item twice');
    }
    if (prets.some(({ permise }) => !permise)) {
      throw new TransactionCanceledException({
        message: 'transaction cancelled',
        $metadata: {},
        CancellationReasons: prets.map(({ permise }) => ({ Code: permise ? 'None' : 'ConditionalCheckFailed' })),
      });
    }
    for (const { appliquer } of prets) appliquer(2);
    return {};
  }
}

/** Attributes of the item that are asked for, the key no more than another. */
function projete(item: Item, projection: string | undefined): Item {
  if (projection === undefined) return item;
  const champs = projection.split(', ');
  return Object.fromEntries(Object.entries(item).filter(([nom]) => champs.includes(nom)));
}

/** The largest item that DynamoDB takes. */
const OCTETS_MAX = 400 * 1024;

function validation(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException' });
}

function cle(item: Item | undefined): string {
  const { pk, sk } = item ?? {};
  if (typeof pk !== 'string' || typeof sk !== 'string' || pk === '' || sk === '') throw validation('a key is missing');
  return `${pk}|${sk}`;
}

function rangDeParcours(item: Item): string {
  return `${createHash('sha256').update(String(item.pk)).digest('hex')}|${item.sk}`;
}

/** What the document client keeps of an item. */
function ecrit(item: Item): Item {
  return JSON.parse(JSON.stringify(item)) as Item;
}

/** The size of an item as DynamoDB counts it: names and texts in UTF-8, numbers by two digits a byte, nesting apart. */
function octetsDe(valeur: Valeur): number {
  if (valeur === null || valeur === undefined || typeof valeur === 'boolean') return 1;
  if (typeof valeur === 'string') return Buffer.byteLength(valeur);
  if (typeof valeur === 'number') return Math.ceil(String(valeur).length / 2) + 1;
  if (Array.isArray(valeur)) return valeur.reduce<number>((total, membre) => total + 1 + octetsDe(membre), 3);
  return Object.entries(valeur as Item).reduce(
    (total, [nom, membre]) => total + 1 + Buffer.byteLength(nom) + octetsDe(membre),
    3,
  );
}

function affectations(ecriture: Ecriture, connu: Item | undefined): Item {
  const suite = /^SET (.+)$/.exec(ecriture.UpdateExpression ?? '')?.[1];
  if (suite === undefined) throw validation('only SET is known');
  return Object.fromEntries(
    suite.split(/, (?=#?\w+ = )/).map((affectation) => {
      const [nom = '', valeur = ''] = affectation.split(' = ');
      const attribut = nomDe(ecriture, nom);
      if (attribut === 'pk' || attribut === 'sk') throw validation('a key does not change');
      const [, ancien, sinon = ''] = /^if_not_exists\((#\w+), (:\w+)\)$/.exec(valeur) ?? [];
      if (ancien !== undefined) return [attribut, connu?.[nomDe(ecriture, ancien)] ?? valeurDe(ecriture, sinon)];
      return [attribut, valeurDe(ecriture, valeur)];
    }),
  );
}

function nomDe({ ExpressionAttributeNames }: Expressions, mot: string): string {
  if (!mot.startsWith('#')) return mot;
  const nom = ExpressionAttributeNames?.[mot];
  if (nom === undefined) throw validation(`${mot} is not defined`);
  return nom;
}

function valeurDe({ ExpressionAttributeValues }: Expressions, mot: string): Valeur {
  const valeur = ExpressionAttributeValues?.[mot];
  if (valeur === undefined) throw validation(`${mot} is not defined`);
  return valeur;
}

/** `a OR b AND (c)`, comparisons, and functions on one attribute. */
function juge(expressions: Expressions, condition: string, autre = ''): (item: Item) => boolean {
  const mots: readonly string[] = `${condition} ${autre}`.match(/[#:]\w+/g) ?? [];
  const definis = Object.keys({ ...expressions.ExpressionAttributeNames, ...expressions.ExpressionAttributeValues });
  const inutile = definis.find((mot) => !mots.includes(mot));
  if (inutile !== undefined) throw validation(`${inutile} is defined and not used`);
  const jetons = condition.match(/[#:]?\w+|<=|>=|<>|[()=<>,]/g) ?? [];
  let rang = 0;
  const suivant = (): string => jetons[rang++] ?? '';
  const exiger = (attendu: string): void => {
    const lu = suivant();
    if (lu !== attendu) throw validation(`« ${attendu} » expected, « ${lu} » found in ${condition}`);
  };
  type Juge = (item: Item) => boolean;
  const terme = (): Juge => {
    const mot = suivant();
    if (mot === '(') {
      const dedans = ou();
      exiger(')');
      return dedans;
    }
    if (mot === 'attribute_exists' || mot === 'attribute_not_exists' || mot === 'begins_with') {
      exiger('(');
      const attribut = nomDe(expressions, suivant());
      if (mot === 'begins_with') exiger(',');
      const prefixe = mot === 'begins_with' ? valeurDe(expressions, suivant()) : '';
      exiger(')');
      if (mot === 'begins_with') return (item) => String(item[attribut] ?? '').startsWith(String(prefixe));
      return (item) => (item[attribut] !== undefined) === (mot === 'attribute_exists');
    }
    const attribut = nomDe(expressions, mot);
    const comparer = COMPARAISONS[suivant()];
    if (comparer === undefined) throw validation(`unknown condition ${condition}`);
    const valeur = valeurDe(expressions, suivant()) as string;
    // An absent attribute, or one of another type, compares false.
    return (item) => typeof item[attribut] === typeof valeur && comparer(item[attribut] as string, valeur);
  };
  const et = (): Juge => {
    const gauche = terme();
    if (jetons[rang] !== 'AND') return gauche;
    rang += 1;
    const droite = et();
    return (item) => gauche(item) && droite(item);
  };
  const ou = (): Juge => {
    const gauche = et();
    if (jetons[rang] !== 'OR') return gauche;
    rang += 1;
    const droite = ou();
    return (item) => gauche(item) || droite(item);
  };
  if (condition === '') return () => true;
  const juger = ou();
  if (rang < jetons.length) throw validation(`unknown condition ${condition}`);
  return juger;
}

const COMPARAISONS: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
