import { beforeEach, describe, expect, test } from 'vitest';
import { estConsultable } from '../../shared/livret/consultation.ts';
import {
  consulterConsultations,
  demandeInformerFamilles,
  fermerConsultation,
  informerFamilles,
  ouvrirConsultation,
} from '../../shared/livret/regler-consultation.ts';
import { acteur, CHEF, ClasseEnMemoire, MEF_PREMIERE, MEF_SECONDE } from './classe.ts';
import { UAI } from './dossiers.ts';

const TOUT = { uai: UAI, annee: 2015 };
let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  classe.instant = '2016-05-25T08:00:00Z';
  await classe.nomenclatures();
  await classe.inscrire(1);
  await classe.inscrire(2, { ligne: { divisions: ['TS2'] } });
  await classe.inscrire(3, { ligne: { divisions: ['1S1'], codeMef: MEF_PREMIERE } });
  await classe.inscrire(4, { ligne: { divisions: ['2DE1'], codeMef: MEF_SECONDE } });
});

const lire = (division: string) => classe.consultations.lire(UAI, 2015, division);

describe('the consultation of a division', () => {
  test.for([
    ['nothing was opened', null, false],
    ['it opens tomorrow', { du: '2016-05-26', au: null }, false],
    ['it opened today', { du: '2016-05-25', au: null }, true],
    ['it closes today', { du: '2016-05-01', au: '2016-05-25' }, true],
    ['it closed yesterday', { du: '2016-05-01', au: '2016-05-24' }, false],
  ] as const)('when %s', ([, dates, attendu]) => {
    const signee = { par: 'chef/x', role: 'chef', le: '2016-05-01T08:00:00Z' };
    const acces = dates === null ? null : ({ sorte: 'ouvert', ...dates, ...signee } as const);
    expect(estConsultable({ acces }, '2016-05-25')).toBe(attendu);
    expect(estConsultable(null, '2016-05-25')).toBe(false);
  });

  test('opens for the establishment, from première on: seconde has no livret (R125)', async () => {
    const { consultations, ecartees } = await ouvrirConsultation(classe.parts, CHEF, TOUT);
    expect(consultations.map(({ division }) => division)).toEqual(['1S1', 'TS1', 'TS2']);
    expect(ecartees).toEqual(['2DE1']);
    expect(await lire('TS1')).toEqual({
      ...TOUT,
      division: 'TS1',
      n: 1,
      acces: {
        sorte: 'ouvert',
        du: '2016-05-25',
        au: null,
        par: `chef/${UAI}/chef`,
        role: 'chef',
        le: '2016-05-25T08:00:00Z',
      },
      information: null,
      anciennes: [],
    });
    expect(await lire('2DE1')).toBeNull();
  });

  test('opens for a level, however it is written, or for divisions', async () => {
    const premieres = await ouvrirConsultation(classe.parts, CHEF, { ...TOUT, niveau: 'PREMIERE' });
    expect(premieres.consultations.map(({ division }) => division)).toEqual(['1S1']);
    const une = await ouvrirConsultation(classe.parts, CHEF, { ...TOUT, divisions: ['TS2'] });
    expect(une.consultations.map(({ division }) => division)).toEqual(['TS2']);
    expect(await lire('TS1')).toBeNull();
  });

  test('is one act: written by somebody else meanwhile, it is decided again', async () => {
    let fois = 0;
    classe.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand' || fois++ > 0) return;
      await informerFamilles(classe.parts, CHEF, { ...TOUT, divisions: ['TS2'], moyen: 'reunion' });
    };
    await ouvrirConsultation(classe.parts, CHEF, { ...TOUT, niveau: 'Terminale' });
    expect(await lire('TS2')).toMatchObject({ n: 2, acces: { sorte: 'ouvert' }, information: { moyen: 'reunion' } });
    expect(await lire('TS1')).toMatchObject({ n: 1, acces: { sorte: 'ouvert' } });
  });

  test('closed and opened again keeps what was, with who did it', async () => {
    const une = { ...TOUT, divisions: ['TS1'] as [string] };
    await ouvrirConsultation(classe.parts, CHEF, une);
    await ouvrirConsultation(classe.parts, CHEF, une);
    classe.instant = '2016-05-30T08:00:00Z';
    await fermerConsultation(classe.parts, acteur('adjoint'), une);
    await fermerConsultation(classe.parts, acteur('adjoint'), une);
    expect(estConsultable(await lire('TS1'), '2016-05-30')).toBe(false);
    await ouvrirConsultation(classe.parts, CHEF, { ...une, au: '2016-06-30' });
    const { n, acces, anciennes } = (await lire('TS1')) ?? {};
    expect([n, acces]).toMatchObject([3, { sorte: 'ouvert', du: '2016-05-30', au: '2016-06-30' }]);
    expect(anciennes).toMatchObject([
      { sorte: 'ouvert', du: '2016-05-25', role: 'chef' },
      { sorte: 'ferme', du: '2016-05-30', role: 'adjoint' },
    ]);
  });

  test('keeps its day of opening when only its end changes', async () => {
    const une = { ...TOUT, divisions: ['TS1'] as [string] };
    await ouvrirConsultation(classe.parts, CHEF, une);
    classe.instant = '2016-05-30T08:00:00Z';
    await ouvrirConsultation(classe.parts, CHEF, { ...une, du: '2016-05-25', au: '2016-06-30' });
    expect(await lire('TS1')).toMatchObject({ acces: { du: '2016-05-25', au: '2016-06-30' } });
  });

  test('keeps how and when families were told, the earlier ways too', async () => {
    const une = { ...TOUT, divisions: ['TS1'] as [string] };
    await informerFamilles(classe.parts, CHEF, { ...une, moyen: 'teleservice', le: '2016-05-20' });
    await informerFamilles(classe.parts, CHEF, { ...une, moyen: 'papier' });
    await informerFamilles(classe.parts, CHEF, { ...une, moyen: 'papier' });
    expect(await lire('TS1')).toMatchObject({
      n: 2,
      acces: null,
      information: { moyen: 'papier', du: '2016-05-25', role: 'chef' },
      anciennes: [{ moyen: 'teleservice', du: '2016-05-20' }],
    });
    expect(demandeInformerFamilles.safeParse({ ...une, moyen: 'rumeur' }).success).toBe(false);
  });

  test('is listed by division, in one request', async () => {
    await ouvrirConsultation(classe.parts, CHEF, TOUT);
    classe.dynamo.appels.length = 0;
    const lues = await consulterConsultations(classe.parts, acteur('cpe'), TOUT);
    expect(lues.map(({ division }) => division)).toEqual(['1S1', 'TS1', 'TS2']);
    expect(classe.dynamo.appels).toEqual(['QueryCommand']);
  });

  test.for([
    ['a division that SIECLE does not know', { divisions: ['TS9'] }, 'division-inconnue'],
    ['a division of seconde', { divisions: ['2DE1'] }, 'division-hors-livret'],
    ['a level that nobody is in', { niveau: 'Licence' }, 'aucune-division'],
    ['a day that is over', { du: '2016-05-24' }, 'date-passee'],
    ['an end before its beginning', { du: '2016-06-02', au: '2016-06-01' }, 'dates-inversees'],
  ] as const)('is not opened for %s', async ([, demande, code]) => {
    const entiere = { ...TOUT, ...demande, ...('divisions' in demande && { divisions: [...demande.divisions] }) };
    await expect(ouvrirConsultation(classe.parts, CHEF, entiere as typeof TOUT)).rejects.toMatchObject({
      code,
      remede: expect.stringMatching(/[.;]$/),
    });
    expect(await classe.consultations.lister(UAI, 2015)).toEqual([]);
  });

  test('is not said to families on a day to come', async () => {
    const demande = { ...TOUT, moyen: 'papier', le: '2016-05-26' } as const;
    await expect(informerFamilles(classe.parts, CHEF, demande)).rejects.toMatchObject({ code: 'date-a-venir' });
  });

  test('is the head’s, or whom they delegate it to', async () => {
    for (const qui of [acteur('enseignant'), acteur('cpe'), acteur('delegue'), acteur('chef', { uai: '0380001A' })]) {
      for (const acte of [
        () => ouvrirConsultation(classe.parts, qui, TOUT),
        () => fermerConsultation(classe.parts, qui, TOUT),
        () => informerFamilles(classe.parts, qui, { ...TOUT, moyen: 'papier' }),
      ]) {
        await expect(acte()).rejects.toMatchObject({ code: 'operation-interdite' });
      }
    }
  });
});
