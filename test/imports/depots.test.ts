import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { encodeTime } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { signataireDuSeau } from '../../shared/aws/objets.ts';
import { anomalie } from '../../shared/imports/anomalies.ts';
import { type Clotures, etablirCompteRendu } from '../../shared/imports/clore-depot.ts';
import { consulterImports, type demandeConsulterImports } from '../../shared/imports/consulter-imports.ts';
import {
  ACADEMIE,
  BILAN_VIDE,
  type CompteRendu,
  cleDeLecture,
  cleDuDepot,
  cleDuLot,
  type Depot,
  depotAttendu,
  type EtatDepot,
} from '../../shared/imports/depot.ts';
import type { DossierDeFlux, Flux } from '../../shared/imports/dossiers.ts';
import { demandeEnregistrerDepot, enregistrerDepot, OCTETS_MAX } from '../../shared/imports/enregistrer-depot.ts';
import { integrerLot, type MessageDesLots, messageDesLots } from '../../shared/imports/integrer-lot.ts';
import { type Integrateurs, type IssueDeDossier, issue } from '../../shared/imports/issue.ts';
import { lireDepot, objetDepose, type PartiesDeLecture } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { surveillerDepots } from '../../shared/imports/surveiller-depots.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { uai } from '../../shared/kernel/uai.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';
import {
  candidat,
  candidats,
  ENTETE,
  eleve,
  inscription,
  inscriptions,
  nomenclature,
  notes,
  siecle,
  sts,
} from './fichiers.ts';

type Proprietaire = z.infer<typeof demandeConsulterImports>['proprietaire'];
const UAI = uai('0380029A');
const AUTRE = uai('0750655E');
const MINUTE = 60_000;
/** ULIDs of deposits made one minute after another. */
const depotId = (n: number): string => encodeTime(n * MINUTE, 10) + '0'.repeat(16);

/** A notes file of pupils 1 to `nombre`, then those that the reading refuses. */
const exportDeNotes = (nombre: number, refuses = 0): string =>
  notes({
    eleves: [
      ...Array.from({ length: nombre }, (_, rang) => eleve({ attributs: `id="${rang + 1}"` })),
      ...Array.from({ length: refuses }, () => eleve({ attributs: 'id="0"' })),
    ].join('\n'),
  });

/** Pupils 13 is refused and 20 warned when they are applied; the same is said when asked again. */
const AU_DOSSIER: Readonly<Record<string, 'import-perime' | 'nomenclature-absente'>> = {
  '13': 'import-perime',
  '20': 'nomenclature-absente',
};

/** The deposits of an académie, joined by queues that are delivered by hand. */
class Imports {
  /** Runs before each call to the store, the bucket, the queue or what applies a dossier. */
  avant: () => void | Promise<void> = () => {};
  readonly dynamo = new DynamoEnMemoire('imports', 'registre');
  readonly depots = magasinDepots(this.dynamo.client, 'imports');
  readonly objets = new ObjetsEnMemoire(() => this.avant());
  readonly lots = new FileEnMemoire<MessageDesLots>(() => this.avant());
  readonly editeurs: PartiesDeLecture['editeurs'] = { agrees: {}, regle: 'avertir' };
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly signataire = { lire: async (cle: string) => `https://exemple.test/${cle}` };
  /** Deposit that applied each dossier last. */
  readonly appliques = new Map<string, string>();
  readonly journal = muet;
  horloge = horlogeFixe('2016-06-10T08:00:00Z');

  constructor() {
    this.dynamo.avant = () => this.avant();
  }

