import { beforeEach, describe, expect, test } from 'vitest';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { suivreEnvois } from '../../shared/transfert/suivre-envois.ts';
import { ClasseEnMemoire, livretDe } from '../livret/classe.ts';
import { UAI, validee } from '../livret/dossiers.ts';

const AUTRE_UAI = '0380001A';
const APPARIEMENT = { session: 2016, noCandidat: 'c1', noEleve: '0000000001', par: 'ine' } as const;

let classe: ClasseEnMemoire;
const suivre = () =>
  suivreEnvois({ ...classe.parts, rythme: { auPlus: 60, auMoins: 20 } }, { uai: UAI, session: 2016 });
const tourDe = (n: number, minute: number): string =>
  `01J${String(minute).padStart(3, '0')}${String(n).padStart(20, '0')}`;
const demander = (n: number, minute: number, uai: string = UAI, livretId = livretDe(n)) =>
  classe.ecrire(
    magasinEnvois(classe.client, 'livrets').ecriture({
      session: 2016,
      livretId,
      uai,
      eleveId: String(1000 + n),
      tour: tourDe(n, minute),
      demande: true,
      depuis: `2016-06-10T08:${String(minute).padStart(2, '0')}:00Z`,
    }),
  );
const retenir = (n: number, code: string, minute = n) =>
  classe.envois.retenir({ session: 2016, livretId: livretDe(n), tour: tourDe(n, minute) }, code);

beforeEach(async () => {
  classe = new ClasseEnMemoire();
  classe.instant = '2016-06-10T09:00:00Z';
  await classe.nomenclatures();
  for (const n of [1, 2, 3, 4]) await classe.inscrire(n, { tete: { ...validee(), appariement: APPARIEMENT } });
});

describe('the sendings of an establishment', () => {
  test('that asked for nothing are none', async () => {
    expect(await suivre()).toEqual({
      attendent: [],
      depuis: null,
      devant: 0,
      minutes: null,
      retenus: [],
      recus: 0,
      repris: [],
    });
  });

  test('have their place behind those of the académie asked for before the last of them, and an estimate', async () => {
    for (let n = 100; n < 190; n += 1) await demander(n, 10, AUTRE_UAI);
    await demander(1, 20);
    await demander(2, 20);
    for (let n = 200; n < 250; n += 1) await demander(n, 30, AUTRE_UAI);
    await demander(3, 40);
    for (let n = 300; n < 310; n += 1) await demander(n, 50, AUTRE_UAI);
    expect(await suivre()).toMatchObject({
      attendent: [livretDe(1), livretDe(2), livretDe(3)],
      depuis: '2016-06-10T08:20:00Z',
      devant: 140,
      // Three of its own at sixty a minute; a hundred and forty-three at twenty.
      minutes: { min: 1, max: 8 },
    });
  });

  test('sent again after something retained them have no old place', async () => {
    await demander(1, 1);
    await retenir(1, 'non-valide');
    for (let n = 100; n < 160; n += 1) await demander(n, 10, AUTRE_UAI);
    expect(await suivre()).toMatchObject({ attendent: [], devant: 0, minutes: null });
    await demander(1, 20);
    expect(await suivre()).toMatchObject({ attendent: [livretDe(1)], devant: 60, minutes: { min: 1, max: 4 } });
  });

  test('that are retained say what retains them by now, and wait no longer', async () => {
    for (const n of [1, 2, 3]) await demander(n, n);
    await retenir(1, 'non-valide');
    await retenir(2, 'non-valide');
    const tete = await classe.tete(livretDe(1));
    await classe.ecrire(classe.livrets.ecritureTete(tete, { ...tete, etat: 'complet', validation: null }));
    const { retenus, attendent, devant } = await suivre();
    expect([attendent, devant]).toEqual([[livretDe(3)], 0]);
    expect(retenus.map(({ eleveId, code }) => [eleveId, code]).sort()).toEqual([
      ['1001', 'non-valide'],
      ['1002', 'plus-retenu'],
    ]);
    for (const { message, remede } of retenus) expect([message, remede].join(' ')).toMatch(/^.{20,}\.$/);
    classe.instant = '2016-07-05T09:00:00Z';
    expect((await suivre()).retenus.map(({ code }) => code).sort()).toEqual(['deliberations-ouvertes', 'non-valide']);
  });

  test('that the référentiel refused say what it said, whatever the establishment knows', async () => {
    await demander(1, 1);
    await retenir(1, 'place-d-un-autre');
    const { retenus } = await suivre();
    expect(retenus).toMatchObject([
      { eleveId: '1001', code: 'place-d-un-autre', remede: expect.stringMatching(/paire/) },
    ]);
  });

  test('count those that were received, and name the pupils whom another académie took over', async () => {
    const eleve = { uai: UAI, annee: 2015, eleveId: '1001' };
    const suivi = await classe.suivi('1001');
    if (suivi === undefined) throw new Error('no row');
    await classe.ecrire(
      classe.registre.ecritureSuivi(eleve, {
        statutEnvoyeLe: '2016-06-10T08:30:00Z',
        suivi: { ...suivi, repris: true },
      }),
    );
    expect(await suivre()).toMatchObject({ recus: 1, repris: [{ eleveId: '1001', livretId: livretDe(1) }] });
  });
});
