import { beforeEach, describe, expect, test } from 'vitest';
import { changerFormat, demandeChangerFormat, MOTIFS_DE_PAPIER } from '../../shared/livret/changer-format.ts';
import { demandeDeverrouillerLivret, deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { leverSignalement } from '../../shared/livret/lever-signalement.ts';
import type { Tete } from '../../shared/livret/livret.ts';
import { ETATS, OUVERTURES } from '../../shared/livret/machine.ts';
import { enregistrerOpposition } from '../../shared/livret/opposition.ts';
import { ouvrirLivret } from '../../shared/livret/ouvrir-livret.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { signalementsALever } from '../../shared/livret/vigie.ts';
import { acteur, CHEF, ClasseEnMemoire, livretDe } from './classe.ts';
import { evaluation, matiere, mef, UAI, validee, version } from './dossiers.ts';

const ID = livretDe(1);
const MOTIF = 'Une moyenne du premier trimestre est fausse.';
const APPARIEMENT = { session: 2016, noCandidat: 'c1', noEleve: '0000000001', par: 'ine' } as const;
const ENVOYE: Partial<Tete> = {
  ...validee(),
  etat: 'envoye',
  appariement: APPARIEMENT,
  version: version(),
  accuse: { epoque: 0, n: 1, noCandidat: 'c1', le: '2016-06-10T08:00:00Z' },
};
const INTRUS = [
  acteur('enseignant'),
  acteur('professeur-principal', { principalDe: ['TS1'] }),
  acteur('cpe'),
  acteur('delegue'),
  acteur('responsable', { livrets: [ID] }),
  acteur('dec', { uai: null }),
  acteur('chef', { uai: '0380001A' }),
  acteur('chef', { academie: 'lyon' }),
];

let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  classe.instant = '2016-06-12T08:00:00Z';
  await classe.nomenclatures();
});

const actes = () => classe.livrets.lireActes(ID);
const tables = () => ['livrets', 'registre', 'preuve'].map((table) => classe.dynamo.items(table));