  private readonly integrer = async (depot: Depot, dossier: DossierDeFlux[Flux]): Promise<IssueDeDossier> => {
    await this.avant();
    const id = 'eleveId' in dossier ? dossier.eleveId : 'autre';
    const code = AU_DOSSIER[id];
    if (code !== 'import-perime') this.appliques.set(id, depot.depotId);
    return issue(code === undefined ? [] : [anomalie(code, { ...dossier.position, eleve: id, annee: 2015 })]);
  };
  readonly integrateurs = (): Integrateurs => ({
    notes: this.integrer,
    eleves: this.integrer,
    nomenclature: this.integrer,
    candidats: this.integrer,
    inscriptions: this.integrer,
    liens: this.integrer,
    structures: this.integrer,
    'nomenclature-siecle': this.integrer,
    responsables: this.integrer,
    communs: this.integrer,
    sts: this.integrer,
    annulation: this.integrer,
  });
  clotures: Clotures = {};
  readonly suitesDeLot = {};

  async deposer(
    n: number,
    contenu: string,
    proprietaire: Proprietaire = UAI,
    session: number | null = null,
  ): Promise<void> {
    const enregistreLe = '2016-06-10T08:00:00Z';
    await this.depots.enregistrer(
      depotAttendu({ depotId: depotId(n), proprietaire, session, revue: false, enregistreLe, par: '' }),
    );
    await this.objets.ecrire(cleDuDepot(proprietaire, depotId(n)), contenu);
  }

  lire(n: number, proprietaire: Proprietaire = UAI): Promise<void> {
    return lireDepot(this, { proprietaire, depotId: depotId(n) });
  }

  integrerLot(message: MessageDesLots): Promise<void> {
    return integrerLot(this, messageDesLots.parse(message));
  }

  /** Delivers the deposit, then every lot that it sent. */
  async derouler(
    n: number,
    contenu: string,
    proprietaire: Proprietaire = UAI,
    session: number | null = null,
  ): Promise<void> {
    await this.deposer(n, contenu, proprietaire, session);
    const debut = this.lots.messages.length;
    await this.lire(n, proprietaire);
    for (const message of this.lots.messages.slice(debut)) await this.integrerLot(message);
  }

  async etat(n: number): Promise<EtatDepot | undefined> {
    return (await this.depots.lire(depotId(n)))?.etat;
  }

  compteRendu(n: number): CompteRendu {
    const meta = this.dynamo.items('imports').find(({ pk, sk }) => pk === `D#${depotId(n)}` && sk === 'META');
    const { cle } = (meta as unknown as Depot).compteRendu ?? { cle: '' };
    return this.objets.json(`${cle}.json`) as CompteRendu;
  }

  /** All that stands in the end; a message sent twice counts once. */
  bilan(): unknown {
    return [
      this.dynamo.items('imports'),
      [...this.objets.contenus.keys()].sort().map((cle) => [cle, this.objets.texte(cle)]),
      [...new Set(this.lots.envois.map((envoi) => JSON.stringify(envoi)))],
      [...this.appliques].sort(),
    ];
  }
}

let imports: Imports;
beforeEach(() => {
  imports = new Imports();
});

