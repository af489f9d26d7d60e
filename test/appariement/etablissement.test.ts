import { ulid } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { messageDAppariement } from '../../shared/appariement/apparier-etablissement.ts';
import { consulterAppariements } from '../../shared/appariement/consulter-appariements.ts';
import { deciderAppariement } from '../../shared/appariement/decider-appariement.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { UAI } from '../livret/dossiers.ts';
import { Academie, INSTANT, identite, ine, livretId, referentiel, SESSION } from './etablissements.ts';

const AUTRE = '0750655E';
const HIER = '2016-06-09T08:00:00Z';

let lycee: Academie;

/** Three pupils, the last without candidate; a candidate without pupil. */
async function peupler(academie: Academie): Promise<void> {
  for (const n of [1, 2, 3]) await academie.inscrire(n);
  for (const n of [1, 2, 4]) await academie.presenter(n);
}

beforeEach(async () => {
  lycee = new Academie();
  await peupler(lycee);
});

/** Commands that write, of what was asked since. */
const ecrits = (academie: Academie, depuis: number): string[] =>
  academie.dynamo.appels.slice(depuis).filter((appel) => /Put|Update|Delete|TransactWrite/.test(appel));

describe('« Envoyer identifiants élèves »', () => {
  const dates = async () =>
    (await lycee.consulter()).eleves.map(({ eleveId, identifiantsEnvoyesLe }) => [eleveId, identifiantsEnvoyesLe]);

  test('dates each pupil, then asks for the appariement of the establishment', async () => {
    const envoi = await lycee.envoyer();
    expect(envoi).toMatchObject({ envoyes: 3, dejaEnvoyes: 0, partis: [], enRetard: false });
    expect(lycee.file.envois).toEqual([
      { message: { uai: UAI, session: SESSION, demande: envoi.demande }, groupe: UAI },
    ]);
    expect(await dates()).toEqual([1, 2, 3].map((n) => [String(n), INSTANT]));
  });

  test('sent once more keeps the first dates, adds who came since, and asks again', async () => {
    await lycee.envoyer();
    await lycee.inscrire(5);
    lycee.instant = '2016-06-20T08:00:00Z';
    expect(await lycee.envoyer()).toMatchObject({ envoyes: 1, dejaEnvoyes: 3, enRetard: true });
    expect(await dates()).toEqual([
      ['1', INSTANT],
      ['2', INSTANT],
      ['3', INSTANT],
      ['5', '2016-06-20T08:00:00Z'],
    ]);
    expect(lycee.file.envois).toHaveLength(2);
  });

  test('takes the divisions or the pupils that were chosen, and no other', async () => {
    await lycee.inscrire(5, { divisions: ['TES2'] });
    expect(await lycee.envoyer({ divisions: ['TES2'] })).toMatchObject({ envoyes: 1 });
    expect(await lycee.envoyer({ eleves: ['2'] })).toMatchObject({ envoyes: 1 });
    expect((await dates()).filter(([, le]) => le !== null).map(([eleveId]) => eleveId)).toEqual(['2', '5']);
  });

  test('leaves out who left, and says so', async () => {
    await lycee.inscrire(5, { dateSortie: '2016-01-15' });
    await lycee.inscrire(6, { absentDepuis: '01J0000000000000000000000C' });
    expect(await lycee.envoyer()).toMatchObject({ envoyes: 3, partis: ['5', '6'] });
  });

  test('stopped at any of its calls and begun again sends everybody once', async () => {
    for (let k = 1; k <= 3; k += 1) {
      const essai = new Academie();
      await peupler(essai);
      let restants = k;
      essai.dynamo.avant = () => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      await essai.envoyer().catch(() => null);
      essai.dynamo.avant = () => {};
      await essai.envoyer();
      expect((await essai.consulter()).eleves.every((une) => une.identifiantsEnvoyesLe === INSTANT)).toBe(true);
    }
  });

  test.for([
    ['before the services open', '2016-05-01T08:00:00Z', {}, 'services-fermes'],
    ['once the deliberations have begun', '2016-07-05T08:00:00Z', {}, 'deliberations-ouvertes'],
    ['for a session without calendar', INSTANT, { session: 2017 }, 'session-sans-calendrier'],
    ['of an unknown division', INSTANT, { divisions: ['TS1', 'TX'] }, 'division-inconnue'],
    ['of an unknown pupil', INSTANT, { eleves: ['1', '99'] }, 'eleve-inconnu'],
    ['of an establishment without pupils', INSTANT, { uai: AUTRE }, 'aucun-eleve'],
  ] as const)('%s is refused, dates nobody and queues nothing', async ([, instant, reste, code]) => {
    lycee.instant = instant;
    const avant = lycee.etat();
    await expect(lycee.envoyer(structuredClone(reste) as never)).rejects.toMatchObject({ code });
    expect(lycee.file.envois).toEqual([]);
    expect(lycee.etat()).toEqual(avant);
  });
});

