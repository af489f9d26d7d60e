import { beforeEach, describe, expect, test } from 'vitest';
import { ACADEMIE, type CompteRendu } from '../../shared/imports/depot.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { lireMefDuLivret } from '../../shared/livret/mef-du-livret.ts';
import { mef, UAI } from '../livret/dossiers.ts';
import { AcademieEnMemoire, numero } from './academie.ts';
import {
  affectation,
  candidat,
  candidats,
  communs,
  division,
  ficheSiecle,
  individu,
  inscription,
  inscriptions,
  lienResponsable,
  liens,
  mefDeSiecle,
  nomenclatureSiecle,
  periode,
  responsables,
  siecle,
  structures,
  sts,
} from './fichiers.ts';
import { codes } from './lectures.ts';

const depotId = numero;
const SESSION = 2016;

/** The académie in memory, with files in the encoding that the fixtures declare. */
class Academie {
  readonly toute = new AcademieEnMemoire();
  readonly dynamo = this.toute.dynamo;
  readonly lots = this.toute.lots;
  readonly depots = this.toute.depots;
  readonly registre = this.toute.registre;
  readonly etablissement = this.toute.etablissement;
  readonly candidats = this.toute.candidats;

  set avant(avant: () => void | Promise<void>) {
    this.toute.avant = avant;
  }

  /** Recorded and read; answers its lots. */
  async lire(n: number, contenu: string, proprietaire: string = UAI): Promise<MessageDesLots[]> {
    const octets = Buffer.from(contenu, 'latin1');
    if ((await this.depots.lire(numero(n))) === null) {
      await this.toute.recevoir(n, octets, {
        proprietaire,
        ...(proprietaire === ACADEMIE ? { session: SESSION } : {}),
      });
    }
    await this.toute.lire(n, proprietaire);
    const siens = this.lots.messages.filter((message) => message.depotId === numero(n));
    return [...new Map(siens.map((message) => [JSON.stringify(message), message])).values()];
  }

  integrerLot(message: MessageDesLots): Promise<void> {
    return this.toute.traiter(message);
  }

  async deposer(n: number, contenu: string, proprietaire: string = UAI): Promise<string[]> {
    for (const message of await this.lire(n, contenu, proprietaire)) await this.integrerLot(message);
    return codes((await this.compteRendu(n)).anomalies);
  }

  compteRendu(n: number): Promise<CompteRendu> {
    return this.toute.compteRendu(n);
  }