describe('a deposit', () => {
  test('is read whole, then sent lot by lot of at most fifty dossiers, under its owner', async () => {
    await imports.deposer(1, exportDeNotes(118, 2));
    await imports.lire(1);
    expect(await imports.depots.lire(depotId(1))).toMatchObject({
      etat: 'lu',
      flux: 'notes',
      annee: 2015,
      lots: 3,
      empreinte: sha256(exportDeNotes(118, 2)),
    });
    expect(imports.lots.envois).toEqual(
      [0, 1, 2].map((lot) => ({ message: { depotId: depotId(1), lot }, groupe: UAI })),
    );
    const tailles = [0, 1, 2].map((lot) => imports.objets.texte(cleDuLot(depotId(1), lot)).split('\n').length);
    expect(tailles).toEqual([50, 50, 18]);
    expect(imports.appliques.size).toBe(0);
  });

  test('is closed by its last lot, with every dossier counted once and anomalies in the order of the file', async () => {
    await imports.derouler(1, exportDeNotes(118, 2));
    const dossiers = { ...BILAN_VIDE, lus: 120, acceptes: 117, refuses: 3, avertis: 1 };
    expect(imports.compteRendu(1)).toEqual({
      schemaVersion: 2,
      revision: 1,
      depotId: depotId(1),
      proprietaire: UAI,
      annule: null,
      flux: 'notes',
      annee: 2015,
      verdict: 'accepte-partiellement',
      enregistreLe: '2016-06-10T08:00:00Z',
      etabliLe: '2016-06-10T08:00:00Z',
      empreinte: sha256(exportDeNotes(118, 2)),
      dossiers,
      anomalies: ['import-perime', 'nomenclature-absente', 'eleve-id-invalide', 'eleve-id-invalide'].map((code) =>
        expect.objectContaining({ code }),
      ),
      anomaliesOmises: 0,
      manques: [],
      manquesOmis: 0,
    });
    expect(await imports.depots.lire(depotId(1))).toMatchObject({ etat: 'clos', bilan: dossiers });
    expect(await imports.depots.listerOuverts()).toEqual([]);
    expect(imports.appliques.size).toBe(117);
  });

  test('whose every dossier the reading refused closes without a lot', async () => {
    await imports.derouler(1, exportDeNotes(0, 3));
    expect(imports.lots.messages).toEqual([{ depotId: depotId(1), cloture: true }]);
    expect(imports.compteRendu(1)).toMatchObject({ verdict: 'refuse', dossiers: { lus: 3, refuses: 3 } });
    expect(await imports.etat(1)).toBe('clos');
  });

  test('malformed at its end changes nothing, although lots were staged', async () => {
    await imports.derouler(1, exportDeNotes(120).slice(0, -10));
    expect(imports.objets.contenus.has(cleDuLot(depotId(1), 0))).toBe(true);
    expect([imports.lots.messages, imports.appliques.size, await imports.etat(1)]).toEqual([[], 0, 'refuse']);
    expect(imports.compteRendu(1)).toMatchObject({
      verdict: 'refuse',
      flux: 'notes',
      dossiers: { lus: 0 },
      anomalies: [{ code: 'xml-tronque', gravite: 'refus-fichier' }],
    });
  });

  test.for<{ defaut: string; contenu: string; proprietaire?: Proprietaire; code: string }>([
    {
      defaut: 'concerns another establishment',
      contenu: notes({ entete: ENTETE.replace(UAI, '0750655E') }),
      code: 'autre-etablissement',
    },
    { defaut: 'is the DEC’s to give, a nomenclature', contenu: nomenclature(), code: 'flux-reserve-a-la-dec' },
    { defaut: 'is the DEC’s to give, candidates', contenu: candidats(candidat()), code: 'flux-reserve-a-la-dec' },
    {
      defaut: 'is the DEC’s to give, registrations',
      contenu: inscriptions(inscription()),
      code: 'flux-reserve-a-la-dec',
    },
    {
      defaut: 'is of registrations without a session',
      contenu: inscriptions(inscription()),
      proprietaire: ACADEMIE,
      code: 'session-absente',
    },
    {
      defaut: 'is an establishment’s to give, STS-Web',
      contenu: sts(),
      proprietaire: ACADEMIE,
      code: 'flux-d-etablissement',
    },
    {
      defaut: 'is STS-Web’s of another establishment',
      contenu: sts().replace(UAI, '0750655E'),
      code: 'autre-etablissement',
    },
    {
      defaut: 'is an establishment’s to give, notes',
      contenu: notes(),
      proprietaire: ACADEMIE,
      code: 'flux-d-etablissement',
    },
    {
      defaut: 'is an establishment’s to give, SIECLE',
      contenu: siecle(),
      proprietaire: ACADEMIE,
      code: 'flux-d-etablissement',
    },
    {
      defaut: 'is of candidates without a session',
      contenu: candidats(candidat()),
      proprietaire: ACADEMIE,
      code: 'session-absente',
    },
  ])('that $defaut is refused, and nothing of it is applied', async ({ contenu, proprietaire = UAI, code }) => {
    await imports.derouler(1, contenu, proprietaire);
    expect(imports.compteRendu(1)).toMatchObject({ verdict: 'refuse', anomalies: [{ code }] });
    expect([imports.lots.messages, imports.appliques.size, await imports.etat(1)]).toEqual([[], 0, 'refuse']);
  });

  test('of the DEC goes in with its session', async () => {
    await imports.derouler(1, candidats(candidat()), ACADEMIE, 2016);
    await imports.derouler(2, nomenclature(), ACADEMIE);
    await imports.derouler(3, siecle());
    expect(
      [1, 2, 3].map((n) => imports.compteRendu(n)).map(({ verdict, flux, annee }) => [verdict, flux, annee]),
    ).toEqual([
      ['accepte', 'candidats', null],
      ['accepte', 'nomenclature', null],
      ['accepte', 'eleves', 2015],
    ]);
  });

  test('that nobody recorded, or another owner did, is not read', async () => {
    await expect(imports.lire(1)).rejects.toMatchObject({ code: 'depot-inconnu' });
    await imports.deposer(1, notes());
    await expect(imports.lire(1, AUTRE)).rejects.toMatchObject({ code: 'depot-inconnu' });
    expect(await imports.etat(1)).toBe('attendu');
  });

  test('whose object is gone before it was read fails, and comes again', async () => {
    await imports.deposer(1, notes());
    imports.objets.contenus.clear();
    await expect(imports.lire(1)).rejects.toThrow('gone');
    expect(await imports.etat(1)).toBe('attendu');
  });
});