describe('the appariement of an establishment', () => {
  test('gives each pair its No Élève, on the pupil, the candidate and the livret, with how it was made', async () => {
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).toEqual({ 1: 'apparie c1', 2: 'apparie c2', 3: 'sans-candidat' });
    const { eleves, candidatsSansEleve } = await lycee.consulter();
    expect(eleves.map(({ noEleve }) => noEleve)).toEqual(['0000000001', '0000000002', null]);
    expect(eleves[0]?.issue).toEqual({ etat: 'apparie', noCandidat: 'c1', par: 'ine', certitude: 'certaine' });
    expect(candidatsSansEleve.map(({ noCandidat }) => noCandidat)).toEqual(['c4']);
    expect(await lycee.candidats.lire(2016, 'c2')).toMatchObject({ livretId: livretId(2), noEleve: '0000000002' });
    expect(await lycee.tete(2)).toMatchObject({
      appariement: { session: 2016, noCandidat: 'c2', noEleve: '0000000002', par: 'ine', certitude: 'certaine' },
      chaine: { seq: 1 },
    });
    const evenements = lycee.dynamo.items('preuve') as unknown as Evenement[];
    expect(evenements.map(({ type, references }) => [type, references])).toEqual(
      [1, 2].map((n) => [
        'apparie',
        { session: 2016, noCandidat: `c${n}`, noEleve: `000000000${n}`, moyen: 'ine', certitude: 'certaine' },
      ]),
    );
    for (const evenement of evenements) expect(premiereRupture([evenement])).toBeNull();
    // Nothing had been sent: nothing is told.
    expect(lycee.transferts.envois).toEqual([]);
    expect(await lycee.envois.lister(SESSION)).toEqual([]);
  });

  test('matches those whose identifiers were sent, and nobody else', async () => {
    await lycee.envoyer({ eleves: ['2'] });
    await lycee.apparier();
    expect(await lycee.issues()).toEqual({ 1: 'non-envoye', 2: 'apparie c2', 3: 'non-envoye' });
    expect(await lycee.bilans.lire(SESSION, UAI)).toMatchObject({
      parIssue: { apparie: 1, 'non-envoye': 2 },
      candidatsSansEleve: 2,
    });
  });

  test('of who was not sent makes no pair, and gives their candidate to no homonym', async () => {
    const homonymes = { ...identite(1), ine: null };
    const seul = new Academie();
    await seul.inscrire(1, homonymes);
    await seul.inscrire(2, homonymes);
    await seul.presenter(1, homonymes);
    await seul.envoyer({ eleves: ['1'] });
    await seul.apparier();
    expect(await seul.issues()).toEqual({ 1: 'ambigu', 2: 'non-envoye' });
  });

  test('run again writes nothing but when it ran', async () => {
    await lycee.envoyerEtApparier();
    const [avant, appels] = [lycee.etat(), lycee.dynamo.appels.length];
    const national = lycee.national.dynamo.appels.length;
    await lycee.apparier();
    expect(lycee.etat()).toEqual(avant);
    expect(ecrits(lycee, appels)).toEqual(['PutCommand']);
    // All were asked about, fifty at a time.
    expect(lycee.national.dynamo.appels.slice(national)).toEqual(['BatchGetCommand', 'BatchGetCommand']);
  });

  test('takes five requests to find that nothing is to be done', async () => {
    await lycee.envoyerEtApparier();
    const appels = lycee.dynamo.appels.length;
    await lycee.apparier();
    expect(lycee.dynamo.appels.slice(appels)).toEqual([
      'QueryCommand',
      'QueryCommand',
      // The head of pupil 3, then where the candidates of its INE are.
      'BatchGetCommand',
      'QueryCommand',
      'PutCommand',
    ]);
  });

  test('run again pairs the candidates that came meanwhile, and only them', async () => {
    await lycee.envoyerEtApparier();
    await lycee.presenter(3);
    await lycee.apparier();
    expect(await lycee.issues()).toEqual({ 1: 'apparie c1', 2: 'apparie c2', 3: 'apparie c3' });
    expect(lycee.dynamo.items('preuve')).toHaveLength(3);
  });

  test('stopped at any of its calls and delivered again ends in the same state', async () => {
    const prete = async (): Promise<Academie> => {
      const academie = new Academie();
      await peupler(academie);
      await academie.envoyer();
      return academie;
    };
    const temoin = await prete();
    const debut = temoin.dynamo.appels.length + temoin.national.dynamo.appels.length;
    await temoin.apparier();
    const appels = temoin.dynamo.appels.length + temoin.national.dynamo.appels.length - debut;
    expect(appels).toBeGreaterThan(9);
    for (let k = 1; k <= appels; k += 1) {
      const essai = await prete();
      let restants = k;
      const arreter = (): void => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      essai.dynamo.avant = arreter;
      essai.national.dynamo.avant = arreter;
      await expect(essai.apparier()).rejects.toThrow('the function stops');
      essai.dynamo.avant = () => {};
      essai.national.dynamo.avant = () => {};
      await essai.apparier();
      expect(essai.etat()).toEqual(temoin.etat());
    }
  });

  test('leaves a candidate to the livret that took it meanwhile', async () => {
    await lycee.envoyer();
    lycee.dynamo.avantLaTransaction(() => lycee.prendre('c1'));
    await lycee.apparier();
    expect(await lycee.candidats.lire(2016, 'c1')).toMatchObject({ livretId: livretId(9), noEleve: '9999999999' });
    expect((await lycee.tete(1)).appariement).toBeNull();
    expect(await lycee.candidats.lire(2016, 'c2')).toMatchObject({ livretId: livretId(2) });
  });

  test('of an earlier session that comes late writes no pair over the one of the session that goes on', async () => {
    await lycee.envoyer();
    const [une, autre] = [await lycee.tete(1), await lycee.tete(2)];
    const pairePlusTard = { session: 2017, noCandidat: 'd1', noEleve: '9', par: 'ine' } as const;
    const passage = { session: SESSION, etat: 'examine', appariement: null, validation: null, version: null } as const;
    await lycee.ecrire(
      lycee.livrets.ecritureTete(une, { ...une, appariement: pairePlusTard }),
      lycee.livrets.ecritureTete(autre, {
        ...autre,
        passages: [{ ...passage, accuse: null, format: 'numerique', opposition: null }],
      }),
    );
    await lycee.apparier();
    expect((await lycee.tete(1)).appariement).toEqual(pairePlusTard);
    expect((await lycee.tete(2)).appariement).toBeNull();
    expect(await lycee.issues()).toMatchObject({ 1: 'sans-candidat', 2: 'sans-candidat' });
    // No place was asked with their candidates.
    expect(lycee.national.dynamo.items('referentiel')).toEqual([]);
  });

  test('nor over one that came while it ran', async () => {
    await lycee.envoyer();
    lycee.dynamo.avantLaTransaction(async () => {
      const lue = await lycee.tete(1);
      const appariement = { session: 2017, noCandidat: 'd1', noEleve: '9', par: 'ine' } as const;
      await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, appariement }));
    });
    await lycee.apparier();
    expect((await lycee.tete(1)).appariement).toMatchObject({ session: 2017 });
  });

  test('takes up again a livret that somebody wrote meanwhile', async () => {
    await lycee.envoyer();
    lycee.dynamo.avantLaTransaction(async () => {
      const lue = await lycee.tete(1);
      await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, etat: 'alimente' }));
    });
    await lycee.apparier();
    expect(await lycee.tete(1)).toMatchObject({ etat: 'alimente', appariement: { noCandidat: 'c1' } });
  });

  test('after a person undid the very pair while it ran does not make it', async () => {
    await lycee.envoyer();
    lycee.dynamo.avantLaTransaction(async () => {
      const lue = await lycee.tete(1);
      await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, pairesDefaites: ['2016#c1'] }));
    });
    await lycee.apparier();
    expect((await lycee.tete(1)).appariement).toBeNull();
    expect(await lycee.issues()).toMatchObject({ 1: 'sans-candidat' });
  });
});