  /** Deposits that still have rows of a table in `registre`. */
  depotsPresents(tableau = ''): string[] {
    const rangees = this.dynamo.items('registre').filter(({ sk }) => /^[A-Z]+#0/.test(String(sk)));
    return [...new Set(rangees.filter(({ sk }) => String(sk).startsWith(tableau)).map((un) => String(un.depotId)))];
  }
}

let academie: Academie;
beforeEach(() => {
  academie = new Academie();
});

/** Sixty divisions, in two lots, that all have the MEF of their version. */
const MEFS = ['20000000000', '21111111111', '22222222222', '23333333333'] as const;
const NOMBRE = 60;
const version = (v: number, nombre = NOMBRE): string =>
  structures(Array.from({ length: nombre }, (_, rang) => division(`T${rang}`, [MEFS[v] ?? ''])).join(''));

/** The one version that all divisions read are of; throws when they are of two, or when some are missing. */
async function versionLue(): Promise<number | null> {
  const lues = await academie.etablissement.lireStructures(UAI, 2015);
  const versions = new Set(lues.map(({ mefs }) => MEFS.indexOf(mefs[0] as (typeof MEFS)[number])));
  const [v = null] = versions;
  if (versions.size > 1 || (lues.length !== NOMBRE && lues.length !== 0)) throw new Error('half a table was seen');
  return v;
}

describe('the tables of an establishment', () => {
  test('are read as their files give them, in two requests', async () => {
    const principal = '<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>TS1</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>';
    await academie.deposer(1, structures());
    await academie.deposer(2, nomenclatureSiecle({ mefs: mefDeSiecle() + mefDeSiecle('21133104112') }));
    await academie.deposer(3, responsables());
    await academie.deposer(4, communs(periode() + periode('2')));
    await academie.deposer(5, sts({ individus: individu(undefined, undefined, principal) }));
    const { etablissement, dynamo } = academie;
    const lire = async (lecture: () => Promise<unknown>): Promise<unknown> => {
      const avant = dynamo.appels.length;
      const lu = await lecture();
      expect(dynamo.appels.length - avant).toBe(2);
      return lu;
    };
    expect(await lire(() => etablissement.lireStructures(UAI, 2015))).toEqual([
      { type: 'D', code: 'TS1', libelle: 'TERMINALE', mefs: ['21133104110'], divisions: [] },
    ]);
    expect(await lire(() => etablissement.lireMefDeSiecle(UAI, 2015, '21133104112'))).toMatchObject({
      codeMef: '21133104112',
      rattachement: '21133104110',
    });
    expect(await lire(() => etablissement.lireResponsables(UAI, 2015, '1413136'))).toMatchObject([
      { personneId: '31', nomDeFamille: 'MARTIN', niveau: '1' },
    ]);
    expect(await lire(() => etablissement.lireCommuns(UAI, 2015))).toMatchObject({
      denomination: 'LYCEE GENERAL',
      periodes: [{ indice: 1 }, { indice: 2 }],
    });
    expect(await lire(() => etablissement.lireEnseignants(UAI, 2015))).toMatchObject([
      { id: '41', nom: 'DURAND', principalDe: ['TS1'] },
    ]);
    expect(await lire(() => etablissement.lireServices(UAI, 2015))).toEqual([
      {
        structure: { type: 'D', code: 'TS1' },
        codeMatiere: '061300',
        modaliteDeCours: 'CG',
        enseignants: [{ id: '41', type: 'epp' }],
      },
    ]);
  });

  test('are empty before their feed comes, and for another year or establishment', async () => {
    await academie.deposer(1, structures());
    expect(await academie.etablissement.lireStructures(UAI, 2014)).toEqual([]);
    expect(await academie.etablissement.lireStructures('0750655E', 2015)).toEqual([]);
    expect(await academie.etablissement.lireServices(UAI, 2015)).toEqual([]);
    expect(await academie.etablissement.lireCommuns(UAI, 2015)).toBeNull();
    expect(await academie.etablissement.lireMefDeSiecle(UAI, 2015, '21133104110')).toBeNull();
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '1413136')).toEqual([]);
  });

  test('hold nothing of what the new file does not give: it replaces all of the old one', async () => {
    await academie.deposer(1, responsables(undefined, lienResponsable() + lienResponsable('77')));
    await academie.deposer(2, responsables());
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '77')).toEqual([]);
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '1413136')).toHaveLength(1);
    expect(academie.depotsPresents('RESPONSABLES')).toEqual([depotId(2)]);
  });

  test('are of their feed only: another feed’s deposit replaces nothing of them', async () => {
    await academie.deposer(1, structures());
    await academie.deposer(2, sts());
    await academie.deposer(3, sts({ individus: individu(undefined, '<NOM_USAGE>ROUX</NOM_USAGE>') }));
    expect(await academie.etablissement.lireStructures(UAI, 2015)).toHaveLength(1);
    expect(academie.depotsPresents('STS')).toEqual([depotId(3)]);
    expect(academie.depotsPresents('STRUCTURE')).toEqual([depotId(1)]);
  });

  test('are not changed by an older file that comes late, and it is told so', async () => {
    await academie.deposer(2, version(2));
    const avant = academie.dynamo.items('registre');
    expect(new Set(await academie.deposer(1, version(1)))).toEqual(new Set(['import-perime']));
    expect(academie.dynamo.items('registre')).toEqual(avant);
    expect(await versionLue()).toBe(2);
  });

  test('are not emptied by a file of which nothing was accepted', async () => {
    await academie.deposer(1, structures());
    await academie.deposer(2, structures(division(' ')));
    expect(await academie.compteRendu(2)).toMatchObject({ verdict: 'refuse' });
    expect(await academie.etablissement.lireStructures(UAI, 2015)).toHaveLength(1);
  });

  test('take a row that is too large for none, and say so', async () => {
    const trop = Array.from({ length: 4000 }, (_, rang) => lienResponsable('7', String(rang))).join('');
    const personnes = Array.from(
      { length: 4000 },
      (_, rang) => `<PERSONNE PERSONNE_ID="${rang}"><NOM_DE_FAMILLE>${'A'.repeat(90)}</NOM_DE_FAMILLE></PERSONNE>`,
    ).join('');
    expect(await academie.deposer(1, responsables(personnes, trop + lienResponsable('8', '1')))).toEqual([
      'ligne-trop-grande',
    ]);
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '8')).toHaveLength(1);
  });
});