describe('a deposit delivered again', () => {
  test('once read is not read again: its lots are sent again', async () => {
    await imports.deposer(1, exportDeNotes(60));
    await imports.lire(1);
    imports.objets.contenus.delete(cleDuDepot(UAI, depotId(1)));
    await imports.lire(1);
    expect(imports.lots.messages).toEqual([0, 1, 0, 1].map((lot) => ({ depotId: depotId(1), lot })));
  });

  test.for<[EtatDepot, () => Promise<void>]>([
    ['clos', () => imports.derouler(1, exportDeNotes(60, 1))],
    ['refuse', () => imports.derouler(1, notes().slice(0, -10))],
    [
      'deja-importe',
      async () => {
        await imports.derouler(0, notes());
        await imports.derouler(1, notes());
      },
    ],
  ])('once « %s » changes nothing', async ([etat, preparer]) => {
    await preparer();
    expect(await imports.etat(1)).toBe(etat);
    const avant = imports.bilan();
    imports.horloge = horlogeFixe('2016-06-11T08:00:00Z');
    await imports.lire(1);
    for (const message of [...imports.lots.messages]) await imports.integrerLot(message);
    expect(imports.bilan()).toEqual(avant);
  });

  test('after it was abandoned is read: its file came after all', async () => {
    await imports.deposer(1, notes());
    const depot = (await imports.depots.lire(depotId(1))) as Depot;
    await imports.depots.passer(depot, 'attendu', 'abandonne', {});
    expect(await imports.depots.listerOuverts()).toEqual([]);
    await imports.lire(1);
    // Watched over again: a lot that is lost would be sent again.
    expect(await imports.depots.listerOuverts()).toMatchObject([{ depotId: depotId(1), etat: 'lu' }]);
    for (const message of imports.lots.messages) await imports.integrerLot(message);
    expect(await imports.etat(1)).toBe('clos');
    expect(imports.compteRendu(1).verdict).toBe('accepte');
  });

  test('while its twin reads it, and closes it first, keeps the compte rendu of what was applied', async () => {
    await imports.deposer(1, exportDeNotes(10));
    imports.avant = async () => {
      // The first call of the slow twin is past: it holds the deposit as « attendu ».
      imports.avant = async () => {
        imports.avant = () => {};
        await imports.lire(1);
        for (const message of [...imports.lots.messages]) await imports.integrerLot(message);
      };
    };
    await imports.lire(1);
    expect(await imports.etat(1)).toBe('clos');
    expect(imports.compteRendu(1)).toMatchObject({ verdict: 'accepte', dossiers: { lus: 10 } });
  });

  test.for<[string, string]>([
    ['of two lots with refusals', exportDeNotes(60, 1)],
    ['of one lot', exportDeNotes(2)],
    ['refused as a whole', exportDeNotes(60).slice(0, -10)],
    ['whose every dossier is refused', exportDeNotes(0, 2)],
  ])('after it stopped at any of its calls ends in the same state: %s', async ([, contenu]) => {
    /** Delivers everything until it is treated; each delivery that fails comes again. */
    const delivrer = async (essai: Imports): Promise<number> => {
      let echecs = 0;
      const insister = async (message: () => Promise<void>): Promise<void> => {
        await message().catch(async () => {
          echecs += 1;
          await message();
        });
      };
      await insister(() => essai.lire(1));
      for (const message of [...new Map(essai.lots.messages.map((m) => [JSON.stringify(m), m])).values()]) {
        await insister(() => essai.integrerLot(message));
      }
      return echecs;
    };
    let appels = 0;
    await imports.deposer(1, contenu);
    imports.avant = () => {
      appels += 1;
    };
    await delivrer(imports);
    imports.avant = () => {};
    const temoin = imports.bilan();
    expect(appels).toBeGreaterThan(5);
    for (let k = 1; k <= appels; k += 1) {
      const essai = new Imports();
      await essai.deposer(1, contenu);
      let restants = k;
      essai.avant = () => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      expect(await delivrer(essai)).toBe(1);
      essai.avant = () => {};
      expect(essai.bilan()).toEqual(temoin);
    }
  });
});