describe('a pupil whose candidate is another’s', () => {
  /** A homonym born the same day, whose candidate the DEC has not. */
  const homonyme = { ...identite(1), ine: '777777777ZZ' };

  test('is told whose, is a case for a person, and takes nothing', async () => {
    await lycee.inscrire(5, homonyme);
    await lycee.envoyerEtApparier();
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c1', 5: 'deja-apparie', 3: 'sans-candidat' });
    const { eleves } = await lycee.consulter();
    expect(eleves.find(({ eleveId }) => eleveId === '5')?.issue).toMatchObject({
      etat: 'deja-apparie',
      candidats: [
        {
          noCandidat: 'c1',
          raisons: expect.arrayContaining(['ine-different', 'memes-noms']),
          eleve: { uai: UAI, eleveId: '1', nom: 'ABADIE Amine, TS1' },
        },
      ],
    });
    expect((await lycee.bilans.lire(SESSION, UAI))?.parIssue).toMatchObject({ 'deja-apparie': 1, 'sans-candidat': 1 });
  });

  test('is counted so by the very run that pairs the other', async () => {
    await lycee.inscrire(5, { ...identite(5), ine: ine(1) });
    await lycee.envoyerEtApparier();
    expect((await lycee.bilans.lire(SESSION, UAI))?.parIssue).toMatchObject({ apparie: 2, 'deja-apparie': 1 });
  });

  test('who is of another establishment: the DEC alone learns where', async () => {
    await lycee.inscrire(5, { ...identite(4), uai: AUTRE as never });
    await lycee.envoyerEtApparier(AUTRE);
    await lycee.inscrire(6, { ...identite(4), ine: '777777777ZZ' });
    await lycee.envoyerEtApparier();
    const aQui = async (role: 'chef' | 'dec') => {
      const issue = (await lycee.consulter(UAI, role)).eleves.find(({ eleveId }) => eleveId === '6')?.issue;
      return issue?.etat === 'deja-apparie'
        ? issue.candidats.map(({ noCandidat, eleve }) => [noCandidat, eleve])
        : issue;
    };
    expect(await aQui('chef')).toEqual([['c4', null]]);
    expect(await aQui('dec')).toEqual([['c4', { uai: AUTRE, eleveId: '5', nom: null }]]);
  });

  test('by a mere likeness, as twins have, is without candidate', async () => {
    await lycee.inscrire(5, { ...identite(1), ine: null, prenoms: ['Basile'] });
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c1', 5: 'sans-candidat' });
  });
});

