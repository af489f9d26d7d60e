import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { cleEleve, cleEtablissement, cleLivret, TETE } from '../../shared/livret/cles.ts';
import { ATTRIBUTS_INITIAUX, type Tete } from '../../shared/livret/livret.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinMigration } from '../../shared/livret/magasin-migration.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { magasinTravaux, type NomDeTravail, type Travail } from '../../shared/livret/magasin-travaux.ts';
import { demandeMigrer, migrer } from '../../shared/livret/migrer.ts';
import { premiereRupture } from '../../shared/preuve/evenement.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { base, evaluation, ligne, matiere, mef, tete, UAI } from './dossiers.ts';

const D = '01J00000000000000000000001';
const CODE_MEF = '21111010110';
const INSTANT = '2016-06-10T08:00:00Z';
const numero = (n: number): string => `01J${String(n).padStart(23, '0')}`;
const MATIERES = [matiere('020700'), matiere('061300')];

function scene() {
  const dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve');
  const parts = {
    dynamo: dynamo.client,
    livrets: magasinLivrets(dynamo.client, 'livrets'),
    registre: magasinRegistre(dynamo.client, 'registre', async () => 'clé'),
    etablissement: magasinEtablissement(dynamo.client, 'registre'),
    migration: magasinMigration(dynamo.client, 'livrets'),
    travaux: magasinTravaux(dynamo.client, 'registre'),
    tablePreuve: 'preuve',
    horloge: horlogeFixe(INSTANT),
  };
  return { dynamo, parts };
}
type Scene = ReturnType<typeof scene>;

/**
 * Livrets as schema 1 had them, one in three complete by now, one in three lacking marks, one in three empty; rows show
 * nothing of them.
 */
async function anciens(combien: number): Promise<Scene> {
  const joue = scene();
  const { dynamo, parts } = joue;
  const poser = (TableName: string, Item: Record<string, unknown>) =>
    dynamo.client.send(new PutCommand({ TableName, Item }));
  await executerTransaction(dynamo.client, [parts.registre.ecritureMef(mef(MATIERES), D)]);
  for (let n = 1; n <= combien; n++) {
    const livretId = numero(n);
    const eleveId = String(1_000_000 + n);
    const vide = n % 3 === 0;
    const faites = ['020700', ...(n % 3 === 1 ? ['061300'] : [])].map((code) =>
      evaluation(code, { notes: ['12', '13', '14'], appreciation: 'Bien' }),
    );
    const { suivi: _s, anneesNotees: _a, ...rangee } = ligne({ livretId, eleveId });
    await poser('registre', { ...rangee, pk: cleEtablissement(UAI, 2015), sk: cleEleve(eleveId), schemaVersion: 1 });
    const neuve = tete({
      livretId,
      etat: vide ? 'cree' : 'alimente',
      verrou: 3,
      applique: { '2015#eleves': D, ...(vide ? {} : { '2015#notes': D }) },
      mef: { '2015': CODE_MEF },
      siecle: { [`${UAI}#2015`]: eleveId },
    });
    const deSchema1 = Object.fromEntries(Object.entries(neuve).filter(([nom]) => !(nom in ATTRIBUTS_INITIAUX)));
    await poser('livrets', { ...deSchema1, pk: cleLivret(livretId), sk: TETE, schemaVersion: 1 });
    if (!vide) {
      const notes = base(2015, { depotId: D, scolarite: { evaluations: faites } });
      await executerTransaction(dynamo.client, [parts.livrets.ecritureBase(livretId, notes)]);
    }
  }
  return joue;
}

/** Calls until it is done, as `lsl migrer` does. */
async function jusquAuBout({ parts }: Scene, travail: NomDeTravail, action = 'commencer' as const): Promise<Travail> {
  let ou = await migrer(parts, { travail, action });
  while (ou.termineLe === null) ou = await migrer(parts, { travail, action: 'suivre' });
  return ou;
}

/** All that stands, but how the walk itself went. */
function etat({ dynamo }: Scene) {
  return ['livrets', 'registre', 'preuve'].map((table) =>
    dynamo.items(table).filter(({ pk }) => !String(pk).startsWith('TRAVAIL#')),
  );
}

const tetes = ({ dynamo }: Scene) =>
  dynamo.items('livrets').filter(({ sk }) => sk === TETE) as unknown as (Tete & { schemaVersion: number })[];

/** A small generator, so that a seed tells where a run was killed. */
function tirage(graine: number): () => number {
  let etat = graine;
  return () => {
    etat = (etat * 1_103_515_245 + 12_345) % 2_147_483_648;
    return etat / 2_147_483_648;
  };
}

/** The function dies at a call: whatever it had under way goes no further. */
async function tuer({ dynamo }: Scene, appel: number, executer: () => Promise<unknown>): Promise<boolean> {
  let restants = appel;
  dynamo.avant = () => {
    restants -= 1;
    if (restants <= 0) throw new Error('killed');
  };
  const tuee = await executer().then(
    () => false,
    () => true,
  );
  await new Promise((suite) => setTimeout(suite, 0));
  dynamo.avant = () => {};
  return tuee;
}