describe('a table being replaced', () => {
  test('is never seen half: at each call of the import, a reader finds all of the old one or all of the new one', async () => {
    await academie.deposer(1, version(1));
    const vues: (number | null)[] = [];
    let lit = false;
    academie.avant = async () => {
      if (lit) return;
      lit = true;
      vues.push(await versionLue());
      lit = false;
    };
    await academie.deposer(2, version(2));
    academie.avant = () => {};
    expect(await versionLue()).toBe(2);
    const bascule = vues.indexOf(2);
    expect(vues.length).toBeGreaterThan(30);
    expect(bascule).toBeGreaterThan(20);
    expect(vues.slice(0, bascule).every((v) => v === 1)).toBe(true);
    expect(vues.slice(bascule).every((v) => v === 2)).toBe(true);
  });

  test('is read again by who had read the pointer before: all its rows, or its only one', async () => {
    const changer = async (n: number, contenu: string, apres: string): Promise<void> => {
      await academie.lire(n, contenu);
      academie.dynamo.avant = async (commande) => {
        if (commande !== apres) return;
        // The pointer has just been read; its rows are about to be.
        academie.dynamo.avant = () => {};
        for (const message of academie.lots.messages.filter((un) => un.depotId === depotId(n))) {
          await academie.integrerLot(message);
        }
      };
    };
    await academie.deposer(1, version(1));
    await changer(2, version(2), 'QueryCommand');
    expect(await versionLue()).toBe(2);

    await academie.deposer(3, responsables());
    let lectures = 0;
    await academie.lire(
      4,
      responsables(undefined, lienResponsable(undefined, undefined, '<RESP_LEGAL>2</RESP_LEGAL>')),
    );
    academie.dynamo.avant = async (commande) => {
      lectures += commande === 'GetCommand' ? 1 : 0;
      if (lectures !== 2) return;
      academie.dynamo.avant = () => {};
      for (const message of academie.lots.messages.filter((un) => un.depotId === depotId(4))) {
        await academie.integrerLot(message);
      }
    };
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '1413136')).toMatchObject([{ niveau: '2' }]);
  });

  test('by two files at once is in the end the newer one, whichever closes first, and nothing is left of the other', async () => {
    for (const ordre of [
      ['1/0', '2/0', '2/1', '1/1'],
      ['2/0', '1/0', '1/1', '2/1'],
      ['1/0', '1/1', '2/0', '2/1'],
      ['2/1', '2/0', '1/1', '1/0'],
      ['1/1', '2/0', '1/0', '2/1'],
    ]) {
      academie = new Academie();
      await academie.lire(1, version(1));
      await academie.lire(2, version(2));
      for (const lot of ordre) {
        const [n, rang] = lot.split('/').map(Number) as [number, number];
        await academie.integrerLot({ depotId: depotId(n), lot: rang });
        await versionLue();
      }
      expect(await versionLue()).toBe(2);
      expect(academie.depotsPresents()).toEqual([depotId(2)]);
    }
  });

  test('by a deposit delivered again and again is the same', async () => {
    await academie.deposer(1, version(1));
    await academie.deposer(2, version(2));
    const avant = academie.dynamo.items('registre');
    for (const message of [...academie.lots.messages, ...academie.lots.messages]) await academie.integrerLot(message);
    await academie.etablissement.publier(UAI, 2015, 'structures', depotId(1));
    expect(academie.dynamo.items('registre')).toEqual(avant);
  });

  test('by an import that stops at any of its calls, then comes again, ends in the same state and was never half', async () => {
    const nombre = 12;
    const petite = (v: number): string => version(v, nombre);
    const finale = async (k: number): Promise<{ echecs: number; appels: number; etat: unknown }> => {
      academie = new Academie();
      await academie.deposer(1, petite(1));
      await academie.lire(2, petite(2));
      let restants = k;
      let appels = 0;
      let echecs = 0;
      academie.avant = () => {
        appels += 1;
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      const message = { depotId: depotId(2), lot: 0 };
      await academie.integrerLot(message).catch(async () => {
        echecs += 1;
        academie.avant = () => {};
        const vues = await academie.etablissement.lireStructures(UAI, 2015);
        expect(vues).toHaveLength(nombre);
        expect(new Set(vues.map(({ mefs }) => mefs[0])).size).toBe(1);
        await academie.integrerLot(message);
      });
      academie.avant = () => {};
      return { echecs, appels, etat: [academie.dynamo.items('registre'), await academie.compteRendu(2)] };
    };
    const temoin = await finale(Number.POSITIVE_INFINITY);
    expect(temoin.appels).toBeGreaterThan(40);
    for (let k = 1; k <= temoin.appels; k += 1) {
      const { echecs, etat } = await finale(k);
      expect(echecs).toBe(1);
      expect(etat).toEqual(temoin.etat);
    }
  });
});