describe('INE', () => {
  test('two pupils who carry the same one, with another’s birth date: who it is of is paired, a person sees the other', async () => {
    await lycee.inscrire(5, { ine: ine(1) });
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c1', 5: 'deja-apparie' });
  });

  test('two pupils who carry the same one and are alike: a person decides', async () => {
    await lycee.inscrire(5, identite(1));
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'ambigu', 5: 'ambigu' });
    const { eleves } = await lycee.consulter();
    expect(eleves[0]?.issue).toMatchObject({
      cause: 'plusieurs-eleves',
      candidats: [{ noCandidat: 'c1', nom: 'ABADIE', raisons: expect.arrayContaining(['meme-ine', 'memes-noms']) }],
    });
  });

  test('that SIECLE does not have: names, birth date and establishment pair', async () => {
    await lycee.inscrire(4, { ine: null });
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).toMatchObject({ 4: 'apparie c4' });
    expect((await lycee.tete(4)).appariement).toMatchObject({ par: 'identite', certitude: 'forte' });
  });

  test('that a registration alone gives counts', async () => {
    const { ine: _, ...nom } = identite(3);
    const dec = { ...nom, uai: UAI };
    await lycee.presenter(3, { ...dec, ine: null });
    const inscription = { ...dec, session: SESSION, depotId: '01J0000000000000000000000C', ines: [ine(3)] };
    const reste = { division: null, serie: null, categorie: null, specialites: [], lva: null, lvb: null };
    await lycee.ecrire(lycee.candidats.ecritureInscription(null, { ...inscription, ...reste }));
    await lycee.envoyerEtApparier();
    expect((await lycee.tete(3)).appariement).toMatchObject({ noCandidat: 'c3', par: 'ine' });
  });

  test('that a registration alone gives leads a pupil of another establishment to the candidate, and back no more once corrected', async () => {
    const { ine: _, ...nom } = identite(3);
    const dec = { ...nom, uai: AUTRE };
    await lycee.presenter(3, { ...dec, ine: null });
    const reste = { division: null, serie: null, categorie: null, specialites: [], lva: null, lvb: null };
    const inscription = { ...dec, ...reste, session: SESSION, depotId: '01J0000000000000000000000C', ines: [ine(3)] };
    await lycee.ecrire(
      lycee.candidats.ecritureInscription(null, inscription),
      ...(await lycee.ines.ecrituresDInscription(null, inscription)),
    );
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).toMatchObject({ 3: 'apparie c3' });
    expect((await lycee.tete(3)).appariement).toMatchObject({ par: 'ine', certitude: 'certaine' });
    // Looked at again, by the INE of the registration too.
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 3: 'apparie c3' });
    const corrigee = { ...inscription, ines: ['999999999ZZ'] };
    await lycee.ecrire(...(await lycee.ines.ecrituresDInscription(inscription, corrigee)));
    expect(await lycee.ines.chercher(SESSION, [ine(3)])).toEqual([]);
    expect(await lycee.ines.chercher(SESSION, ['999999999ZZ'])).toEqual([{ noCandidat: null, uai: AUTRE }]);
  });

  test('that a later file of the DEC changes: the pair stands, and a person is asked to look', async () => {
    await lycee.envoyerEtApparier();
    await lycee.presenter(1, { ine: '999999999ZZ', depotId: '01J0000000000000000000000D' });
    const avant = lycee.etat();
    const appels = lycee.dynamo.appels.length;
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'a-verifier c1', 2: 'apparie c2' });
    expect(ecrits(lycee, appels)).toEqual(['PutCommand']);
    expect((await lycee.tete(1)).appariement).toMatchObject({ noCandidat: 'c1' });
    expect(avant).not.toEqual(lycee.etat());
    expect((await lycee.bilans.lire(SESSION, UAI))?.parIssue).toEqual({
      apparie: 1,
      'a-verifier': 1,
      'sans-candidat': 1,
    });
  });

  test('that SIECLE corrects after the sending: the next run finds the candidate', async () => {
    await lycee.inscrire(4, { ine: '888888888ZZ' });
    await lycee.envoyerEtApparier();
    expect(await lycee.issues()).not.toMatchObject({ 4: 'apparie c4' });
    await lycee.inscrire(4, { depotId: '01J0000000000000000000000E' });
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 4: 'apparie c4' });
  });
});

