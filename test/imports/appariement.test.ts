import { beforeEach, expect, test } from 'vitest';
import { ACADEMIE } from '../../shared/imports/depot.ts';
import { AcademieEnMemoire, UAI } from './academie.ts';
import { candidat, candidats, inscription, inscriptions, siecle } from './fichiers.ts';

// Candidates that come are looked at by the appariement of the establishments that they may be pupils of.

const AUTRE = '0750655E';
const SESSION = 2016;
const POUR_ELLE = { proprietaire: ACADEMIE, session: SESSION };

let academie: AcademieEnMemoire;
beforeEach(() => {
  academie = new AcademieEnMemoire();
});

const relances = () => academie.appariement.envois.map(({ message, groupe }) => [message, groupe]);
const relance = (uai: string) => [{ uai, session: SESSION }, uai];

test('each establishment of a lot is looked at once', async () => {
  await academie.deposer(
    1,
    candidats(
      candidat({ no_candidat: '0000000001', no_pv: '1', uai: UAI }),
      candidat({ no_candidat: '0000000002', no_pv: '2', uai: AUTRE }),
      candidat({ no_candidat: '0000000003', no_pv: '3', uai: UAI }),
    ),
    POUR_ELLE,
  );
  expect(relances()).toEqual([relance(UAI), relance(AUTRE)]);
});

test('so is the one where the pupil of an INE is by now', async () => {
  await academie.deposer(1, siecle());
  academie.appariement.envois.length = 0;
  await academie.deposer(2, candidats(candidat({ uai: AUTRE, ine: '123456789AB' })), POUR_ELLE);
  expect(relances()).toEqual([relance(UAI), relance(AUTRE)]);
});

test('so is the one that a candidate leaves, also when the lot is delivered again', async () => {
  await academie.deposer(1, candidats(candidat({ uai: UAI })), POUR_ELLE);
  academie.appariement.envois.length = 0;
  await academie.recevoir(2, candidats(candidat({ uai: AUTRE })), POUR_ELLE);
  await academie.lire(2, ACADEMIE);
  const message = academie.lots.envois.at(-1)?.message;
  if (message === undefined) throw new Error('no lot');
  academie.avant = (appel) => {
    if (appel === 'SQS') throw new Error('the function stops');
  };
  await expect(academie.traiter(message)).rejects.toThrow('the function stops');
  academie.avant = () => {};
  await academie.vider();
  expect(relances()).toEqual([relance(UAI), relance(AUTRE)]);
});

test('a list of SIECLE, which may correct an INE or a name, has its establishment looked at once it is whole', async () => {
  await academie.deposer(1, siecle());
  expect(relances()).toEqual([relance(UAI)]);
});

test('a registration, which may give the INE that lacked, has its establishment looked at too, and is found by it', async () => {
  await academie.deposer(1, inscriptions(inscription()), POUR_ELLE);
  const [connue] = academie.dynamo.items('session').filter(({ sk }) => String(sk).endsWith('INSCRIPTION'));
  expect(await academie.ines.chercher(SESSION, (connue as { ines: string[] }).ines)).toEqual([
    { noCandidat: null, uai: UAI },
  ]);
  expect(relances()).toEqual([relance(UAI)]);
});

test('a lot delivered again after it stopped before its end is told again', async () => {
  await academie.recevoir(1, candidats(candidat()), POUR_ELLE);
  await academie.lire(1, ACADEMIE);
  let arrete = false;
  academie.avant = (appel) => {
    if (appel !== 'SQS' || arrete) return;
    arrete = true;
    throw new Error('the function stops');
  };
  const message = academie.lots.envois[0]?.message;
  if (message === undefined) throw new Error('no lot');
  await expect(academie.traiter(message)).rejects.toThrow('the function stops');
  expect(relances()).toEqual([]);
  await academie.vider();
  expect(relances()).toEqual([relance(UAI)]);
});

test('the INE of a candidate leads to it, wherever it goes; one that was corrected does not any more', async () => {
  const trouver = async (ine: string) => academie.ines.chercher(SESSION, [ine]);
  await academie.deposer(1, candidats(candidat({ no_candidat: '0000000007', ine: '123456789AB' })), POUR_ELLE);
  expect(await trouver('123456789AB')).toEqual([{ noCandidat: '0000000007', uai: UAI }]);
  await academie.deposer(
    2,
    candidats(candidat({ no_candidat: '0000000007', ine: '123456789AB', uai: AUTRE })),
    POUR_ELLE,
  );
  expect(await trouver('123456789AB')).toEqual([{ noCandidat: '0000000007', uai: AUTRE }]);
  await academie.deposer(
    3,
    candidats(candidat({ no_candidat: '0000000007', ine: '123456789AC', uai: AUTRE })),
    POUR_ELLE,
  );
  expect([await trouver('123456789AB'), await trouver('123456789AC')]).toEqual([
    [],
    [{ noCandidat: '0000000007', uai: AUTRE }],
  ]);
  const cles = academie.dynamo.items('session').filter(({ pk }) => String(pk).includes('#I#'));
  expect(cles).toHaveLength(1);
  expect(JSON.stringify(cles)).not.toMatch(/123456789/);
});