describe('the links between pupils and groups', () => {
  const ELEVE = '1413136';
  const deSiecle = (code: string): string => siecle({ structures: affectation(ELEVE, [[code, 'D']]) });
  const parLesLiens = (code: string): string =>
    liens(
      affectation(ELEVE, [
        [code, 'D'],
        [`${code}_G`, 'G'],
      ]),
    );
  const lue = async () => {
    const ligne = await academie.registre.lireEleve(UAI, 2015, ELEVE);
    return ligne === null ? null : [...ligne.divisions, ...ligne.groupes];
  };

  test('replace the divisions and groups of pupils whom SIECLE gave, and nothing else of them', async () => {
    await academie.deposer(1, deSiecle('TS1'));
    const avant = await academie.registre.lireEleve(UAI, 2015, ELEVE);
    expect(await academie.deposer(2, parLesLiens('TS2'))).toEqual([]);
    expect(await academie.registre.lireEleve(UAI, 2015, ELEVE)).toEqual({
      ...avant,
      divisions: ['TS2'],
      groupes: ['TS2_G'],
    });
    expect((await academie.registre.lireEleves(UAI, 2015)).map(({ divisions }) => divisions)).toEqual([['TS2']]);
  });

  test('of a pupil whom SIECLE did not give are refused, and leave no row', async () => {
    expect(await academie.deposer(1, parLesLiens('TS2'))).toEqual(['liens-eleve-inconnu']);
    expect(academie.dynamo.items('registre')).toEqual([]);
  });

  test('stand as long as no newer export of pupils comes, in whatever order the three are applied', async () => {
    const depots: Record<number, string> = { 1: deSiecle('TS1'), 2: parLesLiens('TS2'), 3: deSiecle('TS3') };
    for (const [ordre, attendu] of [
      [
        [1, 2],
        ['TS2', 'TS2_G'],
      ],
      [[1, 2, 3], ['TS3']],
      [[1, 3, 2], ['TS3']],
      [[3, 1, 2], ['TS3']],
    ] as const) {
      academie = new Academie();
      for (const n of ordre) await academie.deposer(n, depots[n] ?? '');
      expect(await lue()).toEqual(attendu);
    }
  });

  test('newer than an export of pupils that comes late are not lost with it', async () => {
    await academie.deposer(1, deSiecle('TS1'));
    await academie.deposer(3, parLesLiens('TS3'));
    await academie.deposer(2, siecle({ eleves: ficheSiecle({ identite: AUTRE_NOM }), structures: affectation(ELEVE) }));
    expect(await lue()).toEqual(['TS3', 'TS3_G']);
    expect((await academie.registre.lireEleve(UAI, 2015, ELEVE))?.nomDeFamille).toBe('MARTINE');
  });

  test('of an older file that comes late change nothing; the same again neither', async () => {
    await academie.deposer(1, deSiecle('TS1'));
    await academie.deposer(3, parLesLiens('TS3'));
    const avant = academie.dynamo.items('registre');
    expect(await academie.deposer(2, parLesLiens('TS2'))).toEqual(['import-perime']);
    for (const message of academie.lots.messages) await academie.integrerLot(message);
    expect(academie.dynamo.items('registre')).toEqual(avant);
  });
});

