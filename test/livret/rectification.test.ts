import { beforeEach, describe, expect, test } from 'vitest';
import { deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { SUIVI_INITIAL } from '../../shared/livret/livret.ts';
import { echeanceDe } from '../../shared/livret/rectification.ts';
import {
  deciderRectification,
  demandeDemanderRectification,
  demanderRectification,
  listerRectifications,
  retirerRectification,
} from '../../shared/livret/traiter-rectification.ts';
import { acteur, CHEF, ClasseEnMemoire, livretDe } from './classe.ts';
import { ligne, UAI, validee } from './dossiers.ts';

const ID = livretDe(1);
const ELEVE = acteur('eleve', { uai: null, livrets: [ID] });
const PARENT = acteur('responsable', { uai: null, livrets: [ID] });
const VOULUE = {
  livretId: ID,
  objet: 'evaluation',
  texte: 'La note du deuxième trimestre de Zoé est 14, pas 4.',
} as const;
const ETABLISSEMENT = { uai: UAI, annee: 2015 };
const MOTIF = 'Le professeur a vérifié la copie.';

let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  classe.instant = '2016-05-31T08:00:00Z';
  await classe.nomenclatures();
});

const demander = (qui = ELEVE, reste: Partial<Parameters<typeof demanderRectification>[2]> = {}) =>
  demanderRectification(classe.parts, qui, { ...VOULUE, ...reste });
const decider = (rectificationId: string, decision: 'accepter' | 'refuser', qui = CHEF) =>
  deciderRectification(classe.parts, qui, { ...ETABLISSEMENT, rectificationId, decision, motif: MOTIF });
const lister = (qui = CHEF, livretId?: string) =>
  listerRectifications(classe.parts, qui, { ...ETABLISSEMENT, ...(livretId === undefined ? {} : { livretId }) });

