import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CompteRendu } from '../../shared/imports/depot.ts';
import { enCsv, enPage } from '../../shared/imports/formes.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { engagementsSaisis, evaluationSaisie, sanctionSaisie } from '../livret/dossiers.ts';
import { AcademieEnMemoire, numero, UAI } from './academie.ts';
import { affectation, carnet, ficheSiecle, mef, nomenclature, notes, siecle } from './fichiers.ts';

let academie: AcademieEnMemoire;
beforeEach(() => {
  academie = new AcademieEnMemoire();
});

const MEF = '<CODE_MEF>21111010110</CODE_MEF>';
const ine = (id: string): string => `<ID_NATIONAL>${id.padStart(9, '0')}AB</ID_NATIONAL>`;

/** SIECLE's list of these pupils, all of them in TS1. */
const liste = (...ids: readonly string[]): string =>
  siecle({
    eleves: ids.map((id) => ficheSiecle({ id, ine: ine(id), suite: MEF })).join('\n'),
    structures: ids.map((id) => affectation(id)).join(''),
  }).replace('ISO-8859-15', 'UTF-8');

const codes = ({ anomalies }: CompteRendu): string[] => anomalies.map(({ code }) => code);
const bilan = ({ verdict, revision, dossiers: { lus, acceptes, refuses, enAttente, aDecider } }: CompteRendu) => ({
  verdict,
  revision,
  lus,
  acceptes,
  refuses,
  enAttente,
  aDecider,
});

/** Every chain of evidence holds. */
function verifierPreuve(): void {
  const chaines = Map.groupBy(academie.dynamo.items('preuve'), ({ pk }) => String(pk));
  for (const evenements of chaines.values()) {
    expect(premiereRupture(evenements as unknown as Evenement[])).toBeNull();
  }
}