describe('the same file again', () => {
  const verdicts = (...numeros: readonly number[]) => numeros.map((n) => imports.compteRendu(n).verdict);

  test('is already imported: nothing of it is applied', async () => {
    await imports.derouler(1, notes());
    await imports.derouler(2, notes());
    expect(verdicts(1, 2)).toEqual(['accepte', 'deja-importe']);
    expect(await imports.etat(2)).toBe('deja-importe');
    expect([...imports.appliques.values()]).toEqual([depotId(1)]);
    expect(imports.compteRendu(2)).toMatchObject({ empreinte: sha256(notes()), dossiers: { lus: 0 }, anomalies: [] });
  });

  test('goes in again when a dossier of it was refused: what it lacked may be there by now', async () => {
    const contenu = exportDeNotes(20);
    await imports.derouler(1, contenu);
    await imports.derouler(2, contenu);
    expect(verdicts(1, 2)).toEqual(['accepte-partiellement', 'accepte-partiellement']);
    expect(imports.appliques.get('1')).toBe(depotId(2));
  });

  test('goes in again when another one was applied since, even in part', async () => {
    await imports.derouler(1, exportDeNotes(1));
    await imports.derouler(2, exportDeNotes(20));
    await imports.derouler(3, exportDeNotes(1));
    await imports.derouler(4, exportDeNotes(2));
    await imports.derouler(5, exportDeNotes(1));
    expect(verdicts(1, 2, 3, 4, 5)).toEqual(['accepte', 'accepte-partiellement', 'accepte', 'accepte', 'accepte']);
  });

  test('goes in for another owner, another feed, and another session', async () => {
    await imports.derouler(1, candidats(candidat()), ACADEMIE, 2016);
    await imports.derouler(2, candidats(candidat()), ACADEMIE, 2017);
    await imports.derouler(3, candidats(candidat()), ACADEMIE, 2016);
    expect(verdicts(1, 2, 3)).toEqual(['accepte', 'accepte', 'deja-importe']);
  });

  test('late, does not make a newer one forgotten', async () => {
    await imports.derouler(2, exportDeNotes(2));
    await imports.derouler(1, exportDeNotes(1));
    await imports.derouler(3, exportDeNotes(2));
    expect(verdicts(2, 1, 3)).toEqual(['accepte', 'accepte', 'deja-importe']);
  });
});

