import { beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import type { Livret } from '../../shared/livret/livret.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { modifierLivret } from '../../shared/livret/modifier-livret.ts';
import type { LivretOuvert } from '../../shared/livret/ouvrir-livret.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { base, evaluation, LIVRET_ID, ligne, matiere, mef, tete, UAI } from './dossiers.ts';

let dynamo: DynamoEnMemoire;
let parts: Parameters<typeof modifierLivret>[0];
const CLE = { uai: UAI, annee: 2015, eleveId: '1413136' };
const FAIT = { type: 'saisie', par: `chef/${UAI}/chef`, role: 'chef', references: {} } as const;
const COMPLETE = base(2015, {
  depotId: 'd1',
  scolarite: { evaluations: [evaluation('061300', { notes: ['12'], appreciation: 'Bien.' })] },
});

beforeEach(async () => {
  dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve');
  parts = {
    dynamo: dynamo.client,
    livrets: magasinLivrets(dynamo.client, 'livrets'),
    registre: magasinRegistre(dynamo.client, 'registre', async () => 'clé'),
    etablissement: magasinEtablissement(dynamo.client, 'registre'),
    tablePreuve: 'preuve',
    horloge: horlogeFixe('2016-06-01T08:00:00Z'),
  };
  const { suivi, ...identite } = ligne({ livretId: LIVRET_ID });
  await executerTransaction(dynamo.client, [
    parts.livrets.ecritureTete(
      null,
      tete({ mef: { '2015': '21111010110' }, siecle: { [`${UAI}#2015`]: CLE.eleveId }, scolarise: { '2015': UAI } }),
    ),
    parts.registre.ecritureIdentite(identite, suivi),
    parts.registre.ecritureMef(mef([matiere('061300')]), 'd0'),
  ]);
  dynamo.appels.length = 0;
});

/** Gives the livret its base, as an import would. */
const remplir = ({ livret }: LivretOuvert) => {
  const apres: Livret = {
    ...livret,
    tete: { ...livret.tete, applique: { '2015#notes': 'd1' } },
    bases: [COMPLETE],
  };
  return { apres, fait: FAIT, operations: [parts.livrets.ecritureBase(LIVRET_ID, COMPLETE)], resultat: 'fait' };
};

describe('a livret that is changed', () => {
  test('is read in two requests and written in one transaction, with its row and its event', async () => {
    expect(await modifierLivret(parts, LIVRET_ID, async (ouvert) => remplir(ouvert))).toBe('fait');
    expect(dynamo.appels).toEqual(['QueryCommand', 'BatchGetCommand', 'TransactWriteCommand']);
    expect((await parts.livrets.lire(LIVRET_ID))?.tete).toMatchObject({
      etat: 'complet',
      completude: { complet: true, vide: false },
      chaine: { seq: 1 },
    });
    expect((await parts.registre.lireEleve(UAI, 2015, CLE.eleveId))?.suivi).toMatchObject({
      etat: 'complet',
      manques: { chef: { bloquants: 0 } },
    });
    const preuve = dynamo.items('preuve') as unknown as Evenement[];
    expect(preuve).toMatchObject([{ type: 'saisie', role: 'chef', quand: '2016-06-01T08:00:00Z' }]);
    expect(premiereRupture(preuve)).toBeNull();
  });

  test('is decided again when somebody else wrote in between: nothing of theirs is lost', async () => {
    let vus = 0;
    dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      dynamo.avant = () => {};
      await modifierLivret(parts, LIVRET_ID, async ({ livret }) => ({
        apres: { ...livret, tete: { ...livret.tete, format: 'papier' } },
        fait: { ...FAIT, type: 'format-change' },
        operations: [],
        resultat: null,
      }));
    };
    await modifierLivret(parts, LIVRET_ID, async (ouvert) => {
      vus += 1;
      return remplir(ouvert);
    });
    expect(vus).toBe(2);
    expect((await parts.livrets.lire(LIVRET_ID))?.tete).toMatchObject({ etat: 'complet', format: 'papier' });
    const preuve = dynamo.items('preuve') as unknown as Evenement[];
    expect(preuve.map(({ type }) => type)).toEqual(['format-change', 'saisie']);
    expect(premiereRupture(preuve)).toBeNull();
  });

  test('is left alone when there is nothing to change, or when it is refused', async () => {
    expect(await modifierLivret(parts, LIVRET_ID, async () => ({ resultat: 7 }))).toBe(7);
    await expect(
      modifierLivret(parts, LIVRET_ID, async () => {
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    expect(dynamo.appels).not.toContain('TransactWriteCommand');
  });

  test('that does not exist is told', async () => {
    await expect(
      modifierLivret(parts, '01J0000000000000000000000Z', async () => ({ resultat: 0 })),
    ).rejects.toMatchObject({
      code: 'livret-inconnu',
    });
  });

  test('remembers under which MEF its nomenclature was found, so that the next reading takes two requests', async () => {
    await executerTransaction(dynamo.client, [
      parts.livrets.ecritureTete(
        (await parts.livrets.lire(LIVRET_ID))?.tete ?? null,
        tete({ mef: { '2015': '21111010199' }, siecle: { [`${UAI}#2015`]: CLE.eleveId } }),
      ),
    ]);
    const variante = { codeMef: '21111010199', libelle: null, rattachement: '21111010110', programmes: [] };
    const contenu = { sorte: 'mef', cle: '21111010199', contenu: variante } as const;
    await parts.etablissement.ecrire(UAI, 2015, 'nomenclature-siecle', 'd0', contenu);
    await parts.etablissement.publier(UAI, 2015, 'nomenclature-siecle', 'd0');
    await modifierLivret(parts, LIVRET_ID, async (ouvert) => remplir(ouvert));
    expect((await parts.livrets.lire(LIVRET_ID))?.tete).toMatchObject({
      etat: 'complet',
      rattachements: { '2015': '21111010110' },
    });
    dynamo.appels.length = 0;
    await modifierLivret(parts, LIVRET_ID, async ({ mefs }) => ({ resultat: mefs }));
    expect(dynamo.appels).toEqual(['QueryCommand', 'BatchGetCommand']);
  });
});