describe('a livret unlocked by the head (rules.md 13)', () => {
  const deverrouiller = (qui = CHEF) => deverrouillerLivret(classe.parts, qui, { livretId: ID, motif: MOTIF });

  test.for([
    ['validated', { ...validee(), appariement: APPARIEMENT } as Partial<Tete>],
    ['sent', ENVOYE],
  ] as const)('that was %s opens again, with its reason kept apart from evidence', async ([, tete]) => {
    await classe.inscrire(1, { tete });
    const { acteId, ...fait } = await deverrouiller();
    expect(fait).toEqual({ livretId: ID, session: 2016, etat: 'complet' });
    expect(await classe.tete(ID)).toMatchObject({
      etat: 'complet',
      validation: null,
      correction: { acteId, session: 2016, par: `chef/${UAI}/chef`, le: '2016-06-12T08:00:00Z' },
      version: tete.version ?? null,
      accuse: tete.accuse ?? null,
    });
    expect(await actes()).toMatchObject([
      { acteId, nature: 'deverrouillage', motif: MOTIF, role: 'chef', details: { session: 2016, avant: tete.etat } },
    ]);
    const preuve = await classe.preuve(ID);
    expect(preuve).toMatchObject([
      { type: 'livret-deverrouille', role: 'chef', references: { acteId, avant: tete.etat, apres: 'complet' } },
    ]);
    expect(JSON.stringify(preuve)).not.toContain('moyenne');
    expect(await classe.suivi('1001')).toMatchObject({ etat: 'complet', valideLe: null });
  });

  test('is told downstream of one that was sent, once: a sending that waited is taken back', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    const waiting = { session: 2016, livretId: ID, uai: UAI, eleveId: '1001', tour: '01J0000000000000000000000A' };
    await classe.ecrire(classe.envois.ecriture({ ...waiting, demande: true, depuis: '2016-06-11T08:00:00Z' }));
    const { acteId } = await deverrouiller();
    const avant = tables();
    expect((await deverrouiller()).acteId).toBe(acteId);
    expect(tables()).toEqual(avant);
    expect(classe.transferts.envois).toEqual([{ message: { session: 2016, livretId: ID }, groupe: UAI }]);
    const envoi = await classe.envois.lire(2016, ID);
    expect(envoi).toMatchObject({ uai: UAI, eleveId: '1001', demande: false, depuis: '2016-06-12T08:00:00Z' });
    expect(envoi?.tour).not.toBe(waiting.tour);
  });

  test('waits to be told although the function stopped before the queue', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    classe.transferts.envoyer = async () => {
      throw new Error('the function stops');
    };
    await expect(deverrouiller()).rejects.toThrow('the function stops');
    expect(await classe.envois.lister(2016)).toMatchObject([{ livretId: ID, depuis: '2016-06-12T08:00:00Z' }]);
  });

  test('before anything was told of it takes back the sending that waits', async () => {
    await classe.inscrire(1, { tete: { ...validee(), appariement: APPARIEMENT } });
    const waiting = { session: 2016, livretId: ID, uai: UAI, eleveId: '1001', tour: '01J0000000000000000000000A' };
    await classe.ecrire(classe.envois.ecriture({ ...waiting, demande: true, depuis: '2016-06-11T08:00:00Z' }));
    await deverrouiller();
    const envoi = await classe.envois.lire(2016, ID);
    expect(envoi).toMatchObject({ demande: false });
    expect(envoi?.tour).not.toBe(waiting.tour);
    expect(classe.transferts.messages).toEqual([{ session: 2016, livretId: ID }]);
  });

  test('that was never paired has nobody to be told to', async () => {
    await classe.inscrire(1, { tete: validee() });
    await deverrouiller();
    expect([await classe.envois.lister(2016), classe.transferts.messages]).toEqual([[], []]);
  });

  test('is validated again with its division: the correction is closed, and the event names it', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    await classe.inscrire(2, { tete: validee() });
    await classe.ouvrir();
    const { acteId } = await deverrouiller();
    const { livrets } = await validerDivision(classe.parts, CHEF, {
      uai: UAI,
      session: 2016,
      division: 'TS1',
      confirme: true,
    });
    expect(livrets.map(({ sort }) => sort)).toEqual(['valide', 'deja-valide']);
    expect(await classe.tete(ID)).toMatchObject({ etat: 'valide', correction: null, validation: { session: 2016 } });
    expect((await classe.preuve(ID)).at(-1)).toMatchObject({
      type: 'livret-valide',
      references: { deverrouillage: acteId },
    });
  });

  test('is no longer complete when the nomenclature asks for more by now', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    await classe.ecrire(
      classe.registre.ecritureMef(mef([matiere('061300'), matiere('030201')]), '01J00000000000000000000009'),
    );
    expect((await deverrouiller()).etat).toBe('alimente');
    expect(await classe.tete(ID)).toMatchObject({ etat: 'alimente' });
    expect(await classe.preuve(ID)).toMatchObject([{ references: { apres: 'alimente' } }]);
  });

  test.for(ETATS.filter((etat) => etat !== 'valide' && etat !== 'envoye'))(
    'is refused when it is « %s »',
    async (etat) => {
      await classe.inscrire(1, { tete: { ...ENVOYE, etat } });
      await expect(deverrouiller()).rejects.toMatchObject({ code: 'transition-interdite' });
      expect(classe.transferts.messages).toEqual([]);
    },
  );

  test('is refused from the day of the deliberations on', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    classe.instant = '2016-07-05T00:00:00Z';
    await expect(deverrouiller()).rejects.toMatchObject({ code: 'deliberations-ouvertes' });
    // The fourth, at one minute to midnight in Paris.
    classe.instant = '2016-07-04T21:59:00Z';
    await expect(deverrouiller()).resolves.toMatchObject({ etat: 'complet' });
  });

  test('asks for a reason of ten characters, and the head', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    for (const motif of ['', 'erreur', '   erreur     ', 'x'.repeat(501)]) {
      expect(demandeDeverrouillerLivret.safeParse({ livretId: ID, motif }).success).toBe(false);
    }
    for (const qui of INTRUS) await expect(deverrouiller(qui)).rejects.toMatchObject({ code: 'operation-interdite' });
    await expect(
      deverrouillerLivret(classe.parts, CHEF, { livretId: livretDe(9), motif: MOTIF }),
    ).rejects.toMatchObject({ code: 'livret-inconnu' });
  });
});