describe('a pupil who moves', () => {
  test('after the pair was made keeps it: it shows on the new row, and nothing else is written', async () => {
    await lycee.envoyerEtApparier();
    await lycee.inscrire(1, { dateSortie: '2016-06-11', depotId: '01J0000000000000000000000E' });
    await lycee.inscrire(1, { uai: AUTRE as never, eleveId: '71' });
    await lycee.envoyer({ uai: AUTRE });
    const appels = lycee.dynamo.appels.length;
    await lycee.apparier({ uai: AUTRE });
    expect(await lycee.issues(AUTRE)).toEqual({ 71: 'apparie c1' });
    expect(await lycee.registre.lireEleve(AUTRE, 2015, '71')).toMatchObject({
      noCandidat: 'c1',
      noEleve: '0000000001',
      paire: { par: 'ine', certitude: 'certaine' },
    });
    expect(ecrits(lycee, appels)).toEqual(['TransactWriteCommand', 'PutCommand']);
    await lycee.apparier({ uai: AUTRE });
    expect(lycee.dynamo.items('preuve')).toHaveLength(2);
  });

  test('and whose pair a person undoes meanwhile does not get it back on the new row', async () => {
    await lycee.envoyerEtApparier();
    await lycee.inscrire(1, { uai: AUTRE as never, eleveId: '71' });
    await lycee.envoyer({ uai: AUTRE });
    lycee.dynamo.avantLaTransaction(async () => {
      await lycee.decider(71, null, { uai: AUTRE, role: 'dec' });
    });
    await lycee.apparier({ uai: AUTRE });
    expect((await lycee.tete(1)).appariement).toBeNull();
    expect(await lycee.registre.lireEleve(AUTRE, 2015, '71')).toMatchObject({ noCandidat: null });
  });

  test('before it was made meets the candidate of the former establishment, by the INE', async () => {
    await lycee.inscrire(4, { uai: AUTRE as never });
    await lycee.envoyerEtApparier(AUTRE);
    expect(await lycee.issues(AUTRE)).toEqual({ 4: 'apparie c4' });
    await lycee.envoyerEtApparier();
    expect((await lycee.consulter()).candidatsSansEleve).toEqual([]);
  });

  test('does not meet, by names alone, the candidate of another establishment', async () => {
    await lycee.inscrire(4, { uai: AUTRE as never, ine: null });
    await lycee.envoyerEtApparier(AUTRE);
    expect(await lycee.issues(AUTRE)).toEqual({ 4: 'sans-candidat' });
  });

  test('to another académie takes the number along, under a higher époque; the first one is told where', async () => {
    await lycee.envoyerEtApparier();
    const creteil = new Academie('creteil', lycee.national);
    await creteil.inscrire(7, { ...identite(1), uai: AUTRE as never });
    await creteil.envoyerEtApparier(AUTRE);
    expect(await creteil.issues(AUTRE)).toEqual({ 7: 'ailleurs' });
    expect((await creteil.consulter(AUTRE)).eleves[0]?.issue).toEqual({
      etat: 'ailleurs',
      academie: 'académie de Grenoble',
    });

    await creteil.presenter(7, { ...identite(1), uai: AUTRE as never });
    await creteil.apparier({ uai: AUTRE });
    expect((await creteil.tete(7)).appariement).toMatchObject({ noEleve: '0000000001', epoque: 1, noCandidat: 'c7' });
    // The pair of the first académie stands: its versions are of an older époque.
    await lycee.apparier();
    expect((await lycee.tete(1)).appariement).not.toHaveProperty('epoque');
  });

  test('and whose INE another académie gave to somebody born another day is a person’s case, who gives a place of its own', async () => {
    await lycee.envoyerEtApparier();
    const creteil = new Academie('creteil', lycee.national);
    const autre = { ...identite(7), ine: ine(1), uai: AUTRE as never };
    await creteil.inscrire(7, autre);
    await creteil.presenter(7, autre);
    await creteil.envoyerEtApparier(AUTRE);
    expect(await creteil.issues(AUTRE)).toEqual({ 7: 'conflit' });
    expect((await creteil.tete(7)).appariement).toBeNull();
    expect(await creteil.decider(7, 'c7', { uai: AUTRE, role: 'dec' })).toMatchObject({ noEleve: '0000000003' });
    await creteil.apparier({ uai: AUTRE });
    expect(await creteil.issues(AUTRE)).toEqual({ 7: 'apparie c7' });
  });
});

