import { afterEach, describe, expect, test, vi } from 'vitest';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import { lireLivret } from '../../shared/livret/lire-livret.ts';
import { listerLivrets } from '../../shared/livret/lister-livrets.ts';
import { type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { estCoherent, magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur, DROITS } from '../habilitations/acteurs.ts';
import {
  base,
  engagementsSaisis,
  evaluation,
  identiteDe,
  LIVRET_ID,
  matiere,
  mef,
  tete,
  UAI,
  version,
} from './dossiers.ts';

const [D1, D2] = ['01J00000000000000000000001', '01J00000000000000000000002'];

const ELEVE = acteur('eleve', { livrets: [LIVRET_ID] });

function magasins() {
  const dynamo = new DynamoEnMemoire('livrets', 'registre');
  const livrets = magasinLivrets(dynamo.client, 'livrets');
  const registre = magasinRegistre(dynamo.client, 'registre', async () => 'clé');
  const ecrire = (...operations: readonly Operation[]) => executerTransaction(dynamo.client, operations);
  const etablissement = magasinEtablissement(dynamo.client, 'registre');
  return { dynamo, livrets, registre, etablissement, ecrire };
}

afterEach(() => vi.useRealTimers());

describe('a livret read while an import is applied', () => {
  test.for([
    ['no base', {}, [], true],
    ['the base that the head names', { '2015#notes': D1 }, [base(2015, { depotId: D1 })], true],
    ['the base of another import', { '2015#notes': D2 }, [base(2015, { depotId: D1 })], false],
    ['a base too few', { '2014#notes': D1, '2015#notes': D1 }, [base(2015, { depotId: D1 })], false],
    ['a base too many', { '2015#notes': D1 }, [base(2014, { depotId: D1 }), base(2015, { depotId: D1 })], false],
    ['a base of another year', { '2015#notes': D1 }, [base(2014, { depotId: D1 })], false],
    ['only an identity', { '2015#eleves': D2 }, [], true],
  ] as const)('with %s', ([, applique, bases, coherent]) => {
    expect(estCoherent(tete({ applique }), bases, [])).toBe(coherent);
  });

  test.for([
    ['the entries that the head names', [1, 1], true],
    ['an entry of another save', [1, 2], false],
    ['an entry too few', [1, null], false],
    ['an entry too many', [null, 1], false],
  ] as const)('with %s', ([, [n, lu], coherent]) => {
    const saisie = engagementsSaisis(2015, 'Tutorat');
    const numeros = n === null ? {} : { [saisie.cle]: n };
    const lues = lu === null ? [] : [{ ...saisie, contenu: { ...saisie.contenu, n: lu } }];
    expect(estCoherent(tete({ saisies: numeros }), [], lues)).toBe(coherent);
  });

  test('is read again until its head and its bases are of one import', async () => {
    const { dynamo, livrets, ecrire } = magasins();
    await ecrire(
      livrets.ecritureTete(null, tete({ applique: { '2015#notes': D2 } })),
      livrets.ecritureBase(LIVRET_ID, base(2015, { depotId: D1 })),
    );
    let lectures = 0;
    dynamo.avant = async (commande) => {
      if (commande !== 'QueryCommand') return;
      lectures += 1;
      if (lectures === 3) await ecrire(livrets.ecritureBase(LIVRET_ID, base(2015, { depotId: D2 })));
    };
    const lu = await livrets.lire(LIVRET_ID);
    expect(lu?.bases).toEqual([base(2015, { depotId: D2 })]);
    expect(lectures).toBe(3);
  });

  test('that never settles is an error, never a mixture', async () => {
    vi.useFakeTimers();
    const { dynamo, livrets, ecrire } = magasins();
    await ecrire(livrets.ecritureTete(null, tete({ applique: { '2015#notes': D2 } })));
    const issue = Promise.allSettled([livrets.lire(LIVRET_ID)]);
    await vi.runAllTimersAsync();
    expect(await issue).toMatchObject([{ status: 'rejected' }]);
    expect(dynamo.appels.filter((appel) => appel === 'QueryCommand')).toHaveLength(8);
  });

  test.for([1, 2, 1000])('is whole in pages of %i items, its history left aside', async (parPage) => {
    const { dynamo, livrets, ecrire } = magasins();
    dynamo.parPage = parPage;
    const bases = [base(2014, { depotId: D1 }), base(2015, { depotId: D2 })];
    const attendue = tete({ applique: { '2014#notes': D1, '2015#notes': D2, '2015#eleves': D1 } });
    await ecrire(
      livrets.ecritureTete(null, attendue),
      ...bases.map((b) => livrets.ecritureBase(LIVRET_ID, b)),
      livrets.ecritureAncienne(LIVRET_ID, base(2015, { depotId: D1 })),
      livrets.ecritureVersion(LIVRET_ID, version()),
    );
    expect(await livrets.lire(LIVRET_ID)).toEqual({ tete: attendue, bases, saisies: [] });
    expect(await livrets.lire('01J0000000000000000000000Z')).toBeNull();
  });
});

describe('the head of a livret', () => {
  test('is written by one of two who read it at once', async () => {
    const { livrets, ecrire } = magasins();
    await ecrire(livrets.ecritureTete(null, tete()));
    const lue = (await livrets.lire(LIVRET_ID))?.tete as Tete;
    expect(await ecrire(livrets.ecritureTete(lue, { ...lue, etat: 'alimente' }))).toEqual({ faite: true });
    expect(await ecrire(livrets.ecritureTete(lue, { ...lue, etat: 'envoye' }))).toEqual({
      faite: false,
      conditions: [true],
    });
    expect((await livrets.lire(LIVRET_ID))?.tete).toMatchObject({ etat: 'alimente', verrou: 2 });
  });

  test('is created once', async () => {
    const { livrets, ecrire } = magasins();
    await ecrire(livrets.ecritureTete(null, tete()));
    expect(await ecrire(livrets.ecritureTete(null, tete()))).toMatchObject({ faite: false });
  });
});

describe('the list of an establishment', () => {
  test('is sorted as French sorts names: usage name first, accents and capitals aside, then first name, then id', async () => {
    const { registre, ecrire } = magasins();
    const eleves: Partial<LigneEleve>[] = [
      { eleveId: '1', nomDeFamille: 'ZOLA', nomUsage: 'Éluard', prenoms: ['Paul'] },
      { eleveId: '2', nomDeFamille: 'ELUARD', prenoms: ['Gala'] },
      { eleveId: '3', nomDeFamille: 'Étienne', prenoms: ['Zoé'] },
      { eleveId: '5', nomDeFamille: 'dupont', prenoms: ['Émile'] },
      { eleveId: '4', nomDeFamille: 'DUPONT', prenoms: ['Emile'] },
      { eleveId: '6', nomDeFamille: 'DUPONT', prenoms: [] },
      { eleveId: '7', nomDeFamille: 'Durand', prenoms: ['Abel'] },
      { eleveId: '8', nomDeFamille: 'ÀBEL', prenoms: ['Zoé'] },
    ];
    for (const eleve of eleves) await ecrire(registre.ecritureIdentite(identiteDe(eleve), SUIVI_INITIAL));
    await ecrire(registre.ecritureIdentite(identiteDe({ eleveId: '9', annee: 2014 }), SUIVI_INITIAL));
    const lignes = await listerLivrets(registre, { uai: UAI, session: 2016 });
    expect(lignes.map(({ eleveId }) => eleveId)).toEqual(['8', '6', '4', '5', '7', '2', '1', '3']);
  });

  test('are those of one division when it is asked for', async () => {
    const { registre, ecrire } = magasins();
    for (const [eleveId, divisions] of [
      ['1', ['TS1']],
      ['2', ['TS2']],
      ['3', ['TS2', 'TS1']],
      ['4', []],
    ] as const) {
      await ecrire(registre.ecritureIdentite(identiteDe({ eleveId, divisions }), SUIVI_INITIAL));
    }
    const lignes = await listerLivrets(registre, { uai: UAI, session: 2016, division: 'TS1' });
    expect(lignes.map(({ eleveId }) => eleveId)).toEqual(['1', '3']);
  });

  test('shows of a pupil what the screen shows (R69)', async () => {
    const { registre, ecrire } = magasins();
    const eleve = identiteDe({ nomUsage: 'DUBOIS', prenoms: ['Zoé', 'Marie', 'Anne'], divisions: ['TS1', 'TS2'] });
    await ecrire(registre.ecritureIdentite(eleve, SUIVI_INITIAL));
    const attendue = {
      livretId: LIVRET_ID,
      eleveId: '1413136',
      nom: 'DUBOIS',
      prenom: 'Zoé',
      autresPrenoms: 'Marie, Anne',
      ine: '123456789AB',
      codeMef: '21111010110',
      division: 'TS1',
      anneesNotees: [],
      identifiantsEnvoyesLe: null,
      statutEnvoyeLe: null,
      noEleve: null,
      format: 'numerique',
      etat: 'cree',
      complet: false,
      manques: { bloquants: 0, autres: 0 },
      valideLe: null,
      oppose: false,
      repris: false,
      parti: false,
    };
    expect(await listerLivrets(registre, { uai: UAI, session: 2016 })).toEqual([attendue]);
    const suivi = { anneesNotees: [2015, 2014], identifiantsEnvoyesLe: '2016-05-02T10:00:00Z', noEleve: '4821093657' };
    await ecrire(registre.ecritureSuivi(eleve, suivi));
    expect(await listerLivrets(registre, { uai: UAI, session: 2016 })).toEqual([
      { ...attendue, ...suivi, anneesNotees: [2014, 2015] },
    ]);
    const valide = {
      etat: 'valide',
      format: 'papier',
      oppose: true,
      valideLe: '2016-06-09T08:00:00Z',
      manques: { cpe: { bloquants: 0, autres: 2 } },
    } as const;
    await ecrire(registre.ecritureSuivi(eleve, { suivi: valide }));
    expect(await listerLivrets(registre, { uai: UAI, session: 2016 })).toMatchObject([
      { ...valide, complet: true, manques: { bloquants: 0, autres: 2 } },
    ]);
  });
});

describe('a livret asked for', () => {
  test('that does not exist is refused', async () => {
    const { livrets, registre, etablissement } = magasins();
    await expect(
      lireLivret({ livrets, registre, etablissement, ...DROITS }, ELEVE, { livretId: LIVRET_ID }),
    ).rejects.toMatchObject({
      code: 'livret-inconnu',
    });
  });

  test('without marks has no page', async () => {
    const { livrets, registre, etablissement, ecrire } = magasins();
    await ecrire(livrets.ecritureTete(null, tete()));
    expect(await lireLivret({ livrets, registre, etablissement, ...DROITS }, ELEVE, { livretId: LIVRET_ID })).toEqual({
      livretId: LIVRET_ID,
      etat: 'cree',
      noCandidat: null,
      page: null,
      anneesSansNomenclature: [],
      format: 'numerique',
      motifPapier: null,
      oppose: false,
      valideLe: null,
      completude: { complet: false, manques: [] },
    });
  });

  test('shows its years with their nomenclature, and tells those that have none', async () => {
    const { livrets, registre, etablissement, ecrire } = magasins();
    const notes = (annee: number) => base(annee, { depotId: D1, scolarite: { evaluations: [evaluation('000001')] } });
    await ecrire(
      livrets.ecritureTete(
        null,
        tete({
          etat: 'alimente',
          applique: { '2013#notes': D1, '2014#notes': D1, '2015#notes': D1 },
          mef: { '2014': '21111010110', '2015': '21111010110' },
        }),
      ),
      ...[2015, 2013, 2014].map((annee) => livrets.ecritureBase(LIVRET_ID, notes(annee))),
      registre.ecritureMef(mef([matiere('000001')]), D1),
    );
    const lu = await lireLivret({ livrets, registre, etablissement, ...DROITS }, ELEVE, { livretId: LIVRET_ID });
    expect(lu).toMatchObject({ etat: 'alimente', noCandidat: null, anneesSansNomenclature: [2013, 2014] });
    expect(lu.page).toMatchObject({ session: 2016, noEleve: '' });
    expect(lu.page?.annees.map(({ annee }) => annee)).toEqual([2015]);
  });

  test('once paired shows the No Élève and the session of its pair', async () => {
    const { livrets, registre, etablissement, ecrire } = magasins();
    const appariement = { session: 2017, noCandidat: '0123456789', noEleve: '4821093657', par: 'ine' } as const;
    await ecrire(
      livrets.ecritureTete(null, tete({ applique: { '2015#notes': D1 }, mef: { '2015': '21111010110' }, appariement })),
      livrets.ecritureBase(LIVRET_ID, base(2015, { depotId: D1 })),
      registre.ecritureMef(mef([]), D1),
    );
    const lu = await lireLivret({ livrets, registre, etablissement, ...DROITS }, ELEVE, { livretId: LIVRET_ID });
    expect(lu).toMatchObject({ noCandidat: '0123456789', page: { session: 2017, noEleve: '4821093657' } });
  });
});