describe('an opposition (rules.md 2)', () => {
  const demande = { livretId: ID, demandePar: 'responsable', demandeLe: '2016-06-11' } as const;
  const opposer = (qui = CHEF) => enregistrerOpposition(classe.parts, qui, { ...demande, acte: 'opposer' });
  const lever = (qui = CHEF) => enregistrerOpposition(classe.parts, qui, { ...demande, acte: 'lever' });

  test('is kept with who asked and when, and leaves the livret as it is', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    expect(await opposer()).toEqual({ livretId: ID, opposeDepuis: '2016-06-12T08:00:00Z' });
    const { opposition, etat, validation } = await classe.tete(ID);
    expect([etat, validation, opposition]).toMatchObject(['envoye', validee().validation, { par: `chef/${UAI}/chef` }]);
    expect(await classe.suivi('1001')).toMatchObject({ oppose: true });
    const [acte] = await actes();
    expect(acte).toMatchObject({
      nature: 'opposition',
      details: { demandePar: 'responsable', demandeLe: '2016-06-11' },
    });
    expect(await classe.preuve(ID)).toMatchObject([
      { type: 'opposition-enregistree', references: { acteId: acte?.acteId, demandePar: 'responsable' } },
    ]);
  });

  test('is lifted the same way, and both are told of a livret that was sent, each once', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    await opposer();
    const premier = await classe.envois.lire(2016, ID);
    await opposer();
    expect(await classe.envois.lire(2016, ID)).toEqual(premier);
    expect(await lever()).toEqual({ livretId: ID, opposeDepuis: null });
    const second = await classe.envois.lire(2016, ID);
    await lever();
    expect(await classe.envois.lire(2016, ID)).toEqual(second);
    expect([premier?.tour === second?.tour, second?.demande]).toEqual([false, false]);
    expect(classe.transferts.messages).toEqual(Array(2).fill({ session: 2016, livretId: ID }));
    expect((await classe.preuve(ID)).map(({ type }) => type)).toEqual(['opposition-enregistree', 'opposition-levee']);
    expect(await classe.suivi('1001')).toMatchObject({ oppose: false });
  });

  test('waits to be told although the function stopped before the queue', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    classe.transferts.envoyer = async () => {
      throw new Error('the function stops');
    };
    await expect(opposer()).rejects.toThrow('the function stops');
    expect(await classe.envois.lister(2016)).toMatchObject([{ livretId: ID }]);
  });

  test('of a livret that was paired and not sent is told at once', async () => {
    await classe.inscrire(1, { tete: { ...validee(), appariement: APPARIEMENT } });
    await opposer();
    expect(await classe.envois.lister(2016)).toMatchObject([{ livretId: ID, demande: false }]);
    expect(classe.transferts.messages).toEqual([{ session: 2016, livretId: ID }]);
  });

  test('of a livret that was never paired has nobody to be told to', async () => {
    await classe.inscrire(1, { tete: validee() });
    await opposer();
    expect([await classe.envois.lister(2016), classe.transferts.messages]).toEqual([[], []]);
    expect((await classe.tete(ID)).opposition).not.toBeNull();
  });

  test.for(ETATS)('from « %s » is possible until the jury has examined the livret', async (etat) => {
    await classe.inscrire(1, { tete: { ...ENVOYE, etat } });
    const issue = opposer();
    if (OUVERTURES[etat].opposition) await expect(issue).resolves.toMatchObject({ livretId: ID });
    else await expect(issue).rejects.toMatchObject({ code: 'opposition-trop-tard' });
  });

  test('is not dated of a day to come, and is the head’s to write down', async () => {
    await classe.inscrire(1);
    await expect(
      enregistrerOpposition(classe.parts, CHEF, { ...demande, acte: 'opposer', demandeLe: '2016-06-13' }),
    ).rejects.toMatchObject({ code: 'date-a-venir' });
    for (const qui of INTRUS) {
      await expect(opposer(qui)).rejects.toMatchObject({ code: 'operation-interdite' });
      await expect(lever(qui)).rejects.toMatchObject({ code: 'operation-interdite' });
    }
  });
});

