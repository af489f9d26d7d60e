import { beforeEach, describe, expect, test } from 'vitest';
import { deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { leverSignalement } from '../../shared/livret/lever-signalement.ts';
import { fermerConsultation, ouvrirConsultation } from '../../shared/livret/regler-consultation.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { acteur, CHEF, ClasseEnMemoire, type EleveVoulu, livretDe, MEF_PREMIERE } from './classe.ts';
import { evaluation, matiere, mef, UAI } from './dossiers.ts';

const DIVISION = { uai: UAI, session: 2016, division: 'TS1' };
const OK = { ...DIVISION, confirme: true };
const SANS_APPRECIATION = {
  base: { scolarite: { evaluations: [evaluation('061300', { notes: ['12'] })] } },
  tete: { etat: 'alimente' },
} as const satisfies EleveVoulu;

let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  await classe.nomenclatures();
});

const valider = (demande: Parameters<typeof validerDivision>[2] = OK, qui = CHEF) =>
  validerDivision(classe.parts, qui, demande);
const sorts = (lue: Awaited<ReturnType<typeof valider>>) =>
  lue.livrets.map(({ eleveId, sort }) => `${eleveId} ${sort}`);

describe('a division is validated (R65)', () => {
  beforeEach(async () => {
    await classe.inscrire(1);
    await classe.inscrire(2);
    await classe.ouvrir();
  });

  test('once it is confirmed: before, the same list is answered and nothing is written', async () => {
    const avant = classe.dynamo.items('livrets');
    const repetition = await valider(DIVISION);
    expect([repetition.etat, sorts(repetition)]).toEqual(['a-confirmer', ['1001 pret', '1002 pret']]);
    expect(classe.dynamo.items('livrets')).toEqual(avant);
    const faite = await valider();
    expect([faite.etat, sorts(faite)]).toEqual(['validee', ['1001 valide', '1002 valide']]);
  });

  test('livret by livret, with who did it, on the row that the table shows, and in its chain', async () => {
    await valider();
    const validation = { session: 2016, par: `chef/${UAI}/chef`, le: '2016-06-09T08:00:00Z' };
    expect(await classe.tete(livretDe(1))).toMatchObject({ etat: 'valide', validation, correction: null });
    expect(await classe.suivi('1001')).toMatchObject({ etat: 'valide', valideLe: validation.le });
    expect(await classe.preuve(livretDe(1))).toMatchObject([
      {
        type: 'livret-valide',
        par: validation.par,
        role: 'chef',
        references: { session: 2016, avant: 'complet', apres: 'valide' },
      },
    ]);
  });

  test('twice changes nothing more', async () => {
    await valider();
    const avant = ['livrets', 'preuve', 'registre'].map((table) => classe.dynamo.items(table));
    classe.instant = '2016-06-10T08:00:00Z';
    const seconde = await valider();
    expect([seconde.etat, sorts(seconde)]).toEqual(['validee', ['1001 deja-valide', '1002 deja-valide']]);
    expect(['livrets', 'preuve', 'registre'].map((table) => classe.dynamo.items(table))).toEqual(avant);
  });

  test('never asks whether somebody read it (R64)', async () => {
    expect((await valider()).etat).toBe('validee');
    expect(classe.dynamo.items('registre').some(({ sk }) => /LECTURE|LU#/.test(String(sk)))).toBe(false);
  });

  test('even before the services of the référentiel open', async () => {
    classe.instant = '2016-04-01T08:00:00Z';
    await ouvrirConsultation(classe.parts, CHEF, { uai: UAI, annee: 2015, divisions: ['TS1'] });
    const { obstacles } = await valider();
    // Families were told later than that day.
    expect(obstacles.map(({ code }) => code)).toEqual(['familles-non-informees']);
  });

  test('as a whole: pupils are named only of livrets under correction', async () => {
    const refus = { code: 'validation-separee', remede: expect.stringContaining('division entière') };
    await expect(valider({ ...OK, eleves: ['1002'] })).rejects.toMatchObject(refus);
    await valider();
    const motif = 'Une moyenne est fausse.';
    await deverrouillerLivret(classe.parts, CHEF, { livretId: livretDe(2), motif });
    // One that came since is complete, and was validated with nobody.
    await classe.inscrire(3);
    await expect(valider({ ...OK, eleves: ['1002', '1003'] })).rejects.toMatchObject(refus);
    expect((await classe.tete(livretDe(2))).etat).toBe('complet');
    expect(sorts(await valider({ ...OK, eleves: ['1002'] }))).toEqual(['1002 valide']);
    expect(sorts(await valider({ ...OK, eleves: ['1002'] }))).toEqual(['1002 deja-valide']);
    expect((await classe.tete(livretDe(3))).etat).toBe('complet');
    await expect(valider({ ...OK, eleves: ['1002', '9999'] })).rejects.toMatchObject({ code: 'division-inconnue' });
  });

  test('as a whole, also after a correction of another session', async () => {
    const correction = {
      par: 'chef/x',
      le: '2015-06-01T08:00:00Z',
      session: 2015,
      acteId: '01J0000000000000000000000B',
    };
    await classe.inscrire(3, { tete: { correction } });
    await expect(valider({ ...OK, eleves: ['1003'] })).rejects.toMatchObject({ code: 'validation-separee' });
  });

  test('whatever the row says: completeness is worked out from what is read', async () => {
    // The nomenclature asks for more since the last write.
    await classe.ecrire(
      classe.registre.ecritureMef(mef([matiere('061300'), matiere('030201')]), '01J00000000000000000000009'),
    );
    expect((await classe.tete(livretDe(1))).etat).toBe('complet');
    const lue = await valider();
    expect([lue.etat, sorts(lue)]).toEqual(['refusee', ['1001 bloque', '1002 bloque']]);
    expect(lue.livrets[0]?.manques).toEqual([
      { code: 'discipline', annee: 2015, matiere: '030201', bloquant: true, tache: 'enseignant' },
    ]);
  });

  test('whose livret is complete by now, although its last write said otherwise', async () => {
    const { livretId } = await classe.tete(await classe.inscrire(3, { tete: { etat: 'alimente' } }));
    expect((await valider()).etat).toBe('validee');
    expect(await classe.tete(livretId)).toMatchObject({ etat: 'valide', completude: { complet: true } });
  });
});

describe('a division is refused as a whole', () => {
  const codes = async () => {
    const { etat, obstacles } = await valider();
    return [etat, ...obstacles.map(({ code }) => code)];
  };
  beforeEach(async () => {
    await classe.inscrire(1);
  });

  test('when a livret of it is incomplete, with what it lacks and whose task it is', async () => {
    await classe.ouvrir();
    await classe.inscrire(2, SANS_APPRECIATION);
    const lue = await valider();
    expect([lue.etat, sorts(lue)]).toEqual(['refusee', ['1001 pret', '1002 bloque']]);
    expect(lue.livrets[1]).toMatchObject({
      nom: 'NOM02 Zoé, TS1',
      manques: [{ code: 'appreciation', matiere: '061300', bloquant: true, tache: 'enseignant' }],
    });
    expect((await classe.tete(livretDe(1))).etat).toBe('complet');
    expect(classe.dynamo.items('preuve')).toEqual([]);
  });

  test('when a text may tell whose livret it is, until it is corrected or the head dismisses it', async () => {
    await classe.ouvrir();
    const appreciation = 'Bravo Zoé, appelez le 04 76 01 02 03.';
    await classe.inscrire(2, {
      base: { scolarite: { evaluations: [evaluation('061300', { notes: ['12'], appreciation })] } },
    });
    const lue = await valider();
    expect([lue.etat, sorts(lue)]).toEqual(['refusee', ['1001 pret', '1002 bloque']]);
    const { signalements = [] } = lue.livrets[1] ?? {};
    expect(signalements).toMatchObject([
      { nature: 'nom-de-l-eleve', passage: expect.stringContaining('Zoé'), ou: { champ: 'appreciation' } },
      { nature: 'telephone' },
    ]);
    for (const { id } of signalements) {
      const demande = { livretId: livretDe(2), signalementId: id, motif: 'Zoé est ici le nom d’un robot.' };
      await leverSignalement(classe.parts, CHEF, demande);
    }
    expect((await valider()).etat).toBe('validee');
  });

  test('when families cannot read, were not told, or both', async () => {
    expect(await codes()).toEqual(['refusee', 'consultation-fermee', 'familles-non-informees']);
    await ouvrirConsultation(classe.parts, CHEF, { uai: UAI, annee: 2015, divisions: ['TS1'] });
    expect(await codes()).toEqual(['refusee', 'familles-non-informees']);
    await classe.ouvrir();
    await fermerConsultation(classe.parts, CHEF, { uai: UAI, annee: 2015, divisions: ['TS1'] });
    expect(await codes()).toEqual(['refusee', 'consultation-fermee']);
    expect((await classe.tete(livretDe(1))).etat).toBe('complet');
  });

  test('by the consultation of another division than its own', async () => {
    await classe.inscrire(2, { ligne: { divisions: ['TS2'] } });
    await classe.ouvrir('TS2');
    expect((await codes())[0]).toBe('refusee');
  });

  test('when its pupils do not sit the exam that year', async () => {
    await classe.ouvrir();
    await classe.inscrire(2, {
      ligne: { divisions: ['1S1'], codeMef: MEF_PREMIERE },
      tete: { mef: { '2015': MEF_PREMIERE } },
    });
    await classe.ouvrir('1S1');
    const lue = await valider({ ...OK, division: '1S1' });
    expect([lue.etat, lue.obstacles.map(({ code }) => code), sorts(lue)]).toEqual([
      'refusee',
      ['division-sans-examen'],
      ['1002 hors-examen'],
    ]);
  });

  test('when SIECLE does not know it', async () => {
    await expect(valider({ ...OK, division: 'TS9' })).rejects.toMatchObject({ code: 'division-inconnue' });
    await expect(valider({ ...OK, session: 2017 })).rejects.toMatchObject({ code: 'division-inconnue' });
  });

  test('for a livret that another establishment received once it was judged: the right is asked again as it is written', async () => {
    const [livretId, ailleurs] = [await classe.inscrire(1), '0380001A'];
    await classe.ouvrir();
    let lectures = 0;
    const lire = async (id: string) => {
      lectures += 1;
      if (lectures === 2) {
        const avant = await classe.tete(id);
        const siecle = { ...avant.siecle, [`${ailleurs}#2015`]: '77' };
        const apres = { ...avant, siecle, scolarise: { '2015': ailleurs } };
        expect((await classe.ecrire(classe.livrets.ecritureTete(avant, apres))).faite).toBe(true);
      }
      return classe.livrets.lire(id);
    };
    const parts = { ...classe.parts, livrets: { ...classe.livrets, lire } };
    await expect(validerDivision(parts, CHEF, OK)).rejects.toMatchObject({ code: 'operation-interdite' });
    expect(lectures).toBe(2);
    expect(await classe.tete(livretId)).toMatchObject({ etat: 'complet', validation: null });
    expect(await classe.preuve(livretId)).toEqual([]);
  });

  test('by whoever is not its head, before anything is read', async () => {
    for (const qui of [
      acteur('enseignant'),
      acteur('cpe'),
      acteur('delegue'),
      acteur('dec'),
      acteur('chef', { uai: '0380001A' }),
    ]) {
      classe.dynamo.appels.length = 0;
      await expect(valider(OK, qui)).rejects.toMatchObject({ code: 'operation-interdite' });
      expect(classe.dynamo.appels).toEqual([]);
    }
  });
});

describe('apart from the others, and holding nothing up', () => {
  test.for<[string, EleveVoulu, string]>([
    ['a pupil who left', { ligne: { dateSortie: '2016-01-15' } }, 'parti'],
    ['a pupil that SIECLE gives no more', { ligne: { absentDepuis: '01J0000000000000000000000E' } }, 'parti'],
    ['a paper livret', { tete: { etat: 'alimente', format: 'papier', motifPapier: 'recours' } }, 'papier'],
    [
      'a candidate who opposes it',
      { tete: { etat: 'alimente', opposition: { par: 'chef/x', le: '2016-06-01T08:00:00Z' } } },
      'oppose',
    ],
    [
      'a pupil schooled elsewhere by now',
      { tete: { scolarise: { '2015': '0380001A' }, siecle: { [`${UAI}#2015`]: '1002', '0380001A#2015': '7' } } },
      'parti',
    ],
    [
      'a pupil who began another year',
      { tete: { siecle: { [`${UAI}#2015`]: '1002', [`${UAI}#2016`]: '1002' } } },
      'autre-annee',
    ],
  ])('%s', async ([, voulu, sort]) => {
    await classe.inscrire(1);
    await classe.inscrire(2, { ...SANS_APPRECIATION, ...voulu });
    await classe.ouvrir();
    const { etat } = await classe.tete(livretDe(2));
    const lue = await valider();
    expect([lue.etat, sorts(lue)]).toEqual(['validee', ['1001 valide', `1002 ${sort}`]]);
    expect(await classe.tete(livretDe(2))).toMatchObject({ etat, validation: null });
  });
});

describe('a division of 35', () => {
  const N = 35;
  beforeEach(async () => {
    for (let n = 1; n <= N; n += 1) await classe.inscrire(n);
    await classe.ouvrir();
    classe.dynamo.appels.length = 0;
  });
  const compter = () => ({
    ecritures: classe.dynamo.appels.filter((appel) => appel === 'TransactWriteCommand').length,
    lectures: classe.dynamo.appels.filter((appel) => appel !== 'TransactWriteCommand').length,
  });

  test('costs, to be read over, one request a livret and 8 for the class', async () => {
    await valider(DIVISION);
    const { ecritures, lectures } = compter();
    expect(ecritures).toBe(0);
    // The list, the consultation, the establishment's names (4 at most), one nomenclature.
    expect(lectures).toBeLessThanOrEqual(N + 8);
  });

  test('costs, to be validated, two reads and one transaction a livret', async () => {
    await valider();
    const { ecritures, lectures } = compter();
    expect(ecritures).toBe(N);
    expect(lectures).toBeLessThanOrEqual(2 * N + 8);
  });

  test('stopped anywhere and asked again, ends validated, each livret once', async () => {
    await valider();
    const appelsEnTout = classe.dynamo.appels.length;
    for (const part of [0.1, 0.35, 0.5, 0.75, 0.99]) {
      const arret = Math.ceil(part * appelsEnTout);
      const essai = new ClasseEnMemoire();
      classe = essai;
      await essai.nomenclatures();
      for (let n = 1; n <= N; n += 1) await essai.inscrire(n);
      await essai.ouvrir();
      let appels = 0;
      essai.dynamo.avant = () => {
        appels += 1;
        if (appels === arret) throw new Error('the function stops');
      };
      await expect(valider()).rejects.toThrow('the function stops');
      await new Promise((suite) => setTimeout(suite, 50));
      essai.dynamo.avant = () => {};
      const reprise = await valider();
      expect(reprise.etat).toBe('validee');
      for (let n = 1; n <= N; n += 1) {
        expect((await essai.tete(livretDe(n))).etat).toBe('valide');
        expect(await essai.preuve(livretDe(n))).toHaveLength(1);
      }
    }
  });

  test('whose livret changes in the meantime: it is left out, and told', async () => {
    let fois = 0;
    classe.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand' || fois++ > 0) return;
      const tete = await classe.tete(livretDe(20));
      await classe.ecrire(
        classe.livrets.ecritureBase(livretDe(20), classe.base(SANS_APPRECIATION.base)),
        classe.livrets.ecritureTete(tete, tete),
      );
    };
    const lue = await valider();
    expect(lue.etat).toBe('partielle');
    expect(lue.livrets.filter(({ sort }) => sort === 'bloque').map(({ eleveId }) => eleveId)).toEqual(['1020']);
    expect((await classe.tete(livretDe(20))).validation).toBeNull();
    expect((await classe.tete(livretDe(21))).etat).toBe('valide');
  });
});