describe('notes that come before SIECLE', () => {
  test('wait, say so, and go in by themselves when the pupil is known', async () => {
    await academie.deposerNomenclature(1, nomenclature({ mefs: mef() }));
    const attente = await academie.deposer(2, carnet({ '11': '12', '12': '13' }));
    expect(bilan(attente)).toEqual({
      verdict: 'en-attente',
      revision: 1,
      lus: 2,
      acceptes: 0,
      refuses: 0,
      enAttente: 2,
      aDecider: 0,
    });
    expect(codes(attente)).toEqual(['eleve-attendu', 'eleve-attendu']);
    await academie.deposer(3, liste('11'));
    expect(await academie.notesDe('11')).toEqual([[2015, '12']]);
    expect(bilan(await academie.compteRendu(2))).toMatchObject({ revision: 2, acceptes: 1, enAttente: 1 });
    await academie.deposer(4, liste('11', '12'));
    expect(await academie.notesDe('12')).toEqual([[2015, '13']]);
    const fini = await academie.compteRendu(2);
    expect(bilan(fini)).toMatchObject({ verdict: 'accepte', revision: 3, acceptes: 2, enAttente: 0 });
    expect(codes(fini)).toEqual([]);
    // No mark is kept twice.
    expect(academie.dynamo.items('imports').filter(({ sk }) => String(sk).startsWith('DOSSIER#'))).toEqual([]);
    verifierPreuve();
  });

  test('keep in the bucket each revision of their compte rendu', async () => {
    await academie.deposer(2, carnet({ '11': '12' }));
    await academie.deposer(3, liste('11'));
    const revisions = [...academie.objets.contenus.keys()].filter((cle) =>
      cle.startsWith(`comptes-rendus/${numero(2)}/`),
    );
    expect(revisions.map((cle) => cle.split('/')[2]?.[0])).toEqual(expect.arrayContaining(['1', '2']));
  });

  test('are made again when they are settled after their lots are gone, with what the reading refused', async () => {
    await academie.deposer(2, carnet({ '0': '10', '11': '12' }));
    expect(bilan(await academie.compteRendu(2))).toMatchObject({ refuses: 1, enAttente: 1 });
    for (const cle of academie.objets.contenus.keys())
      if (/^(depots|staging)\//.test(cle)) academie.objets.contenus.delete(cle);
    await academie.deposer(3, liste('11'));
    const refait = await academie.compteRendu(2);
    expect(bilan(refait)).toMatchObject({ revision: 2, lus: 2, acceptes: 1, refuses: 1, enAttente: 0 });
    expect(codes(refait)).toContain('eleve-id-invalide');
  });

  test('settled after all that their deposit left was erased leave its compte rendu as it was', async () => {
    await academie.deposer(2, carnet({ '11': '12' }));
    const avant = (await academie.depots.lire(numero(2)))?.compteRendu;
    for (const cle of academie.objets.contenus.keys())
      if (/^(depots|staging|constats)\//.test(cle)) academie.objets.contenus.delete(cle);
    await academie.deposer(3, liste('11'));
    expect(await academie.depots.lire(numero(3))).toMatchObject({ etat: 'clos' });
    expect((await academie.depots.lire(numero(2)))?.compteRendu).toEqual(avant);
  });

  test('are remembered, settled or not, as long as their compte rendu, and their marks for 180 days', async () => {
    vi.setSystemTime('2016-06-10T08:00:00Z');
    try {
      await academie.deposer(2, carnet({ '11': '12', '12': '13' }));
      await academie.deposer(3, liste('11'));
    } finally {
      vi.useRealTimers();
    }
    const jours = academie.dynamo
      .items('imports')
      .filter(({ pk, sk }) => /^(DIFFERE|DOSSIER)#/.test(String(sk)) || String(pk).startsWith('ATTENTE#'))
      .map(({ pk, sk, expireLe }) => [
        String(pk).startsWith('ATTENTE#') ? `ATTENTE ${sk}` : sk,
        (Number(expireLe) * 1000 - Date.parse('2016-06-10T08:00:00Z')) / 86_400_000,
      ]);
    expect(Object.fromEntries(jours)).toEqual({
      'DIFFERE#11': 400,
      'DIFFERE#12': 400,
      'DOSSIER#12': 180,
      'ATTENTE 11': 400,
      'ATTENTE 12': 400,
    });
  });

  test('corrected while they wait go in as corrected; those that gave their place are told', async () => {
    await academie.deposer(2, carnet({ '11': '12' }));
    await academie.deposer(3, carnet({ '11': '14' }));
    expect(bilan(await academie.compteRendu(2))).toMatchObject({ verdict: 'refuse', refuses: 1, enAttente: 0 });
    expect(codes(await academie.compteRendu(2))).toEqual(['import-perime']);
    await academie.deposer(4, liste('11'));
    expect(await academie.notesDe('11')).toEqual([[2015, '14']]);
    expect(bilan(await academie.compteRendu(3))).toMatchObject({ verdict: 'accepte', acceptes: 1 });
  });

  test('of an older deposit that comes late do not take the place of newer ones', async () => {
    await academie.deposer(3, carnet({ '11': '14' }));
    const tardif = await academie.deposer(2, carnet({ '11': '12' }));
    expect(codes(tardif)).toEqual(['import-perime']);
    await academie.deposer(4, liste('11'));
    expect(await academie.notesDe('11')).toEqual([[2015, '14']]);
  });

  test.each(['TransactWriteCommand', 'BatchGetCommand'])(
    'applied at the same instant as the list (before a %s) never wait for ever',
    async (commande) => {
      // At each call of that kind in turn, the whole list goes in.
      for (let k = 1; k <= 12; k++) {
        academie = new AcademieEnMemoire();
        await academie.recevoir(2, carnet({ '11': '12' }));
        await academie.lire(2);
        await academie.recevoir(3, liste('11'));
        let restants = k;
        academie.avant = async (appel) => {
          if (appel !== commande || --restants > 0) return;
          academie.avant = () => {};
          await academie.lire(3);
          for (const message of academie.lots.messages.filter(({ depotId }) => depotId === numero(3))) {
            await academie.traiter(message);
          }
        };
        await academie.vider();
        academie.avant = () => {};
        await academie.lire(3);
        await academie.vider();
        expect(await academie.notesDe('11')).toEqual([[2015, '12']]);
        expect(bilan(await academie.compteRendu(2))).toMatchObject({ verdict: 'accepte', acceptes: 1, enAttente: 0 });
      }
    },
  );

  test('survive a stop at any call, whichever file it concerns, and end in the same state', async () => {
    const jouer = async (essai: AcademieEnMemoire): Promise<number> => {
      let echecs = 0;
      const insister = async (acte: () => Promise<void>): Promise<void> => {
        await acte().catch(async () => {
          echecs += 1;
          await acte();
        });
      };
      const suivre = async (): Promise<void> => {
        const messages = new Map(essai.lots.messages.map((message) => [JSON.stringify(message), message]));
        essai.lots.envois.length = 0;
        for (const message of messages.values()) await insister(() => essai.traiter(message));
      };
      for (const n of [2, 3, 4]) {
        await insister(() => essai.lire(n));
        await suivre();
      }
      return echecs;
    };
    const preparer = async (): Promise<AcademieEnMemoire> => {
      const essai = new AcademieEnMemoire();
      await essai.recevoir(2, carnet({ '11': '12', '12': '13' }));
      await essai.recevoir(3, carnet({ '11': '14' }));
      await essai.recevoir(4, liste('11', '12'));
      return essai;
    };
    const temoin = await preparer();
    let appels = 0;
    temoin.avant = () => {
      appels += 1;
    };
    await jouer(temoin);
    temoin.avant = () => {};
    expect(await temoin.notesDe('11')).toEqual([[2015, '14']]);
    const attendu = temoin.etat();
    for (let k = 1; k <= appels; k++) {
      const essai = await preparer();
      let restants = k;
      essai.avant = () => {
        if (--restants === 0) throw new Error('the function stops');
      };
      expect(await jouer(essai)).toBe(1);
      expect(essai.etat()).toEqual(attendu);
    }
    expect(appels).toBeGreaterThan(40);
  });
});

describe('a deposit in review', () => {
  beforeEach(async () => {
    await academie.deposer(1, liste('11', '12', '13'));
    await academie.deposer(2, carnet({ '11': '10', '12': '11', '13': '12' }));
  });

  test('applies nothing until a person decides, and shows what each dossier would change', async () => {
    const attente = await academie.deposer(3, carnet({ '11': '15', '12': '11', '13': '16' }), { revue: true });
    expect(bilan(attente)).toMatchObject({ verdict: 'a-decider', lus: 3, acceptes: 0, aDecider: 3 });
    expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
    const { dossiers, suite } = await academie.revue(3);
    expect(suite).toBeNull();
    expect(dossiers.map(({ eleve, nom, etat, differences }) => [eleve, nom, etat, differences])).toEqual([
      [
        '11',
        'MARTIN Zoé, TS1',
        'a-decider',
        [{ annee: 2015, matiere: '061300', champ: 'moyennes', avant: '10', apres: '15' }],
      ],
      ['12', 'MARTIN Zoé, TS1', 'a-decider', []],
      [
        '13',
        'MARTIN Zoé, TS1',
        'a-decider',
        [{ annee: 2015, matiere: '061300', champ: 'moyennes', avant: '12', apres: '16' }],
      ],
    ]);
  });

  test('accepted or refused one by one, then in bulk, changes what was accepted only', async () => {
    await academie.deposer(3, carnet({ '11': '15', '12': '16', '13': '17' }), { revue: true });
    expect(await academie.decider(3, 'refuser', '11')).toEqual({ decides: 1, ecartes: [] });
    expect(await academie.decider(3, 'accepter', '12', '99')).toEqual({ decides: 1, ecartes: ['99'] });
    expect(bilan(await academie.compteRendu(3))).toMatchObject({ acceptes: 1, refuses: 1, aDecider: 1 });
    expect(await academie.decider(3, 'accepter')).toEqual({ decides: 1, ecartes: [] });
    expect([await academie.notesDe('11'), await academie.notesDe('12'), await academie.notesDe('13')]).toEqual([
      [[2015, '10']],
      [[2015, '16']],
      [[2015, '17']],
    ]);
    const fini = await academie.compteRendu(3);
    expect(bilan(fini)).toMatchObject({ verdict: 'accepte-partiellement', acceptes: 2, refuses: 1, aDecider: 0 });
    expect(codes(fini)).toContain('dossier-refuse-en-revue');
    verifierPreuve();
  });

  test('keeps its first decisions: the contrary one comes too late', async () => {
    await academie.deposer(3, carnet({ '11': '15' }), { revue: true });
    await academie.decider(3, 'refuser', '11');
    expect(await academie.decider(3, 'accepter', '11')).toEqual({ decides: 0, ecartes: ['11'] });
    expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
  });

  test('of a pupil whom SIECLE does not know yet waits once accepted, then goes in', async () => {
    await academie.deposer(3, carnet({ '14': '15' }), { revue: true });
    expect((await academie.revue(3)).dossiers).toMatchObject([
      { eleve: '14', nom: null, differences: [{ avant: null, apres: '15' }, {}, {}, {}] },
    ]);
    await academie.decider(3, 'accepter');
    expect(bilan(await academie.compteRendu(3))).toMatchObject({ verdict: 'en-attente', enAttente: 1 });
    await academie.deposer(4, liste('11', '12', '13', '14'));
    expect(await academie.notesDe('14')).toEqual([[2015, '15']]);
    expect(bilan(await academie.compteRendu(3))).toMatchObject({ verdict: 'accepte', acceptes: 1 });
  });

  test('whose acceptance was not sent to the queue is sent when it is asked again', async () => {
    await academie.deposer(3, carnet({ '11': '15' }), { revue: true });
    academie.avant = (appel) => {
      if (appel === 'SQS') throw new Error('the queue is away');
    };
    await expect(academie.decider(3, 'accepter')).rejects.toThrow('away');
    academie.avant = () => {};
    expect(await academie.decider(3, 'accepter')).toEqual({ decides: 0, ecartes: [] });
    expect(await academie.notesDe('11')).toEqual([[2015, '15']]);
  });

  test('delivered twice decides nothing by itself', async () => {
    await academie.recevoir(3, carnet({ '11': '15' }), { revue: true });
    await academie.lire(3);
    const [message] = academie.lots.messages;
    await academie.vider();
    if (message === undefined) throw new Error('no lot');
    await academie.traiter(message);
    expect(bilan(await academie.compteRendu(3))).toMatchObject({ lus: 1, aDecider: 1 });
  });

  test('is the only kind that is decided', async () => {
    await expect(academie.decider(2, 'accepter')).rejects.toMatchObject({ code: 'depot-sans-revue' });
  });

  test('of more dossiers than an answer carries is shown in several', async () => {
    const nombreux = Object.fromEntries(Array.from({ length: 130 }, (_, rang) => [String(rang + 1000), '12']));
    await academie.deposer(3, carnet(nombreux), { revue: true });
    const premiere = await academie.revue(3);
    const seconde = await academie.revue(3, premiere.suite ?? '');
    expect([premiere.dossiers.length, seconde.dossiers.length, seconde.suite]).toEqual([100, 30, null]);
    expect(new Set([...premiere.dossiers, ...seconde.dossiers].map(({ eleve }) => eleve)).size).toBe(130);
  });
});

/** Who takes deposits back here. */
const QUI = `chef/${UAI}/epp/1234`;

describe('a deposit taken back', () => {
  const annulation = async (n: number) => {
    const id = await academie.annuler(n);
    return id === null ? null : academie.compteRendu(id);
  };

  test('before its file came leaves its record only, and a file that comes late is not read', async () => {
    await academie.recevoir(2, carnet({ '11': '12' }));
    expect(await academie.annuler(2)).toBeNull();
    await academie.lire(2);
    expect(await academie.depot(numero(2))).toMatchObject({ etat: 'annule', reprisPar: QUI });
    expect(academie.lots.messages).toEqual([]);
    expect(await academie.annuler(2)).toBeNull();
  });

  test('while it is applied must be asked again', async () => {
    await academie.recevoir(2, carnet({ '11': '12' }));
    await academie.lire(2);
    await expect(academie.annuler(2)).rejects.toMatchObject({ code: 'depot-en-cours' });
  });

  test('puts back what stood before, under a deposit of its own', async () => {
    await academie.deposer(1, liste('11', '12'));
    await academie.deposer(2, carnet({ '11': '10' }, [2014, 2015]));
    await academie.deposer(3, carnet({ '11': '15', '12': '16' }, [2014, 2015]));
    const compteRendu = await annulation(3);
    expect(compteRendu).toMatchObject({ annule: numero(3), verdict: 'accepte', dossiers: { lus: 2, acceptes: 2 } });
    expect(await academie.notesDe('11')).toEqual([
      [2014, '10'],
      [2015, '10'],
    ]);
    expect(await academie.notesDe('12')).toEqual([]);
    expect((await academie.livretDe('12'))?.tete.etat).toBe('cree');
    expect((await academie.registre.lireEleve(UAI, 2015, '12'))?.anneesNotees).toEqual([]);
    expect(bilan(await academie.compteRendu(3))).toMatchObject({ verdict: 'annule' });
    const repris = await academie.depot(numero(3));
    expect(repris).toMatchObject({ par: `chef/${UAI}/chef`, reprisPar: QUI });
    expect(await academie.depot(repris.annulePar ?? '')).toMatchObject({ annule: numero(3), par: QUI });
    verifierPreuve();
  });

  test('keeps in the history what it took away', async () => {
    await academie.deposer(1, liste('11'));
    await academie.deposer(2, carnet({ '11': '10' }));
    await academie.annuler(2);
    const anciennes = academie.dynamo.items('livrets').filter(({ sk }) => String(sk).startsWith('ANCIENNE#'));
    expect(anciennes).toMatchObject([{ annee: 2015, depotId: numero(2) }]);
  });

  test('goes in again when it is deposited again', async () => {
    await academie.deposer(1, liste('11'));
    await academie.deposer(2, carnet({ '11': '10' }));
    await academie.annuler(2);
    const id = (await academie.depots.listerDe(UAI))[0]?.depotId ?? '';
    expect((await academie.depot(id)).annule).toBe(numero(2));
    // Later than the cancellation, whose identifier is of today.
    const apres = await academie.deposer(Math.ceil(Date.now() / 60_000) + 1, carnet({ '11': '10' }));
    expect(bilan(apres)).toMatchObject({ verdict: 'accepte', acceptes: 1 });
    expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
  });

  test('leaves alone what a newer deposit replaced, and does not come back when that one is taken back too', async () => {
    await academie.deposer(1, liste('11'));
    await academie.deposer(2, carnet({ '11': '10' }));
    await academie.deposer(3, carnet({ '11': '15' }));
    await academie.deposer(4, carnet({ '11': '18' }));
    expect(codes((await annulation(3)) as CompteRendu)).toEqual(['import-deja-remplace']);
    expect(await academie.notesDe('11')).toEqual([[2015, '18']]);
    await academie.annuler(4);
    expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
    await academie.annuler(2);
    expect(await academie.notesDe('11')).toEqual([]);
  });

  test('takes with it the dossiers that still waited or were to be decided', async () => {
    await academie.deposer(2, carnet({ '11': '10' }));
    await academie.annuler(2);
    await academie.deposer(3, liste('11'));
    expect(await academie.notesDe('11')).toEqual([]);
    expect(bilan(await academie.compteRendu(2))).toMatchObject({ verdict: 'annule', enAttente: 0 });
    await academie.deposer(4, carnet({ '11': '12' }), { revue: true });
    await academie.annuler(4);
    await expect(academie.decider(4, 'accepter')).rejects.toMatchObject({ code: 'depot-sans-revue' });
    expect(await academie.notesDe('11')).toEqual([]);
  });

  test('is refused, pupil by pupil, for a livret that was sent', async () => {
    await academie.deposer(1, liste('11', '12'));
    await academie.deposer(2, carnet({ '11': '10', '12': '11' }));
    const tete = (await academie.livretDe('11'))?.tete;
    if (tete === undefined) throw new Error('no livret');
    const appariement = { session: 2016, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
    await academie.ecrire(academie.livrets.ecritureTete(tete, { ...tete, etat: 'envoye', appariement }));
    const compteRendu = (await annulation(2)) as CompteRendu;
    expect([bilan(compteRendu), codes(compteRendu)]).toMatchObject([{ acceptes: 1, refuses: 1 }, ['livret-envoye']]);
    expect([await academie.notesDe('11'), await academie.notesDe('12')]).toEqual([[[2015, '10']], []]);
  });

  test('asked twice, or stopped anywhere, ends as if it had been asked once', async () => {
    const preparer = async (): Promise<AcademieEnMemoire> => {
      const essai = new AcademieEnMemoire();
      await essai.deposer(1, liste('11', '12'));
      await essai.deposer(2, carnet({ '11': '10' }));
      await essai.deposer(3, carnet({ '11': '15', '12': '16' }));
      return essai;
    };
    const jouer = async (essai: AcademieEnMemoire): Promise<number> => {
      let echecs = 0;
      const insister = async (acte: () => Promise<unknown>): Promise<void> => {
        await acte().catch(async () => {
          echecs += 1;
          await acte();
        });
      };
      await insister(() => essai.annuler(3).catch((erreur) => essai.vider().then(() => Promise.reject(erreur))));
      return echecs;
    };
    const temoin = await preparer();
    let appels = 0;
    temoin.avant = () => {
      appels += 1;
    };
    await jouer(temoin);
    for (let k = 1; k <= appels; k++) {
      const essai = await preparer();
      let restants = k;
      essai.avant = () => {
        if (--restants === 0) throw new Error('the function stops');
      };
      await jouer(essai);
      essai.avant = () => {};
      // What the queue would deliver again.
      for (const depot of await essai.depots.listerDe(UAI)) {
        if (depot.etat === 'lu') await essai.traiter({ depotId: depot.depotId, lot: 0 });
      }
      expect([await essai.notesDe('11'), await essai.notesDe('12')]).toEqual([[[2015, '10']], []]);
      expect((await essai.depot(numero(3))).etat).toBe('annule');
      expect((await essai.depots.listerDe(UAI)).filter(({ annule }) => annule !== null)).toHaveLength(1);
    }
  });

  test.each([
    ['of another feed', async () => academie.deposer(2, liste('11')), 'annulation-impossible'],
    ['that was refused', async () => academie.deposer(2, notes().slice(0, -9)), 'annulation-impossible'],
  ])('%s is refused, with what to do', async (_quoi, preparer, code) => {
    await preparer();
    await expect(academie.annuler(2)).rejects.toMatchObject({ code, remede: expect.any(String) });
  });

  test('once its lots are gone is refused: the right file is to be deposited', async () => {
    await academie.deposer(1, liste('11'));
    await academie.deposer(2, carnet({ '11': '10' }));
    for (const cle of academie.objets.contenus.keys())
      if (cle.startsWith('staging/')) academie.objets.contenus.delete(cle);
    await expect(academie.annuler(2)).rejects.toMatchObject({ code: 'annulation-trop-tardive' });
  });
});

describe('a newer list of SIECLE', () => {
  const absents = async () =>
    (await academie.registre.lireEleves(UAI, 2015))
      .filter(({ absentDepuis }) => absentDepuis !== null)
      .map(({ eleveId }) => eleveId);

  test('flags those it leaves out, deletes nobody, and says so', async () => {
    await academie.deposer(1, liste('11', '12', '13'));
    await academie.deposer(2, carnet({ '12': '10' }));
    const compteRendu = await academie.deposer(3, liste('11'));
    expect(compteRendu.anomalies.map(({ code, eleve }) => [code, eleve])).toEqual([
      ['absent-de-siecle', '12'],
      ['absent-de-siecle', '13'],
    ]);
    expect(await absents()).toEqual(['12', '13']);
    expect(await academie.notesDe('12')).toEqual([[2015, '10']]);
    // Given again, no longer absent; told once only.
    expect(codes(await academie.deposer(4, liste('11', '12')))).toEqual([]);
    expect(await absents()).toEqual(['13']);
  });

  test('does not flag whom it gives badly, nor those of an older list that comes late', async () => {
    await academie.deposer(2, liste('11', '12'));
    const mauvaise = liste('11', '12').replace('<NOM_DE_FAMILLE>MARTIN</NOM_DE_FAMILLE>', '<NOM_DE_FAMILLE/>');
    expect(codes(await academie.deposer(3, mauvaise))).toEqual(['identite-incomplete']);
    await academie.deposer(1, liste('11'));
    expect(await absents()).toEqual([]);
  });
});

describe('entries by hand', () => {
  const SAISIES = [
    evaluationSaisie(2015, 'À la main.'),
    engagementsSaisis(2015, 'Tutorat'),
    sanctionSaisie(2015),
    evaluationSaisie(2014, 'À la main.'),
  ];
  const [MATHS, ENGAGEMENTS, SANCTION, MATHS_DE_PREMIERE] = SAISIES.map(({ cle }) => cle);
  const saisir = async (id: string): Promise<void> => {
    const livretId = (await academie.livretDe(id))?.tete.livretId ?? '';
    await academie.poserSaisies(livretId, SAISIES);
  };
  const saisies = async (id: string) => (await academie.livretDe(id))?.saisies.map(({ cle }) => cle);

  beforeEach(async () => {
    await academie.deposer(1, liste('11'));
    await saisir('11');
  });

  test('stay through an import', async () => {
    await academie.deposer(2, carnet({ '11': '10' }));
    expect(await saisies('11')).toHaveLength(4);
  });

  test('give their place, and stay in the history, where the establishment chose that imports win', async () => {
    await academie.choisirSource('TS1', 'imports');
    await academie.deposer(2, carnet({ '11': '10' }));
    // What the notes feed does not carry is not its to replace.
    expect(await saisies('11')).toEqual([MATHS_DE_PREMIERE, SANCTION]);
    const anciennes = academie.dynamo
      .items('livrets')
      .filter(({ sk }) => String(sk).startsWith('ANCIENNE#2015#saisies'));
    expect(anciennes).toMatchObject([{ depotId: numero(2), saisies: [{ cle: MATHS }, { cle: ENGAGEMENTS }] }]);
    await academie.choisirSource('TS1', 'saisies');
    const livretId = (await academie.livretDe('11'))?.tete.livretId ?? '';
    await academie.poserSaisies(livretId, SAISIES.slice(0, 2));
    await academie.deposer(3, carnet({ '11': '11' }));
    expect(await saisies('11')).toHaveLength(4);
  });

  test('of a division that SIECLE does not know cannot be settled so', async () => {
    await expect(academie.choisirSource('TS9', 'imports')).rejects.toMatchObject({ code: 'division-inconnue' });
  });
});

describe('the school year of a file', () => {
  test('that has not begun refuses SIECLE’s list as a whole', async () => {
    const compteRendu = await academie.deposer(
      1,
      liste('11').replace('<ANNEE_SCOLAIRE>2015<', '<ANNEE_SCOLAIRE>2016<'),
    );
    expect([compteRendu.verdict, ...codes(compteRendu)]).toEqual(['refuse', 'annee-du-fichier-a-venir']);
    academie.instant = '2016-08-20T08:00:00Z';
    const rentree = await academie.deposer(2, liste('11').replace('<ANNEE_SCOLAIRE>2015<', '<ANNEE_SCOLAIRE>2016<'));
    expect(rentree.verdict).toBe('accepte');
  });
});

describe('the editor of a notes file (R32)', () => {
  const AGREES = { '2015': [{ editeur: 'INDEX EDUCATION', applications: ['Pronote'] }] };

  test('that is not in the list of its latest year is told with the file, at its place', async () => {
    academie.editeurs = { agrees: AGREES, regle: 'avertir' };
    await academie.deposer(1, liste('11'));
    const compteRendu = await academie.deposer(2, carnet({ '11': '12' }, [2014, 2015]));
    expect(compteRendu).toMatchObject({ verdict: 'accepte', dossiers: { lus: 1, acceptes: 1, refuses: 0 } });
    expect(compteRendu.anomalies.find(({ code }) => code === 'editeur-non-agree')).toMatchObject({
      eleve: null,
      ligne: 3,
    });
  });

  test('refuses the whole file where the académie set it so: nothing of it is applied', async () => {
    academie.editeurs = { agrees: AGREES, regle: 'refuser' };
    await academie.deposer(1, liste('11'));
    const compteRendu = await academie.deposer(2, carnet({ '11': '12' }));
    expect([compteRendu.verdict, ...codes(compteRendu)]).toEqual(['refuse', 'editeur-refuse']);
    expect(await academie.notesDe('11')).toEqual([]);
  });

  test('is not looked at for a year that has no list', async () => {
    academie.editeurs = { agrees: { '2014': AGREES['2015'] }, regle: 'refuser' };
    await academie.deposer(1, liste('11'));
    expect((await academie.deposer(2, carnet({ '11': '12' }, [2014, 2015]))).verdict).toBe('accepte');
  });
});

describe('the forms of a compte rendu', () => {
  test('say the same in a page and a table, name nobody by themselves, and name pupils to their establishment', async () => {
    await academie.deposerNomenclature(1, nomenclature({ mefs: mef() }));
    await academie.deposer(2, liste('11'));
    const compteRendu = await academie.deposer(
      3,
      carnet({ '11': '25', '12': '12' }).replace('<annuelle>Bon travail.</annuelle>', '<annuelle>\u00a0</annuelle>'),
    );
    expect(codes(compteRendu)).toEqual(expect.arrayContaining(['moyenne-hors-bornes', 'eleve-attendu']));
    const gardes = [...academie.objets.contenus.keys()].filter((cle) => cle.startsWith(`comptes-rendus/${numero(3)}/`));
    expect(gardes.map((cle) => cle.split('.').at(-1)).sort()).toEqual(['csv', 'html', 'json']);
    for (const cle of gardes) expect(academie.objets.texte(cle)).not.toMatch(/MARTIN|Zoé/);
    // Its style is no text: escaped, the fonts would not be found.
    expect(enPage(compteRendu)).toContain('"Liberation Sans"');
    const noms = { '11': 'MARTIN Zoé, TS1' };
    for (const texte of [enPage(compteRendu, noms), enCsv(compteRendu, noms)]) {
      for (const { message } of compteRendu.anomalies) expect(texte.replaceAll('\u00A0', ' ')).toContain(message);
      expect(texte).toContain('MARTIN Zoé, TS1');
    }
  });

  test('hold what makes a livret incomplete, pupil by pupil', async () => {
    await academie.deposerNomenclature(1, nomenclature({ mefs: mef() }));
    await academie.deposer(2, liste('11'));
    const sansAppreciation = carnet({ '11': '12' }).replace('<annuelle>Bon travail.</annuelle>', '');
    const compteRendu = await academie.deposer(3, sansAppreciation);
    expect(compteRendu.manques).toMatchObject([
      { eleve: '11', bloquants: [{ code: 'appreciation', matiere: '061300' }] },
    ]);
    expect(enPage(compteRendu)).toContain('1 livret incomplet');
    expect(enCsv(compteRendu)).toContain('"Manque bloquant";"appreciation";"11"');
  });

  test('cannot be taken for formulas nor for markup', async () => {
    await academie.deposer(2, liste('11'));
    const compteRendu = await academie.deposer(3, carnet({ '11': '12' }));
    const piege = { '11': '=HYPERLINK("x")<script>' };
    const dite = {
      ...compteRendu,
      anomalies: [{ ...compteRendu.anomalies[0], eleve: '11', message: '=1+1<b>' }],
    } as CompteRendu;
    expect(enCsv(dite, piege)).toContain('"\'=HYPERLINK(""x"")<script>"');
    expect(enCsv(dite, piege)).toContain('"\'=1+1<b>"');
    expect(enPage(dite, piege)).not.toMatch(/<script|<b>/);
  });
});