describe('a thousand livrets of schema 1', async () => {
  const MILLE = 1000;
  const reference = await anciens(MILLE);
  reference.dynamo.parPage = 250;
  const bilan = await jusquAuBout(reference, 'schema');

  test('come to schema 2 with what they lack, their state, and the row that shows both', async () => {
    expect(bilan).toMatchObject({ lus: MILLE, reecrits: MILLE, curseur: null, termineLe: INSTANT });
    expect(new Set(tetes(reference).map(({ schemaVersion, verrou }) => `${schemaVersion} ${verrou}`))).toEqual(
      new Set(['2 4']),
    );
    const parEtat = Map.groupBy(tetes(reference), ({ etat }) => etat);
    expect([...parEtat].map(([un, liste]) => [un, liste.length]).sort()).toEqual([
      ['alimente', 333],
      ['complet', 334],
      ['cree', 333],
    ]);
    const lignes = await reference.parts.registre.lireEleves(UAI, 2015);
    expect(lignes).toHaveLength(MILLE);
    for (const { livretId, suivi } of lignes) {
      const sienne = tetes(reference).find((une) => une.livretId === livretId);
      expect(suivi).toMatchObject({ etat: sienne?.etat, manques: sienne?.completude.parTache });
    }
  });

  test('whose state changes have it in their chain of evidence, the others nothing', () => {
    const evenements = reference.dynamo.items('preuve');
    expect(evenements).toHaveLength(334);
    expect(evenements[0]).toMatchObject({
      type: 'completude-recalculee',
      par: 'commande/migrer',
      references: { avant: 'alimente', apres: 'complet' },
    });
    for (const evenement of evenements) expect(premiereRupture([evenement as never])).toBeNull();
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'migrated by functions that are killed and come back stand as they would have (seed %i)',
    async (graine) => {
      const joue = await anciens(MILLE);
      joue.dynamo.parPage = 250;
      const hasard = tirage(graine);
      let morts = 0;
      for (let vivant = false; !vivant; ) {
        vivant = !(await tuer(joue, 50 + Math.floor(hasard() * 1800), () => jusquAuBout(joue, 'schema')));
        if (!vivant) morts += 1;
      }
      expect(morts).toBeGreaterThan(0);
      expect(etat(joue)).toEqual(etat(reference));
      // Each write of a head moves its lock by one: none was written twice.
      expect(new Set(tetes(joue).map(({ verrou }) => verrou))).toEqual(new Set([4]));
    },
  );
});

describe('a walk', () => {
  test('that is over changes nothing when it begins again', async () => {
    const joue = await anciens(12);
    await jusquAuBout(joue, 'schema');
    const avant = etat(joue);
    const seconde = await jusquAuBout(joue, 'schema');
    expect(seconde).toMatchObject({ lus: 12, reecrits: 0 });
    expect(etat(joue)).toEqual(avant);
    expect(await migrer(joue.parts, { travail: 'schema', action: 'suivre' })).toEqual(seconde);
  });

  /** Somebody writes the second livret just before the first call of this kind. */
  const ecrireAvant = ({ dynamo, parts }: Awaited<ReturnType<typeof anciens>>, voulue: string): void => {
    dynamo.avant = async (commande) => {
      if (commande !== voulue) return;
      dynamo.avant = () => {};
      const livret = await parts.livrets.lire(numero(1));
      if (livret === null) throw new Error('no livret');
      const apres: Tete = { ...livret.tete, format: 'papier', motifPapier: 'recours' };
      await executerTransaction(dynamo.client, [parts.livrets.ecritureTete(livret.tete, apres)]);
    };
  };

  test('leaves alone a livret that somebody wrote after its head was seen', async () => {
    const joue = await anciens(3);
    ecrireAvant(joue, 'QueryCommand');
    expect(await jusquAuBout(joue, 'schema')).toMatchObject({ lus: 3, reecrits: 2 });
    expect(tetes(joue).find(({ livretId }) => livretId === numero(1))).toMatchObject({ verrou: 4, format: 'papier' });
  });

  test('of which the write meets another one decides again', async () => {
    const joue = await anciens(1);
    ecrireAvant(joue, 'TransactWriteCommand');
    await jusquAuBout(joue, 'schema');
    expect(tetes(joue).find(({ livretId }) => livretId === numero(1))).toMatchObject({ verrou: 4, format: 'papier' });
  });

  test('goes through a livret whose pupil has no row any more', async () => {
    const joue = await anciens(3);
    joue.dynamo.tables.registre?.delete(`${cleEtablissement(UAI, 2015)}|${cleEleve('1000001')}`);
    expect(await jusquAuBout(joue, 'schema')).toMatchObject({ lus: 3, reecrits: 3 });
  });

  test('leaves to erased and archived livrets the state that they have', async () => {
    const joue = await anciens(1);
    const { dynamo } = joue;
    const [efface] = tetes(joue);
    await dynamo.client.send(new PutCommand({ TableName: 'livrets', Item: { ...efface, etat: 'efface' } }));
    await jusquAuBout(joue, 'schema');
    expect(tetes(joue)).toMatchObject([{ etat: 'efface', schemaVersion: 2, completude: { manques: [] } }]);
  });

  test('that another one takes the place of stops, and never moves the cursor of the other', async () => {
    const joue = await anciens(60);
    const { dynamo, parts } = joue;
    dynamo.parPage = 20;
    const recommencer = () => migrer(parts, { travail: 'completude', action: 'recommencer' });
    // The second one begins once the first one has read its second page, and is killed before any of its own.
    let parcourues = 0;
    dynamo.avant = async (commande) => {
      if (commande !== 'ScanCommand' || ++parcourues < 2) return;
      dynamo.avant = (autre) => {
        if (autre === 'ScanCommand') throw new Error('killed');
      };
      await expect(recommencer()).rejects.toThrow('killed');
      dynamo.avant = () => {};
    };
    await expect(recommencer()).rejects.toMatchObject({
      code: 'migration-remplacee',
      remede: expect.stringContaining('npx lsl migrer'),
    });
    expect(await parts.travaux.lire('completude')).toMatchObject({ curseur: null, lus: 0, termineLe: null });
    expect(await jusquAuBout(joue, 'completude')).toMatchObject({ lus: 60 });
  });

  test('begun by two at once is one: the other is refused', async () => {
    const { parts } = await anciens(3);
    const commencer = () => migrer(parts, { travail: 'schema', action: 'recommencer' });
    for (let fois = 0; fois < 2; fois++) {
      const issues = await Promise.allSettled([commencer(), commencer()]);
      expect(issues.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const refus = issues.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
      expect(refus.reason).toMatchObject({ code: 'migration-remplacee' });
    }
  });

  test('followed by two functions at once reaches its end, once', async () => {
    const joue = await anciens(60);
    joue.dynamo.parPage = 20;
    const suivre = () => migrer(joue.parts, { travail: 'schema', action: 'suivre' });
    await migrer(joue.parts, { travail: 'schema', action: 'commencer' });
    await Promise.all([suivre(), suivre()]);
    expect(await joue.parts.travaux.lire('schema')).toMatchObject({ curseur: null, termineLe: INSTANT });
    expect(new Set(tetes(joue).map(({ verrou }) => verrou))).toEqual(new Set([4]));
  });

  test('that nobody began is begun by who follows it', async () => {
    const joue = await anciens(1);
    expect(await migrer(joue.parts, { travail: 'schema', action: 'suivre' })).toMatchObject({ reecrits: 1 });
  });
});

describe('after a nomenclature was replaced', () => {
  /** Another subject is asked for: nobody is complete any more. */
  async function remplacee(combien: number): Promise<Scene> {
    const joue = await anciens(combien);
    await jusquAuBout(joue, 'schema');
    const nouvelle = mef([...MATIERES, matiere('100100')]);
    await executerTransaction(joue.dynamo.client, [joue.parts.registre.ecritureMef(nouvelle, `${D.slice(0, -1)}9`)]);
    return joue;
  }

  test('every livret is judged by the new one; those that it changes nothing for are not written', async () => {
    const joue = await remplacee(9);
    expect(await jusquAuBout(joue, 'completude')).toMatchObject({ lus: 9, reecrits: 6 });
    expect(tetes(joue).filter(({ etat }) => etat === 'complet')).toEqual([]);
    expect(await jusquAuBout(joue, 'completude')).toMatchObject({ lus: 9, reecrits: 0 });
  });

  test('a walk cut short by yet another nomenclature begins again where it is asked to', async () => {
    const joue = await remplacee(60);
    joue.dynamo.parPage = 20;
    expect(await tuer(joue, 80, () => jusquAuBout(joue, 'completude'))).toBe(true);
    expect((await joue.parts.travaux.lire('completude'))?.curseur).not.toBeNull();
    const recommence = await migrer(joue.parts, { travail: 'completude', action: 'recommencer' });
    expect(recommence.lus).toBe(60);
  });

  test('a livret that was written with the older one meanwhile is judged again', async () => {
    const joue = await remplacee(1);
    const { dynamo, parts } = joue;
    dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      dynamo.avant = () => {};
      const livret = await parts.livrets.lire(numero(1));
      if (livret === null) throw new Error('no livret');
      await executerTransaction(dynamo.client, [parts.livrets.ecritureTete(livret.tete, livret.tete)]);
    };
    expect(await jusquAuBout(joue, 'completude')).toMatchObject({ reecrits: 1 });
    expect(tetes(joue)).toMatchObject([{ etat: 'alimente' }]);
  });
});

test('a demand names its walk and what is to be done of it', () => {
  expect(demandeMigrer.safeParse({ travail: 'schema', action: 'commencer' }).success).toBe(true);
  expect(demandeMigrer.safeParse({ travail: 'autre', action: 'commencer' }).success).toBe(false);
  expect(demandeMigrer.safeParse({ travail: 'schema' }).success).toBe(false);
});