describe('a place that was taken over', () => {
  /** Grenoble has paired pupil 1, whom créteil has as pupil 7, with a candidate of its own. */
  async function deuxAcademies(): Promise<Academie> {
    await lycee.envoyerEtApparier();
    const creteil = new Academie('creteil', lycee.national);
    await creteil.inscrire(7, { ...identite(1), uai: AUTRE as never });
    await creteil.presenter(7, { ...identite(1), uai: AUTRE as never });
    await creteil.envoyer({ uai: AUTRE });
    return creteil;
  }
  const place = () =>
    lycee.national.dynamo.items('referentiel').find(({ sk, noEleve }) => sk === 'PLACE' && noEleve === '0000000001');
  const iciDe = async (): Promise<string | undefined> => {
    await lycee.apparier();
    return (await lycee.issues())[1];
  };

  test('goes back when its pair is undone, and the former pair stands as before', async () => {
    const creteil = await deuxAcademies();
    await creteil.apparier({ uai: AUTRE });
    expect(await iciDe()).toBe('repris c1');
    await creteil.decider(7, null, { uai: AUTRE });
    expect(place()).toMatchObject({ epoque: 2, detenteur: { academie: 'grenoble', livretId: livretId(1) } });
    expect(await iciDe()).toBe('apparie c1');
    await creteil.apparier({ uai: AUTRE });
    expect(await creteil.issues(AUTRE)).toEqual({ 7: 'ailleurs' });
    expect(place()).toMatchObject({ epoque: 2 });
  });

  test('goes back when another livret has the candidate in the end', async () => {
    const creteil = await deuxAcademies();
    creteil.dynamo.avantLaTransaction(() => creteil.prendre('c7'));
    await creteil.apparier({ uai: AUTRE });
    expect((await creteil.tete(7)).appariement).toBeNull();
    expect(place()).toMatchObject({ epoque: 2, detenteur: { academie: 'grenoble' } });
  });

  test('goes back when a person’s pair is refused in the end', async () => {
    const creteil = await deuxAcademies();
    creteil.dynamo.avantLaTransaction(() => creteil.prendre('c7'));
    await expect(creteil.decider(7, 'c7', { uai: AUTRE, reprendre: true })).rejects.toMatchObject({
      code: 'candidat-deja-apparie',
    });
    expect(place()).toMatchObject({ epoque: 2, detenteur: { academie: 'grenoble' } });
  });

  test('goes back at the next run when who undid the pair stopped before giving it back, of a pupil who left too', async () => {
    for (const dateSortie of [null, '2016-06-11']) {
      lycee = new Academie();
      await peupler(lycee);
      const creteil = await deuxAcademies();
      await creteil.apparier({ uai: AUTRE });
      lycee.national.dynamo.avant = () => {
        throw new Error('the référentiel does not answer');
      };
      await expect(creteil.decider(7, null, { uai: AUTRE })).rejects.toThrow('does not answer');
      lycee.national.dynamo.avant = () => {};
      expect((await creteil.tete(7)).appariement).toBeNull();
      await creteil.inscrire(7, { ...identite(1), uai: AUTRE as never, dateSortie, depotId: ulid() });
      await creteil.apparier({ uai: AUTRE });
      expect(place()).toMatchObject({ epoque: 2, detenteur: { academie: 'grenoble' } });
      expect(await iciDe()).toBe('apparie c1');
    }
  });

  test('goes to and fro between no two académies that have both undone their pairs', async () => {
    const creteil = await deuxAcademies();
    await creteil.apparier({ uai: AUTRE });
    await lycee.decider(1, null);
    await creteil.decider(7, null, { uai: AUTRE });
    for (let fois = 0; fois < 2; fois += 1) {
      await lycee.apparier();
      await creteil.apparier({ uai: AUTRE });
    }
    expect(place()).toMatchObject({ epoque: 2, detenteur: { academie: 'grenoble' } });
  });

  test('stays when the run’s pair failed and a person made another one meanwhile', async () => {
    const creteil = await deuxAcademies();
    await creteil.presenter(6, { uai: AUTRE as never });
    creteil.dynamo.avantLaTransaction(async () => {
      await creteil.prendre('c7');
      await creteil.decider(7, 'c6', { uai: AUTRE });
    });
    await creteil.apparier({ uai: AUTRE });
    expect((await creteil.tete(7)).appariement).toMatchObject({ noCandidat: 'c6', epoque: 1 });
    expect(place()).toMatchObject({ epoque: 1, detenteur: { academie: 'creteil' } });
  });

  test('stays when a person’s pair was written, and only its answer was lost', async () => {
    const creteil = await deuxAcademies();
    const { client } = creteil.dynamo;
    const perdu = {
      send: async (commande: object) => {
        const issue = await client.send(commande as never);
        if (commande.constructor.name === 'TransactWriteCommand') throw new Error('the answer is lost');
        return issue;
      },
    };
    const demande = {
      uai: messageDAppariement.shape.uai.parse(AUTRE),
      session: SESSION,
      eleveId: '7',
      noCandidat: 'c7',
      motif: 'Vu avec la famille et la DEC.',
      reprendre: true as const,
    };
    const parts = { ...creteil.parts, dynamo: perdu as never };
    await expect(deciderAppariement(parts, acteur('chef'), demande)).rejects.toThrow('the answer is lost');
    expect((await creteil.tete(7)).appariement).toMatchObject({ noCandidat: 'c7', epoque: 1 });
    expect(place()).toMatchObject({ epoque: 1, detenteur: { academie: 'creteil' } });
  });

  test('stays in a session that its livret has left behind', async () => {
    const creteil = await deuxAcademies();
    await creteil.apparier({ uai: AUTRE });
    const { appariement } = await creteil.tete(7);
    const reste = { validation: null, version: null, accuse: null, format: 'numerique', opposition: null } as const;
    const passage = { session: SESSION, etat: 'examine', appariement, ...reste } as const;
    const plusTard = { session: 2017, noCandidat: 'd1', noEleve: '9', par: 'ine' } as const;
    for (const apres of [
      { appariement: plusTard, passages: [] },
      { appariement: null, passages: [passage] },
    ]) {
      const lue = await creteil.tete(7);
      await creteil.ecrire(creteil.livrets.ecritureTete(lue, { ...lue, ...apres }));
      await creteil.apparier({ uai: AUTRE });
      expect(place()).toMatchObject({ epoque: 1, detenteur: { academie: 'creteil' } });
    }
  });

  test('gets no INE from the row of a pupil who left', async () => {
    await lycee.inscrire(4, { ine: null });
    await lycee.envoyerEtApparier();
    await lycee.inscrire(4, { ine: ine(5), dateSortie: '2016-06-11', depotId: ulid() });
    const avant = lycee.national.dynamo.items('referentiel');
    await lycee.apparier();
    expect(lycee.national.dynamo.items('referentiel')).toEqual(avant);
  });

  test('is asked to nobody’s loss: an undone first pair keeps its place', async () => {
    await lycee.envoyerEtApparier();
    const avant = lycee.national.dynamo.appels.length;
    await lycee.decider(1, null);
    expect(lycee.national.dynamo.appels).toHaveLength(avant);
    expect(place()).toMatchObject({ epoque: 0, detenteur: { academie: 'grenoble' } });
  });
});