describe('a request for rectification (R63)', () => {
  beforeEach(async () => {
    await classe.inscrire(1);
  });

  test.for([
    ['2016-05-31', '2016-06-30'],
    ['2016-01-31', '2016-02-29'],
    ['2016-06-15', '2016-07-15'],
  ] as const)('received on %s is answered by %s (RGPD, article 12)', ([recue, echeance]) => {
    expect(echeanceDe(recue)).toBe(echeance);
  });

  test('of a pupil is kept with its words apart from evidence', async () => {
    const { rectificationId, echeance } = await demander(ELEVE, { entree: 'Mathématiques' });
    expect(echeance).toBe('2016-06-30');
    expect(await classe.rectifications.lire(UAI, 2015, rectificationId)).toMatchObject({
      etat: 'recue',
      de: 'eleve',
      recueLe: '2016-05-31',
      entree: 'Mathématiques',
      texte: VOULUE.texte,
    });
    const preuve = await classe.preuve(ID);
    expect(preuve).toMatchObject([
      {
        type: 'rectification-demandee',
        role: 'eleve',
        references: { rectificationId, objet: 'evaluation', de: 'eleve' },
      },
    ]);
    expect(JSON.stringify([preuve, classe.dynamo.items('livrets')])).not.toMatch(/trimestre|Zoé/);
  });

  test('of a guardian is theirs, of their children only', async () => {
    expect(await demander(PARENT)).toMatchObject({ de: 'responsable' });
    const autre = acteur('responsable', { livrets: [livretDe(2)] });
    await expect(demander(autre)).rejects.toMatchObject({ code: 'operation-interdite' });
    await expect(demander(acteur('enseignant'))).rejects.toMatchObject({ code: 'operation-interdite' });
    await expect(demander(acteur('chef', { uai: '0380001A' }))).rejects.toMatchObject({ code: 'operation-interdite' });
  });

  test('that the head writes down says who asked, and when', async () => {
    await expect(demander(CHEF)).rejects.toMatchObject({ code: 'demandeur-absent' });
    const avenir = { de: 'eleve', recueLe: '2016-06-01' } as const;
    await expect(demander(CHEF, avenir)).rejects.toMatchObject({ code: 'date-a-venir' });
    expect(await demander(CHEF, { de: 'responsable', recueLe: '2016-05-20' })).toMatchObject({
      de: 'responsable',
      recueLe: '2016-05-20',
      echeance: '2016-06-20',
      role: 'chef',
    });
    // A family does not date its own back.
    expect(await demander(ELEVE, { recueLe: '2016-05-01' })).toMatchObject({ recueLe: '2016-05-31' });
  });

  test('says something', () => {
    for (const texte of ['', 'non', ' '.repeat(40), 'x'.repeat(2001)]) {
      expect(demandeDemanderRectification.safeParse({ ...VOULUE, texte }).success).toBe(false);
    }
  });

  test('is decided by the head, with a dated answer, once', async () => {
    const { rectificationId } = await demander();
    await expect(decider(rectificationId, 'refuser', acteur('adjoint', { uai: '0380001A' }))).rejects.toMatchObject({
      code: 'operation-interdite',
    });
    for (const qui of [ELEVE, acteur('cpe'), acteur('delegue')]) {
      await expect(decider(rectificationId, 'refuser', qui)).rejects.toMatchObject({ code: 'operation-interdite' });
    }
    classe.instant = '2016-06-02T08:00:00Z';
    const refusee = await decider(rectificationId, 'refuser');
    expect(refusee).toMatchObject({
      etat: 'refusee',
      reponse: { motif: MOTIF, role: 'chef', le: '2016-06-02T08:00:00Z', acteId: null },
    });
    expect(await decider(rectificationId, 'refuser')).toEqual(refusee);
    await expect(decider(rectificationId, 'accepter')).rejects.toMatchObject({ code: 'rectification-deja-decidee' });
    await expect(
      retirerRectification(classe.parts, ELEVE, { ...ETABLISSEMENT, rectificationId }),
    ).rejects.toMatchObject({
      code: 'rectification-deja-decidee',
    });
    const preuve = await classe.preuve(ID);
    expect(preuve.at(-1)).toMatchObject({
      type: 'rectification-decidee',
      references: { rectificationId, avant: 'recue', apres: 'refusee' },
    });
    expect(preuve).toHaveLength(2);
    await expect(decider('01J00000000000000000000099', 'refuser')).rejects.toMatchObject({
      code: 'rectification-inconnue',
    });
  });

  test('is decided once by two heads at the same time', async () => {
    const { rectificationId } = await demander();
    const issues = await Promise.allSettled([
      decider(rectificationId, 'accepter'),
      decider(rectificationId, 'refuser', acteur('adjoint')),
    ]);
    expect(issues.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await classe.preuve(ID)).toHaveLength(2);
  });

  test('is taken back by who made it', async () => {
    const { rectificationId } = await demander();
    const demande = { ...ETABLISSEMENT, rectificationId };
    const autre = acteur('eleve', { livrets: [livretDe(2)] });
    await expect(retirerRectification(classe.parts, autre, demande)).rejects.toMatchObject({
      code: 'operation-interdite',
    });
    expect(await retirerRectification(classe.parts, ELEVE, demande)).toMatchObject({ etat: 'retiree', reponse: null });
    expect((await classe.preuve(ID)).at(-1)).toMatchObject({
      type: 'rectification-retiree',
      role: 'eleve',
      references: { rectificationId, avant: 'recue', apres: 'retiree' },
    });
  });

  test.for([
    ['pupil', ELEVE, PARENT],
    ['guardian', PARENT, ELEVE],
  ] as const)('of a %s is not taken back by the other', async ([, auteur, autre]) => {
    const demande = { ...ETABLISSEMENT, rectificationId: (await demander(auteur)).rectificationId };
    await expect(retirerRectification(classe.parts, autre, { ...demande, motif: MOTIF })).rejects.toMatchObject({
      code: 'demande-d-un-autre',
    });
    expect(await retirerRectification(classe.parts, auteur, demande)).toMatchObject({ etat: 'retiree' });
  });

  test('is taken back by the establishment with a written reason, kept apart from evidence', async () => {
    const demande = { ...ETABLISSEMENT, rectificationId: (await demander()).rectificationId };
    await expect(retirerRectification(classe.parts, CHEF, demande)).rejects.toMatchObject({ code: 'motif-absent' });
    const motif = 'L’élève y renonce, par courrier du 30 mai.';
    expect(await retirerRectification(classe.parts, CHEF, { ...demande, motif })).toMatchObject({
      etat: 'retiree',
      reponse: { motif, role: 'chef', le: '2016-05-31T08:00:00Z', acteId: null },
    });
    const preuve = await classe.preuve(ID);
    expect(preuve.map(({ type }) => type)).toEqual(['rectification-demandee', 'rectification-retiree']);
    expect(JSON.stringify(preuve)).not.toContain('courrier');
  });

  test.for([UAI, '0380001A'])('of a pupil who moved since is answered by %s', async (uai) => {
    const { rectificationId } = await demander();
    const tete = await classe.tete(ID);
    const siecle = { ...tete.siecle, '0380001A#2015': '7' };
    await classe.ecrire(
      classe.livrets.ecritureTete(tete, { ...tete, siecle, scolarise: { '2015': '0380001A' } }),
      classe.registre.ecritureIdentite(ligne({ uai: '0380001A', eleveId: '7', livretId: ID }), SUIVI_INITIAL),
    );
    const tiers = acteur('chef', { uai: '0380002B' });
    await expect(decider(rectificationId, 'refuser', tiers)).rejects.toMatchObject({ code: 'operation-interdite' });
    expect(await decider(rectificationId, 'refuser', acteur('chef', { uai }))).toMatchObject({ etat: 'refusee' });
  });
});