const AUTRE_NOM = '<NOM_DE_FAMILLE>MARTINE</NOM_DE_FAMILLE><PRENOM>Zoé</PRENOM><DATE_NAISS>29/02/2000</DATE_NAISS>';

describe('the registrations of Cyclades', () => {
  const INE = '123456789AB';
  const sansIne = (valeurs: Parameters<typeof candidat>[0] = {}): string =>
    candidats(candidat({ ine: '', ...valeurs }));
  const deposer = (n: number, contenu: string) => academie.deposer(n, contenu, ACADEMIE);
  const ines = async (uai: string = UAI) =>
    Object.fromEntries(
      (await academie.candidats.listerDe(SESSION, uai)).map(({ noCandidat, ine }) => [noCandidat, ine]),
    );

  test('complete the INE that the DEC did not give, whichever file comes first', async () => {
    const depots = [sansIne(), inscriptions(inscription({ prenoms: 'ZOÉ, MARIE' }))];
    for (const ordre of [
      [0, 1],
      [1, 0],
    ]) {
      academie = new Academie();
      for (const [n, rang] of ordre.entries()) await deposer(n + 1, depots[rang] ?? '');
      expect(await ines()).toEqual({ '0123456789': INE });
    }
  });

  test('wait where nobody matches: another name, birth date or establishment is another person', async () => {
    await deposer(1, sansIne());
    await deposer(
      2,
      inscriptions(
        inscription({ nom_famille: 'MARTINE' }),
        inscription({ prenoms: 'Zoé' }),
        inscription({ date_naissance: '28/02/2000' }),
        inscription({ etablissement: '0750655E' }),
      ),
    );
    expect(await ines()).toEqual({ '0123456789': null });
    expect(await academie.compteRendu(2)).toMatchObject({ verdict: 'accepte', dossiers: { acceptes: 4 } });
  });

  test('never take the place of a candidate’s own INE, and two INE are told by the file that comes second', async () => {
    const depots = [candidats(candidat({ ine: '987654321CD' })), inscriptions(inscription())];
    for (const ordre of [
      [0, 1],
      [1, 0],
    ]) {
      academie = new Academie();
      expect(await deposer(1, depots[ordre[0] ?? 0] ?? '')).toEqual([]);
      expect(await deposer(2, depots[ordre[1] ?? 0] ?? '')).toEqual(['inscription-ine-differents']);
      expect(await ines()).toEqual({ '0123456789': '987654321CD' });
    }
  });

  test('of homonyms born the same day complete nobody, nor does one that two candidates match', async () => {
    await deposer(1, sansIne());
    expect(await deposer(2, inscriptions(inscription(), inscription({ ine: '987654321CD' })))).toContain(
      'inscription-ine-differents',
    );
    expect(await ines()).toEqual({ '0123456789': null });

    academie = new Academie();
    await deposer(1, candidats(candidat({ ine: '' }), candidat({ ine: '', no_candidat: '2', no_pv: '2' })));
    await deposer(2, inscriptions(inscription()));
    expect(await ines()).toEqual({ '0123456789': null, '2': null });
  });

  test('follow a corrected file, not an older one; the same again changes nothing', async () => {
    await deposer(1, sansIne());
    await deposer(2, inscriptions(inscription({ ine: '987654321CD' })));
    await deposer(4, inscriptions(inscription()));
    expect(await ines()).toEqual({ '0123456789': INE });
    expect(await deposer(3, inscriptions(inscription({ ine: '987654321CD' })))).toEqual(['import-perime']);
    const avant = academie.dynamo.items('session');
    for (const message of academie.lots.messages) await academie.integrerLot(message);
    expect(academie.dynamo.items('session')).toEqual(avant);
    expect(await ines()).toEqual({ '0123456789': INE });
  });

  test('complete a candidate where the DEC moved it or renamed it, and no more under its former name', async () => {
    await deposer(1, sansIne());
    await deposer(2, sansIne({ nom_famille: 'LEGRAND', uai: '0750655E' }));
    await deposer(3, inscriptions(inscription({ nom_famille: 'Legrand', etablissement: '0750655E' }), inscription()));
    expect(await ines('0750655E')).toEqual({ '0123456789': INE });
    expect(await ines()).toEqual({});
    const porteurs = academie.dynamo.items('session').filter(({ sk }) => /^IDENTITE#.*#CAND#/.test(String(sk)));
    expect(porteurs).toHaveLength(1);
  });

  test('written by another between the read and the write are read again', async () => {
    academie.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      academie.dynamo.avant = () => {};
      await deposer(2, inscriptions(inscription({ ine: '987654321CD' })));
    };
    await academie.lire(1, inscriptions(inscription()), ACADEMIE);
    expect(codes((await academie.compteRendu(2)).anomalies)).toEqual([]);
  });

  test('show no name in a key of the table', async () => {
    await deposer(1, sansIne());
    await deposer(2, inscriptions(inscription()));
    const cles = academie.dynamo.items('session').map(({ pk, sk }) => `${pk} ${sk}`);
    expect(cles.join()).not.toMatch(/martin|zo[eé]|2000-02|123456789AB/i);
  });

  test('cost one more request a registration, and one a candidate who has an INE', async () => {
    await deposer(1, inscriptions(inscription()));
    // Who comes first of a jury makes it known to the session.
    await deposer(2, sansIne({ no_candidat: '8' }));
    const compter = async (n: number, contenu: string): Promise<string[]> => {
      const [lot] = await academie.lire(n, contenu, ACADEMIE);
      if (lot === undefined) throw new Error('no lot');
      const debut = academie.dynamo.appels.length;
      await academie.integrerLot(lot);
      return academie.dynamo.appels.slice(debut);
    };
    const commun = await compter(3, inscriptions(inscription({ nom_famille: 'AUTRE' })));
    // Deposit, verdicts; then the registration and its write; then the closing.
    expect(commun.slice(2, 4)).toEqual(['QueryCommand', 'TransactWriteCommand']);
    const avecIne = await compter(4, candidats(candidat()));
    const sans = await compter(5, sansIne({ no_candidat: '7' }));
    // Its registration; and for the whole lot, once, the establishments that know these INEs.
    const comptes = (appels: readonly string[], nom: string) => appels.filter((un) => un === nom).length;
    expect(avecIne.length - sans.length).toBe(2);
    expect(comptes(avecIne, 'BatchGetCommand') - comptes(sans, 'BatchGetCommand')).toBe(1);
  });
});

