import { describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { magasinCreations } from '../../shared/livret/magasin-creations.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { COMPLETUDE_INITIALE } from '../../shared/livret/manque.ts';
import type { MefDeNomenclature } from '../../shared/livret/nomenclature.ts';
import { provoquerCreation } from '../../shared/livret/provoquer-creation.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { AUTRE_UAI, acteur } from '../habilitations/acteurs.ts';
import { identiteDe, mef, tete, UAI } from './dossiers.ts';

const D = '01J00000000000000000000001';
const SERVICES = '01J00000000000000000000002';
const [PREMIERE, TERMINALE, EUROPEENNE] = ['20111010110', '21111010110', '21111010199'];
const [SECONDE_PRO, PREMIERE_PRO] = ['24720001110', '24720001111'];
const code = (codeMef: string) => codeMef as MefDeNomenclature['codeMef'];
const livretId = (n: number): string => `01J${String(n).padStart(23, '0')}`;

interface EleveVoulu extends Partial<LigneEleve> {
  readonly tete?: Partial<Tete>;
}

async function scene(eleves: readonly EleveVoulu[], { siecle = true, sts = true } = {}) {
  const dynamo = new DynamoEnMemoire('livrets', 'registre');
  let instant = '2015-10-05T08:00:00Z';
  const parts = {
    livrets: magasinLivrets(dynamo.client, 'livrets'),
    registre: magasinRegistre(dynamo.client, 'registre', async () => 'clé'),
    etablissement: magasinEtablissement(dynamo.client, 'registre'),
    creations: magasinCreations(dynamo.client, 'registre'),
    horloge: { maintenant: () => horlogeFixe(instant).maintenant() },
    academie: 'grenoble',
    accesExterne: 'ferme',
  } as const;
  const { livrets, registre, etablissement } = parts;
  for (const [rang, { tete: voulue = {}, ...voulu }] of eleves.entries()) {
    const sienne = { eleveId: String(rang + 1), livretId: livretId(rang + 1), ...voulu };
    const identite = identiteDe(sienne);
    await executerTransaction(dynamo.client, [
      registre.ecritureIdentite(identite, SUIVI_INITIAL),
      livrets.ecritureTete(null, tete({ livretId: sienne.livretId, ...voulue })),
    ]);
  }
  const nomenclatures = [
    mef([], { codeMef: code(PREMIERE), niveau: 'Première' }),
    mef([], { codeMef: code(PREMIERE), niveau: 'Première', annee: 2014 }),
    mef([], { codeMef: code(TERMINALE), niveau: 'Terminale' }),
    mef([], { codeMef: code(PREMIERE_PRO), niveau: 'Première' }),
    mef([], { codeMef: code(SECONDE_PRO), niveau: 'Seconde', annee: 2014 }),
  ];
  for (const une of nomenclatures) await executerTransaction(dynamo.client, [registre.ecritureMef(une, D)]);
  if (siecle) await executerTransaction(dynamo.client, [registre.ecritureListe(UAI, 2015, D)]);
  if (sts) await etablissement.publier(UAI, 2015, 'sts', SERVICES);
  dynamo.appels.length = 0;
  return {
    dynamo,
    parts,
    aller: (vers: string) => {
      instant = vers;
    },
    provoquer: (qui = acteur('chef', { id: `${UAI}/chef` })) =>
      provoquerCreation(parts, qui, { uai: UAI, annee: 2015 }),
  };
}

const ici = { [`${UAI}#2014`]: '9', [`${UAI}#2015`]: '1' };
const NOTES = { '2014#notes': D };
const en = (codeMef: string, reste: EleveVoulu = {}): EleveVoulu => ({ codeMef, ...reste });

describe('the creation of the year’s livrets', () => {
  test('waits for the list of SIECLE, then for the services of STS', async () => {
    for (const [demande, refus] of [
      [{ siecle: false }, 'liste-siecle-absente'],
      [{ sts: false }, 'services-sts-absents'],
    ] as const) {
      const { provoquer, dynamo } = await scene([], demande);
      await expect(provoquer()).rejects.toMatchObject({ code: refus });
      expect(dynamo.appels).not.toContain('PutCommand');
    }
  });

  test('is the head’s, or who has it by delegation', async () => {
    const { provoquer, dynamo } = await scene([]);
    for (const role of ['enseignant', 'cpe', 'dec', 'delegue'] as const) {
      await expect(provoquer(acteur(role))).rejects.toMatchObject({ code: 'operation-interdite' });
    }
    expect(dynamo.appels).toEqual([]);
    await expect(provoquer(acteur('adjoint'))).resolves.toMatchObject({ n: 1 });
  });

  test('tells livrets that begin from those that go on, found here, elsewhere or nowhere (R30)', async () => {
    const { provoquer } = await scene([
      en(PREMIERE, { nomDeFamille: 'DEBUT' }),
      en(TERMINALE, { nomDeFamille: 'ICI', tete: { siecle: ici, applique: NOTES } }),
      en(TERMINALE, {
        nomDeFamille: 'AILLEURS',
        tete: { siecle: { [`${AUTRE_UAI}#2014`]: '9' }, applique: NOTES },
      }),
      en(TERMINALE, { nomDeFamille: 'NULLEPART', tete: { siecle: { [`${UAI}#2015`]: '4' } } }),
      en(TERMINALE, { nomDeFamille: 'PARTI', dateSortie: '2015-09-20' }),
      en('99999999999', { nomDeFamille: 'INCONNU' }),
    ]);
    expect(await provoquer()).toEqual({
      uai: UAI,
      annee: 2015,
      n: 1,
      premiere: { par: `chef/${UAI}/chef`, role: 'chef', le: '2015-10-05T08:00:00Z' },
      derniere: { par: `chef/${UAI}/chef`, role: 'chef', le: '2015-10-05T08:00:00Z' },
      liste: D,
      services: SERVICES,
      comptes: { crees: 1, trouvesIci: 1, trouvesAilleurs: 1, manquants: 1, vides: 0, sansNomenclature: 1 },
      venusDAilleurs: [{ eleveId: '3', nom: 'AILLEURS Zoé, TS1', de: AUTRE_UAI }],
      sansLivret: [{ eleveId: '4', nom: 'NULLEPART Zoé, TS1' }],
      livretsVides: [],
      mefsInconnus: [{ codeMef: '99999999999', eleves: [{ eleveId: '6', nom: 'INCONNU Zoé, TS1' }] }],
    });
  });

  test('knows where a livret begins by the nomenclature of the year before: in seconde in the professional lycée', async () => {
    const { provoquer } = await scene([
      en(PREMIERE_PRO, { tete: { mef: { '2014': SECONDE_PRO }, siecle: ici, applique: NOTES } }),
      en(PREMIERE_PRO, { tete: { mef: { '2014': '20010018110' } } }),
      // Who repeats has last year's livret.
      en(PREMIERE, { tete: { mef: { '2014': PREMIERE }, siecle: ici, applique: NOTES } }),
    ]);
    expect((await provoquer()).comptes).toMatchObject({ crees: 1, trouvesIci: 2, manquants: 0 });
  });

  test('says which livrets are there and hold nothing of last year', async () => {
    const manque = { code: 'annee-precedente', annee: 2014, matiere: null, bloquant: false } as const;
    const { provoquer } = await scene([
      en(TERMINALE, { nomDeFamille: 'RIEN', tete: { siecle: ici } }),
      en(TERMINALE, {
        nomDeFamille: 'SANS',
        tete: { siecle: ici, completude: { ...COMPLETUDE_INITIALE, vide: false, manques: [manque] } },
      }),
      // By hand: the head names no import, the completeness knows.
      en(TERMINALE, { tete: { siecle: ici, completude: { ...COMPLETUDE_INITIALE, vide: false } } }),
    ]);
    expect((await provoquer()).livretsVides.map(({ nom }) => nom)).toEqual(['RIEN Zoé, TS1', 'SANS Zoé, TS1']);
  });

  test('takes a variant of a MEF for the one that SIECLE attaches it to', async () => {
    const { parts, provoquer } = await scene([en(EUROPEENNE, { tete: { siecle: ici, applique: NOTES } })]);
    expect((await provoquer()).mefsInconnus).toHaveLength(1);
    const contenu = { codeMef: EUROPEENNE, libelle: null, rattachement: TERMINALE, programmes: [] };
    await parts.etablissement.ecrire(UAI, 2015, 'nomenclature-siecle', D, { sorte: 'mef', cle: EUROPEENNE, contenu });
    await parts.etablissement.publier(UAI, 2015, 'nomenclature-siecle', D);
    expect((await provoquer()).comptes).toMatchObject({ sansNomenclature: 0, trouvesIci: 1 });
  });

  test('is provoked again after new arrivals: who did it first stays, and two at once both count', async () => {
    const { provoquer, aller, parts } = await scene([en(PREMIERE)]);
    await provoquer();
    aller('2015-11-20T08:00:00Z');
    const [a, b] = await Promise.all([provoquer(acteur('adjoint', { id: 'x' })), provoquer()]);
    expect([a.n, b.n].sort()).toEqual([2, 3]);
    const { creation } = await parts.creations.lire(UAI, 2015);
    expect(creation).toMatchObject({ n: 3, premiere: { role: 'chef', le: '2015-10-05T08:00:00Z' } });
    expect(creation?.derniere.le).toBe('2015-11-20T08:00:00Z');
    // The record tells numbers: whoever reads it learns no name.
    expect(JSON.stringify(creation)).not.toContain('MARTIN');
  });

  test('of 422 pupils takes ten requests', async () => {
    const { provoquer, dynamo } = await scene(Array.from({ length: 422 }, () => en(PREMIERE)));
    expect((await provoquer()).comptes.crees).toBe(422);
    expect(dynamo.appels).toHaveLength(10);
    expect(Map.groupBy(dynamo.appels, (appel) => appel).get('BatchGetCommand')).toHaveLength(7);
  });
});