describe('the summary of an establishment', () => {
  test('counts what became of each, and dates who waits longest', async () => {
    lycee.instant = HIER;
    await lycee.envoyer({ eleves: ['3'] });
    lycee.instant = INSTANT;
    await lycee.presenter(6, { categorie: 'individuel', depotId: ulid(Date.parse('2016-01-01T00:00:00Z')) });
    await lycee.presenter(4, { depotId: ulid(Date.parse('2016-06-09T12:00:00Z')) });
    await lycee.envoyerEtApparier();
    expect(await lycee.bilans.lire(SESSION, UAI)).toMatchObject({
      faitLe: INSTANT,
      parIssue: { apparie: 2, 'sans-candidat': 1 },
      candidats: 4,
      candidatsSansEleve: 1,
      individuels: 1,
      plusAncien: { quoi: 'eleve', depuis: HIER },
      dits: {},
    });
    await lycee.presenter(3);
    await lycee.apparier();
    expect(await lycee.bilans.lire(SESSION, UAI)).toMatchObject({
      plusAncien: { quoi: 'candidat', depuis: '2016-06-09T12:00:00.000Z' },
    });
  });

  test('is that of the run that read last, and is not before the sending that asked for it', async () => {
    const { demande } = await lycee.envoyer();
    await lycee.apparier({ demande });
    const premier = (await lycee.bilans.lire(SESSION, UAI))?.tour ?? '';
    expect(premier >= demande).toBe(true);
    // The clock of another machine is late.
    const enAvance = ulid(Date.now() + 60_000);
    await lycee.apparier({ demande: enAvance });
    expect((await lycee.bilans.lire(SESSION, UAI))?.tour).toBe(enAvance);
    await lycee.inscrire(5);
    await lycee.envoyer();
    await lycee.apparier();
    expect(await lycee.bilans.lire(SESSION, UAI)).toMatchObject({ tour: enAvance, parIssue: { 'sans-candidat': 1 } });
  });

  test('of all establishments come in one request, who waits longest first, with those that sent nothing', async () => {
    lycee.instant = HIER;
    await lycee.envoyerEtApparier();
    await lycee.inscrire(5, { uai: AUTRE as never });
    await lycee.presenter(5, { uai: AUTRE as never, depotId: ulid(Date.parse('2016-06-11T00:00:00Z')) });
    await lycee.apparier({ uai: AUTRE });
    const appels = lycee.dynamo.appels.length;
    const { total, etablissements } = await consulterAppariements(lycee.bilans, { session: SESSION });
    expect(lycee.dynamo.appels.slice(appels)).toEqual(['QueryCommand']);
    expect(etablissements.map(({ uai, envoyes, enSuspens }) => [uai, envoyes, enSuspens])).toEqual([
      [UAI, 3, 2],
      [AUTRE, 0, 1],
    ]);
    expect(total).toMatchObject({ eleves: 4, envoyes: 3, candidats: 4, enSuspens: 3 });
    expect(JSON.stringify(etablissements)).not.toMatch(/ABADIE|111111111|01J/);
  });
});

test('the référentiel gives one place to a pupil whom two académies pair at once', async () => {
  const national = referentiel();
  const academies = ['grenoble', 'creteil'].map((nom) => new Academie(nom, national));
  for (const [rang, academie] of academies.entries()) {
    const meme = identite(1);
    await academie.inscrire(rang + 1, meme);
    await academie.presenter(rang + 1, meme);
    await academie.envoyer();
  }
  await Promise.all(academies.map((academie) => academie.apparier()));
  const paires = await Promise.all(
    academies.map(async (academie, rang) => (await academie.tete(rang + 1)).appariement),
  );
  expect(new Set(paires.map((une) => une?.noEleve)).size).toBe(1);
  expect(paires.map((une) => une?.epoque ?? 0).sort()).toEqual([0, 1]);
});