describe('a lot', () => {
  test('is applied once: its first verdict stands', async () => {
    await imports.deposer(1, exportDeNotes(60));
    await imports.lire(1);
    const [premier] = imports.lots.messages as [MessageDesLots];
    await imports.integrerLot(premier);
    const avant = imports.bilan();
    let applications = 0;
    const espion = imports.appliques.set.bind(imports.appliques);
    imports.appliques.set = (cle, valeur) => {
      applications += 1;
      return espion(cle, valeur);
    };
    await imports.integrerLot(premier);
    expect([applications, imports.bilan()]).toEqual([0, avant]);
    await imports.depots.ecrireVerdict(depotId(1), {
      lot: 0,
      bilan: { ...BILAN_VIDE, lus: 9, acceptes: 9 },
      suites: [],
    });
    expect((await imports.depots.lireVerdicts(depotId(1))).map(({ bilan }) => bilan.lus)).toEqual([50]);
  });

  test('leaves the deposit open as long as another has no verdict, in whatever order they come', async () => {
    await imports.deposer(1, exportDeNotes(120));
    await imports.lire(1);
    const [a, b, c] = imports.lots.messages as [MessageDesLots, MessageDesLots, MessageDesLots];
    await imports.integrerLot(c);
    await imports.integrerLot(a);
    expect([
      await imports.etat(1),
      [...imports.objets.contenus.keys()].some((cle) => cle.startsWith('comptes-rendus/')),
    ]).toEqual(['lu', false]);
    await imports.integrerLot(b);
    expect(await imports.etat(1)).toBe('clos');
    expect(imports.compteRendu(1).dossiers.lus).toBe(120);
  });

  test('does not close a deposit of which what the reading refused is gone: its compte rendu would lie', async () => {
    await imports.deposer(1, exportDeNotes(2, 1));
    await imports.lire(1);
    imports.objets.contenus.delete(cleDeLecture(depotId(1)));
    await expect(imports.integrerLot({ depotId: depotId(1), lot: 0 })).rejects.toThrow('gone');
    expect(await imports.etat(1)).toBe('lu');
  });

  test('closed twice at once is closed once', async () => {
    await imports.deposer(1, exportDeNotes(1));
    await imports.lire(1);
    await imports.integrerLot({ depotId: depotId(1), lot: 0 });
    const avant = imports.bilan();
    await etablirCompteRendu(imports, depotId(1));
    expect(imports.bilan()).toEqual(avant);
  });

  test('of no deposit, or whose staged dossiers are gone, fails and comes again', async () => {
    await expect(imports.integrerLot({ depotId: depotId(9), lot: 0 })).rejects.toThrow('unknown deposit');
    await imports.deposer(1, notes());
    await imports.lire(1);
    await expect(imports.integrerLot({ depotId: depotId(1), lot: 7 })).rejects.toThrow('gone');
    expect(await imports.etat(1)).toBe('lu');
  });

  test('whose dossier fails for now is not half counted', async () => {
    await imports.deposer(1, exportDeNotes(3));
    await imports.lire(1);
    let fois = 0;
    imports.avant = () => {
      fois += 1;
      // Two reads of the store, one of the lot, then the dossiers.
      if (fois === 5) throw new Error('slow down');
    };
    await expect(imports.integrerLot({ depotId: depotId(1), lot: 0 })).rejects.toThrow('slow down');
    imports.avant = () => {};
    expect(await imports.depots.lireVerdicts(depotId(1))).toEqual([]);
    await imports.integrerLot({ depotId: depotId(1), lot: 0 });
    expect(imports.compteRendu(1)).toMatchObject({ verdict: 'accepte', dossiers: { lus: 3, acceptes: 3 } });
  });
});