describe('the format of a livret', () => {
  const changer = (demande: { format: 'numerique' | 'papier'; motif?: string }, qui = CHEF) =>
    changerFormat(classe.parts, qui, demandeChangerFormat.parse({ livretId: ID, ...demande }));

  test.for(Object.keys(MOTIFS_DE_PAPIER))('is paper for the reason « %s », with a trace', async (motif) => {
    await classe.inscrire(1, { tete: validee() });
    expect(await changer({ format: 'papier', motif })).toEqual({ livretId: ID, format: 'papier', motifPapier: motif });
    expect(await classe.tete(ID)).toMatchObject({ etat: 'valide', format: 'papier', motifPapier: motif });
    expect(await classe.suivi('1001')).toMatchObject({ format: 'papier' });
    expect(await classe.preuve(ID)).toMatchObject([
      { type: 'format-change', references: { avant: 'numerique', apres: 'papier', motifApres: motif } },
    ]);
  });

  test('comes back to numeric, and the same twice leaves one trace', async () => {
    await classe.inscrire(1);
    await changer({ format: 'papier', motif: 'recours' });
    await changer({ format: 'papier', motif: 'recours' });
    await changer({ format: 'papier', motif: 'profil-atypique' });
    await changer({ format: 'numerique' });
    expect(await classe.tete(ID)).toMatchObject({ format: 'numerique', motifPapier: null });
    expect(
      (await classe.preuve(ID)).map(({ references: { acteId: _, empreinte: __, ...details } }) => details),
    ).toEqual([
      { avant: 'numerique', apres: 'papier', motifApres: 'recours' },
      { avant: 'papier', apres: 'papier', motifAvant: 'recours', motifApres: 'profil-atypique' },
      { avant: 'papier', apres: 'numerique', motifAvant: 'profil-atypique' },
    ]);
  });

  test.for([
    [{ format: 'papier' }, 'motif-de-papier-inconnu', /hors-perimetre.*recours/],
    [{ format: 'papier', motif: 'caprice' }, 'motif-de-papier-inconnu', /hors-perimetre/],
    [{ format: 'papier', motif: 'toString' }, 'motif-de-papier-inconnu', /hors-perimetre/],
    [{ format: 'papier', motif: 'refus du téléservice' }, 'refus-du-teleservice', /impression.*contre signature/],
    [{ format: 'papier', motif: 'refus-teleservice' }, 'refus-du-teleservice', /impression/],
    [{ format: 'numerique', motif: 'recours' }, 'motif-sans-objet', /Retirez/],
  ] as const)('is not changed by %j', async ([demande, code, remede]) => {
    await classe.inscrire(1);
    await expect(changer(demande)).rejects.toMatchObject({ code, remede: expect.stringMatching(remede) });
    expect(classe.dynamo.items('preuve')).toEqual([]);
  });

  test.for(ETATS)('from « %s » changes until the status was sent', async (etat) => {
    await classe.inscrire(1, { tete: { ...ENVOYE, version: null, accuse: null, etat } });
    const issue = changer({ format: 'papier', motif: 'recours' });
    if (OUVERTURES[etat].format) await expect(issue).resolves.toMatchObject({ format: 'papier' });
    else await expect(issue).rejects.toMatchObject({ code: 'format-verrouille' });
  });

  test('stays as it was sent when the livret is unlocked, and validated again', async () => {
    await classe.inscrire(1, { tete: ENVOYE });
    await classe.ouvrir();
    await deverrouillerLivret(classe.parts, CHEF, { livretId: ID, motif: MOTIF });
    const refus = { code: 'format-verrouille', remede: expect.stringContaining('renvoyez-le') };
    await expect(changer({ format: 'papier', motif: 'recours' })).rejects.toMatchObject(refus);
    await validerDivision(classe.parts, CHEF, { uai: UAI, session: 2016, division: 'TS1', confirme: true });
    expect((await classe.tete(ID)).etat).toBe('valide');
    await expect(changer({ format: 'papier', motif: 'recours' })).rejects.toMatchObject(refus);
    expect((await classe.tete(ID)).format).toBe('numerique');
  });

  test('changes in the session after the one that a pupil who repeats was sent for', async () => {
    const { etat, appariement, validation, version, accuse, format, opposition } = {
      ...(await classe.tete(await classe.inscrire(2))),
      ...ENVOYE,
    };
    const passages = [{ session: 2015, etat, appariement, validation, version, accuse, format, opposition }];
    await classe.inscrire(1, { tete: { passages, version } });
    expect(await changer({ format: 'papier', motif: 'recours' })).toMatchObject({ format: 'papier' });
  });

  test('is the head’s', async () => {
    await classe.inscrire(1);
    for (const qui of INTRUS) {
      await expect(changer({ format: 'numerique' }, qui)).rejects.toMatchObject({ code: 'operation-interdite' });
    }
  });
});