describe('the nomenclature of a pupil’s MEF', () => {
  const EUROPEENNE = '21133104112';
  const lire = (codeMef: string) => lireMefDuLivret(academie, UAI, 2015, codeMef);
  const deposerLsl = (codeMef: string) =>
    academie.toute.ecrire(...[academie.registre.ecritureMef(mef([], { codeMef: codeMef as never }), depotId(1))]);

  test('is its own when there is one, without looking at SIECLE', async () => {
    await deposerLsl('21133104110');
    const avant = academie.dynamo.appels.length;
    expect((await lire('21133104110'))?.contenu.codeMef).toBe('21133104110');
    expect(academie.dynamo.appels.length - avant).toBe(1);
  });

  test('is that of the MEF which SIECLE attaches it to otherwise (formats.md §1.4)', async () => {
    await deposerLsl('21133104110');
    expect(await lire(EUROPEENNE)).toBeNull();
    await academie.deposer(2, nomenclatureSiecle({ mefs: mefDeSiecle() + mefDeSiecle(EUROPEENNE) }));
    expect((await lire(EUROPEENNE))?.contenu.codeMef).toBe('21133104110');
  });

  test('is none when neither is known, nor when the MEF is attached to itself', async () => {
    await academie.deposer(2, nomenclatureSiecle({ mefs: mefDeSiecle() + mefDeSiecle(EUROPEENNE, EUROPEENNE) }));
    const avant = academie.dynamo.appels.length;
    expect(await lire(EUROPEENNE)).toBeNull();
    // The nomenclature once, SIECLE's in two requests.
    expect(academie.dynamo.appels.length - avant).toBe(3);
    expect([await lire('21133104110'), await lire('29999999999')]).toEqual([null, null]);
  });
});