describe('a request about a locked livret', () => {
  beforeEach(async () => {
    await classe.inscrire(1, {
      tete: { ...validee(), completude: { complet: true, vide: false, manques: [], parTache: {} } },
    });
  });

  test('is accepted, of an evaluation, once it is unlocked: the answer names the act that carries it out', async () => {
    const { rectificationId } = await demander();
    await expect(decider(rectificationId, 'accepter')).rejects.toMatchObject({ code: 'deverrouillage-requis' });
    const { acteId } = await deverrouillerLivret(classe.parts, CHEF, {
      livretId: ID,
      motif: 'Demande de rectification fondée.',
    });
    expect(await decider(rectificationId, 'accepter')).toMatchObject({ etat: 'acceptee', reponse: { acteId } });
    expect((await classe.preuve(ID)).at(-1)).toMatchObject({ references: { acteId, apres: 'acceptee' } });
  });

  test('is refused without unlocking anything', async () => {
    const { rectificationId } = await demander();
    expect(await decider(rectificationId, 'refuser')).toMatchObject({ etat: 'refusee', reponse: { acteId: null } });
    expect((await classe.tete(ID)).etat).toBe('valide');
  });

  test('is accepted, of an identity, which SIECLE corrects', async () => {
    const { rectificationId } = await demander(ELEVE, { objet: 'identite' });
    expect(await decider(rectificationId, 'accepter')).toMatchObject({ etat: 'acceptee' });
  });
});

describe('the requests of an establishment', () => {
  test('are listed in two requests: late ones first, then by their date, then those that were answered', async () => {
    await classe.inscrire(1);
    await classe.inscrire(2);
    const ecrire = async (recueLe: string, livretId = ID) =>
      (await demander(CHEF, { de: 'eleve', recueLe, livretId })).rectificationId;
    const repondue = await ecrire('2016-01-01');
    await decider(repondue, 'refuser');
    const recente = await ecrire('2016-05-30');
    const enRetard = await ecrire('2016-04-29', livretDe(2));
    const presque = await ecrire('2016-04-30');
    classe.dynamo.appels.length = 0;
    const liste = await lister();
    expect(classe.dynamo.appels).toEqual(['QueryCommand', 'QueryCommand']);
    expect(liste.map(({ rectificationId, enRetard: retard }) => [rectificationId, retard])).toEqual([
      [enRetard, true],
      // Its last day is the thirtieth: yesterday.
      [presque, true],
      [recente, false],
      [repondue, false],
    ]);
    expect(liste[0]?.nom).toBe('NOM02 Zoé, TS1');
    expect(JSON.stringify(liste)).not.toContain('"sel"');
    classe.instant = '2016-05-30T08:00:00Z';
    expect((await lister())[1]).toMatchObject({ rectificationId: presque, enRetard: false });
  });

  test('are those of their own livret for a family, and of the establishment for its people', async () => {
    await classe.inscrire(1);
    await classe.inscrire(2);
    await demander();
    await demander(CHEF, { de: 'eleve', livretId: livretDe(2) });
    expect(await lister(ELEVE, ID)).toHaveLength(1);
    expect(await lister(acteur('delegue'))).toHaveLength(2);
    for (const [qui, livretId] of [
      [ELEVE, undefined],
      [ELEVE, livretDe(2)],
      [acteur('enseignant'), ID],
      [acteur('chef', { uai: '0380001A' }), ID],
    ] as const) {
      await expect(lister(qui, livretId)).rejects.toMatchObject({ code: 'operation-interdite' });
    }
  });
});