describe('the watch over deposits', () => {
  const surveiller = (minutes: number) => surveillerDepots(imports, minutes * MINUTE);

  test('abandons those whose file has not come for a day, and no sooner', async () => {
    await imports.deposer(1, notes());
    expect(await surveiller(1 + 24 * 60)).toBe(0);
    expect(await imports.etat(1)).toBe('attendu');
    expect(await surveiller(2 + 24 * 60)).toBe(0);
    expect(await imports.etat(1)).toBe('abandonne');
    expect(await imports.depots.listerOuverts()).toEqual([]);
  });

  test('sends again the lots without verdict of those that half an hour did not close, and counts them', async () => {
    await imports.deposer(1, exportDeNotes(120));
    await imports.lire(1);
    await imports.deposer(2, exportDeNotes(1));
    await imports.lire(2);
    const envoyes = imports.lots.messages.length;
    expect(await surveiller(31)).toBe(0);
    expect(imports.lots.messages.length).toBe(envoyes);
    await imports.integrerLot({ depotId: depotId(1), lot: 1 });
    expect(await surveiller(32)).toBe(1);
    expect(imports.lots.envois.slice(envoyes)).toEqual(
      [0, 2].map((lot) => ({ message: { depotId: depotId(1), lot }, groupe: UAI })),
    );
    expect(await surveiller(1000)).toBe(2);
  });

  test('closes those whose every lot has its verdict', async () => {
    await imports.deposer(1, exportDeNotes(1));
    await imports.lire(1);
    await imports.depots.ecrireVerdict(depotId(1), {
      lot: 0,
      bilan: { ...BILAN_VIDE, lus: 1, acceptes: 1 },
      suites: [],
    });
    const envoyes = imports.lots.messages.length;
    expect(await surveiller(60)).toBe(1);
    expect(imports.lots.messages.slice(envoyes)).toEqual([{ depotId: depotId(1), cloture: true }]);
    await imports.integrerLot({ depotId: depotId(1), cloture: true });
    expect(await imports.etat(1)).toBe('clos');
    expect(await surveiller(61)).toBe(0);
  });
});

describe('the deposits of an owner', () => {
  test('are listed latest first, apart from those of others', async () => {
    for (const n of [1, 2, 3]) await imports.deposer(n, notes());
    await imports.deposer(4, nomenclature(), ACADEMIE);
    const { depots, compteRendu } = await consulterImports(imports, { proprietaire: UAI });
    expect(depots.map((depot) => depot.depotId)).toEqual([3, 2, 1].map(depotId));
    expect(compteRendu).toBeNull();
  });

  test('show their compte rendu once closed, to their owner only', async () => {
    await imports.deposer(1, notes());
    const consulter = (proprietaire: Proprietaire) =>
      consulterImports(imports, { proprietaire, depotId: depotId(1) } as never);
    expect(await consulter(UAI)).toMatchObject({ depots: [{ etat: 'attendu' }], compteRendu: null });
    await imports.lire(1);
    expect(await consulter(UAI)).toMatchObject({ depots: [{ etat: 'lu' }], compteRendu: null });
    for (const message of imports.lots.messages) await imports.integrerLot(message);
    expect(await consulter(UAI)).toMatchObject({ compteRendu: { verdict: 'accepte' } });
    await expect(consulter(AUTRE)).rejects.toMatchObject({ code: 'depot-inconnu' });
    await expect(consulter(ACADEMIE)).rejects.toMatchObject({ code: 'depot-inconnu' });
  });
});

describe('a compte rendu that expired', () => {
  test('is said to be no more, and gives no address', async () => {
    await imports.derouler(1, notes());
    for (const cle of imports.objets.contenus.keys())
      if (cle.startsWith('comptes-rendus/')) imports.objets.contenus.delete(cle);
    const demande = { proprietaire: UAI, depotId: depotId(1), forme: 'html' } as const;
    expect(await consulterImports(imports, demande)).toMatchObject({
      depots: [{ etat: 'clos' }],
      compteRendu: null,
      adresse: null,
    });
  });
});

describe('a compte rendu of more anomalies than an answer carries', () => {
  test('is cut, tells how many are left out, and stays whole where it is kept', async () => {
    await imports.derouler(1, exportDeNotes(1, 5003));
    const { compteRendu } = await consulterImports(imports, { proprietaire: UAI, depotId: depotId(1) });
    expect([compteRendu?.anomalies.length, compteRendu?.anomaliesOmises]).toEqual([5000, 3]);
    expect(imports.compteRendu(1)).toMatchObject({ anomaliesOmises: 0, dossiers: { refuses: 5003 } });
    expect(imports.compteRendu(1).anomalies).toHaveLength(5003);
  });
});

