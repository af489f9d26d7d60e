import { beforeEach, describe, expect, test } from 'vitest';
import { consulterLivret } from '../../shared/livret/consulter-livret.ts';
import { fermerConsultation } from '../../shared/livret/regler-consultation.ts';
import { acteur, CHEF, ClasseEnMemoire, livretDe } from './classe.ts';
import { UAI } from './dossiers.ts';

const ID = livretDe(1);
const ELEVE = acteur('eleve', { uai: null, livrets: [ID] });
const RESPONSABLE = acteur('responsable', { uai: null, livrets: [ID] });

let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  await classe.nomenclatures();
  await classe.inscrire(1);
});

const lire = (qui = ELEVE) => consulterLivret(classe.parts, qui, { livretId: ID });

describe('a family reads a livret', () => {
  test.for([ELEVE, RESPONSABLE])('while its consultation is open, and it is proved before the answer', async (qui) => {
    await classe.ouvrir();
    expect((await lire(qui)).page).not.toBeNull();
    expect(await classe.preuve(ID)).toMatchObject([{ type: 'livret-consulte', role: qui.role }]);
    await lire(qui);
    expect(await classe.preuve(ID)).toHaveLength(2);
  });

  test('never before it opens, nor once it is closed: nothing is told, nothing is written', async () => {
    await expect(lire()).rejects.toMatchObject({ code: 'consultation-fermee' });
    await classe.ouvrir();
    await fermerConsultation(classe.parts, CHEF, { uai: UAI, annee: 2015, divisions: ['TS1'] });
    await expect(lire()).rejects.toMatchObject({ code: 'consultation-fermee' });
    expect(await classe.preuve(ID)).toEqual([]);
  });

  test('of its own only', async () => {
    await classe.ouvrir();
    await expect(lire(acteur('eleve', { uai: null, livrets: [livretDe(2)] }))).rejects.toMatchObject({
      code: 'operation-interdite',
    });
    expect(await classe.preuve(ID)).toEqual([]);
  });
});

test('the people of the establishment read without it, and leave no event', async () => {
  expect((await lire(CHEF)).page).not.toBeNull();
  expect(await classe.preuve(ID)).toEqual([]);
});