describe('a signalement dismissed', () => {
  const appreciation = 'Cite Martin dans son exposé sur Martin Luther King.';
  const inscrire = (texte: string, tete: Partial<Tete> = {}) =>
    classe.inscrire(1, {
      ligne: { nomDeFamille: 'MARTIN' },
      base: { scolarite: { evaluations: [evaluation('061300', { notes: ['12'], appreciation: texte })] } },
      tete,
    });
  const signales = async () => signalementsALever(classe.parts, await ouvrirLivret(classe.parts, ID));
  const lever = (signalementId: string, qui = CHEF) =>
    leverSignalement(classe.parts, qui, { livretId: ID, signalementId, motif: 'Il s’agit de Martin Luther King.' });

  test('holds nothing up any more, with its reason apart from evidence', async () => {
    await inscrire(appreciation);
    const [{ id } = { id: '' }, ...autres] = await signales();
    expect(autres).toEqual([]);
    expect(await lever(id)).toEqual({ livretId: ID, signalementId: id, restants: 0 });
    expect(await signales()).toEqual([]);
    expect(await actes()).toMatchObject([
      { nature: 'levee-de-signalement', motif: 'Il s’agit de Martin Luther King.' },
    ]);
    const preuve = await classe.preuve(ID);
    const [acte] = await actes();
    expect(preuve).toMatchObject([{ type: 'signalement-leve' }]);
    expect(preuve[0]?.references).toEqual({
      acteId: acte?.acteId,
      empreinte: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(acte?.details).toEqual({ signalement: id, nature: 'nom-de-l-eleve' });
    // The identifier of a signalement is a hash of a name without salt.
    expect(JSON.stringify(preuve)).not.toContain(id);
    expect(JSON.stringify(preuve)).not.toContain('Luther');
    const avant = tables();
    await lever(id);
    expect(tables()).toEqual(avant);
  });

  test('of a text that changed is one of another text', async () => {
    await inscrire(appreciation);
    const [{ id } = { id: '' }] = await signales();
    await lever(id);
    await classe.ecrire(
      classe.livrets.ecritureBase(
        ID,
        classe.base({
          scolarite: { evaluations: [evaluation('061300', { notes: ['12'], appreciation: 'Martin dort.' })] },
        }),
      ),
    );
    expect(await signales()).toHaveLength(1);
    await expect(lever('0123456789abcdef')).rejects.toMatchObject({ code: 'signalement-inconnu' });
  });

  test('is the head’s, and of a livret that is open', async () => {
    await inscrire(appreciation, validee());
    const [{ id } = { id: '' }] = await signales();
    await expect(lever(id)).rejects.toMatchObject({ code: 'livret-verrouille' });
    for (const qui of INTRUS) await expect(lever(id, qui)).rejects.toMatchObject({ code: 'operation-interdite' });
  });
});