describe('a deposit recorded', () => {
  const empreinte = createHash('sha256').update(notes()).digest('base64');
  const demande = { proprietaire: UAI, octets: 1234, sha256: empreinte } as const;
  const enregistrer = (autre: object = {}) => {
    const credentials = { accessKeyId: 'cle', secretAccessKey: 'secret' };
    const s3 = new S3Client({ region: 'eu-west-3', credentials });
    const parts = { depots: imports.depots, signataire: signataireDuSeau(s3, 'seau'), horloge: imports.horloge };
    return enregistrerDepot(parts, acteur('chef'), demandeEnregistrerDepot.parse({ ...demande, ...autre }));
  };

  test('gives a form that takes these very bytes, under its key, for fifteen minutes', async () => {
    const debut = Date.now();
    const { depotId: id, formulaire } = await enregistrer();
    const politique = JSON.parse(Buffer.from(formulaire.champs.Policy ?? '', 'base64').toString()) as {
      expiration: string;
      conditions: unknown[];
    };
    expect(politique.conditions).toEqual(
      expect.arrayContaining([
        ['content-length-range', 1234, 1234],
        { bucket: 'seau' },
        { key: `depots/${UAI}/${id}` },
        { 'x-amz-checksum-algorithm': 'SHA256' },
        { 'x-amz-checksum-sha256': empreinte },
      ]),
    );
    const duree = Date.parse(politique.expiration) - debut;
    expect(duree).toBeGreaterThan(14 * MINUTE);
    expect(duree).toBeLessThanOrEqual(15 * MINUTE + 1000);
    expect(await imports.depots.lire(id)).toMatchObject({
      proprietaire: UAI,
      etat: 'attendu',
      session: null,
      par: `chef/${UAI}/epp/1234`,
    });
    expect(await imports.depots.listerOuverts()).toHaveLength(1);
  });

  test('is ordered after those recorded before', async () => {
    const { depotId: premier } = await enregistrer();
    await new Promise((suite) => setTimeout(suite, 2));
    const { depotId: second } = await enregistrer({ proprietaire: ACADEMIE, session: 2016 });
    expect(premier < second).toBe(true);
    expect(await imports.depots.lire(second)).toMatchObject({ proprietaire: ACADEMIE, session: 2016 });
  });

  test('of too many bytes is refused, and nothing is recorded', async () => {
    await expect(enregistrer({ octets: OCTETS_MAX + 1 })).rejects.toMatchObject({ code: 'fichier-trop-grand' });
    expect(imports.dynamo.items('imports')).toEqual([]);
  });

  test.for([
    { proprietaire: '0380029B' },
    { proprietaire: '../x' },
    { octets: 0 },
    { octets: 1.5 },
    { sha256: 'abc' },
    { nom: 'x' },
  ])('from %j is malformed', (autre) => {
    expect(demandeEnregistrerDepot.safeParse({ ...demande, ...autre }).success).toBe(false);
  });
});

describe('an object that arrives in the bucket', () => {
  const lu = (key: string) => objetDepose.safeParse({ detail: { object: { key, size: 12 } }, source: 'aws.s3' }).data;

  test('is a deposit by its key', () => {
    expect(lu(`depots/${UAI}/${depotId(1)}`)).toEqual({ proprietaire: UAI, depotId: depotId(1) });
    expect(lu(`depots/academie/${depotId(1)}`)).toEqual({ proprietaire: ACADEMIE, depotId: depotId(1) });
  });

  test.for([
    '',
    'staging/x/0',
    `depots/0380029B/${depotId(1)}`,
    `depots/${UAI}/x`,
    `depots/${UAI}/${depotId(1)}/x`,
    `depots/${UAI}/${depotId(1)}\n`,
    `depots/lycee/${depotId(1)}`,
    `x/depots/${UAI}/${depotId(1)}`,
  ])('under the key « %s » is none', (key) => {
    expect(lu(key)).toBeUndefined();
  });
});
