import { beforeEach, describe, expect, test } from 'vitest';
import type { Tete } from '../../shared/livret/livret.ts';
import { empreinteSalee } from '../../shared/livret/sel.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { UAI } from '../livret/dossiers.ts';
import { Academie, INSTANT, identite, livretId, SESSION } from './etablissements.ts';

const AUTRE = '0750655E' as never;
const PLACE = { session: SESSION, noEleve: '0000000001', candidat: { academie: 'grenoble', noCandidat: 'c1' } };
const VERSION = { epoque: 0, n: 3, empreinte: 'e', contenu: 'c', place: PLACE };
const ENVOYE: Partial<Tete> = { etat: 'envoye', version: VERSION };

let lycee: Academie;

/** Pupil 1 paired by a machine, pupil 2 without candidate, candidate 3 without pupil. */
beforeEach(async () => {
  lycee = new Academie();
  await lycee.inscrire(1);
  await lycee.inscrire(2);
  await lycee.presenter(1);
  await lycee.presenter(3);
  await lycee.envoyerEtApparier();
  lycee.file.envois.length = 0;
});

const evenements = () => lycee.dynamo.items('preuve') as unknown as (Evenement & { pk: string })[];
const chaine = (n: number) => evenements().filter(({ pk }) => pk === `L#${livretId(n)}`);

describe('a person who says whose candidate it is', () => {
  test('makes a pair that says so, with a place, an event and the reason apart', async () => {
    const decidee = await lycee.decider(2, 'c3');
    expect(decidee).toMatchObject({ livretId: livretId(2), noCandidat: 'c3', noEleve: '0000000002' });
    expect(await lycee.tete(2)).toMatchObject({
      appariement: { session: SESSION, noCandidat: 'c3', noEleve: '0000000002', par: 'personne' },
    });
    expect(await lycee.candidats.lire(SESSION, 'c3')).toMatchObject({ livretId: livretId(2), noEleve: '0000000002' });
    expect((await lycee.consulter()).eleves[1]?.issue).toMatchObject({ etat: 'apparie', par: 'personne' });
    const [acte] = await lycee.livrets.lireActes(livretId(2));
    expect(acte).toMatchObject({
      acteId: decidee.acteId,
      nature: 'appariement',
      motif: 'Vu avec la famille et la DEC.',
      role: 'chef',
      le: INSTANT,
    });
    const [evenement] = chaine(2);
    expect(evenement).toMatchObject({
      type: 'apparie',
      role: 'chef',
      references: { noCandidat: 'c3', noEleve: '0000000002', moyen: 'personne', acteId: decidee.acteId },
    });
    expect(evenement?.references.empreinte).toBe(acte === undefined ? '' : empreinteSalee(acte));
    expect(JSON.stringify(evenement)).not.toContain('famille');
    expect(premiereRupture(chaine(2))).toBeNull();
    // Counts follow.
    expect(lycee.file.messages).toEqual([{ uai: UAI, session: SESSION }]);
    await lycee.apparier();
    expect((await lycee.bilans.lire(SESSION, UAI))?.parIssue).toEqual({ apparie: 2 });
  });

  test('makes one that no machine undoes, nor asks about, whatever the files say later', async () => {
    await lycee.decider(2, 'c3');
    await lycee.presenter(3, { ine: '999999999ZZ', depotId: '01J0000000000000000000000D' });
    await lycee.presenter(2);
    await lycee.apparier();
    expect(await lycee.issues()).toEqual({ 1: 'apparie c1', 2: 'apparie c3' });
    expect((await lycee.tete(2)).appariement).toMatchObject({ noCandidat: 'c3', par: 'personne' });
  });

  test('decided again, nothing changes; a machine’s pair that a person confirms becomes theirs', async () => {
    await lycee.decider(2, 'c3');
    const avant = lycee.etat();
    expect(await lycee.decider(2, 'c3')).toMatchObject({ noCandidat: 'c3', acteId: null });
    expect(lycee.etat()).toEqual(avant);
    expect(await lycee.decider(1, 'c1')).toMatchObject({ noEleve: '0000000001', acteId: expect.any(String) });
    expect((await lycee.tete(1)).appariement).toMatchObject({ par: 'personne', noEleve: '0000000001' });
    expect((await lycee.tete(1)).appariement).not.toHaveProperty('certitude');
  });

  test.for([
    ['a candidate paired with another pupil', 2, 'c1', 'candidat-deja-apparie'],
    ['a pupil paired with another candidate', 1, 'c3', 'eleve-deja-apparie'],
    ['an unknown candidate', 2, 'c9', 'candidat-inconnu'],
    ['an unknown pupil', 9, 'c3', 'eleve-inconnu'],
    ['a pupil whose identifiers were not sent', 5, 'c3', 'identifiants-non-envoyes'],
    ['a pupil who went to another establishment', 6, 'c3', 'eleve-ailleurs'],
    ['a candidate of another establishment, by a head', 2, 'c7', 'candidat-d-un-autre-etablissement'],
  ] as const)('is refused for %s, and nothing is written', async ([, n, noCandidat, code]) => {
    await lycee.inscrire(5);
    await lycee.inscrire(6);
    await lycee.inscrire(6, { uai: AUTRE, eleveId: '66' });
    await lycee.presenter(7, { uai: AUTRE });
    const avant = lycee.etat();
    await expect(lycee.decider(n, noCandidat)).rejects.toMatchObject({ code });
    expect(lycee.etat()).toEqual(avant);
    expect(lycee.file.envois).toEqual([]);
  });

  test('of the DEC, may take a candidate of any establishment, whose own is looked at again too', async () => {
    await lycee.presenter(7, { uai: AUTRE });
    await lycee.decider(2, 'c7', { role: 'dec' });
    expect(lycee.file.messages).toEqual([UAI, AUTRE].map((uai) => ({ uai, session: SESSION })));
    expect(await lycee.issues()).toMatchObject({ 2: 'apparie c7' });
    expect(chaine(2)[0]).toMatchObject({ role: 'dec' });
  });

  test('does not win over another livret that took the candidate at the same moment', async () => {
    lycee.dynamo.avantLaTransaction(() => lycee.prendre('c3'));
    await expect(lycee.decider(2, 'c3')).rejects.toMatchObject({ code: 'candidat-deja-apparie' });
    expect((await lycee.tete(2)).appariement).toBeNull();
  });
});

describe('what a refusal says', () => {
  test('of a candidate who is another’s: whose, and how to undo it, to who may; « voyez la DEC » to who may not', async () => {
    await expect(lycee.decider(2, 'c1')).rejects.toMatchObject({
      message: expect.stringContaining(`l’élève 1 de l’établissement ${UAI}`),
      remede: expect.stringContaining(`lsl apparier 1 --defaire -e ${UAI}`),
    });
    await lycee.inscrire(4, { uai: AUTRE });
    await lycee.presenter(4);
    await lycee.envoyerEtApparier(AUTRE);
    await expect(lycee.decider(2, 'c4')).rejects.toMatchObject({
      message: 'Le candidat c4 est déjà apparié à un élève d’un autre établissement.',
      remede: expect.stringContaining('voyez la DEC'),
    });
    await expect(lycee.decider(2, 'c4', { role: 'dec' })).rejects.toMatchObject({
      remede: expect.stringContaining(`lsl apparier 4 --defaire -e ${AUTRE}`),
    });
  });

  test('of a pupil whose pair a head may not undo: « voyez la DEC »', async () => {
    await lycee.presenter(7, { uai: AUTRE });
    await lycee.decider(2, 'c7', { role: 'dec' });
    await expect(lycee.decider(2, 'c3')).rejects.toMatchObject({ remede: expect.stringContaining('voyez la DEC') });
    await expect(lycee.decider(2, 'c3', { role: 'dec' })).rejects.toMatchObject({
      remede: expect.stringContaining('--defaire'),
    });
  });
});

describe('a person who says that a pair is wrong', () => {
  test('undoes it on the pupil, the candidate and the livret; no machine makes it again', async () => {
    const { acteId } = await lycee.decider(1, null);
    expect(await lycee.tete(1)).toMatchObject({ appariement: null, pairesDefaites: ['2016#c1'] });
    expect(await lycee.registre.lireEleve(UAI, 2015, '1')).toMatchObject({ noCandidat: null, noEleve: null });
    expect(await lycee.candidats.lire(SESSION, 'c1')).toMatchObject({ livretId: null, noEleve: null, ...identite(1) });
    expect(chaine(1).at(-1)).toMatchObject({
      type: 'appariement-defait',
      role: 'chef',
      references: { noCandidat: 'c1', noEleve: '0000000001', moyen: 'ine', acteId },
    });
    expect(premiereRupture(chaine(1))).toBeNull();
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'sans-candidat' });
    expect((await lycee.consulter()).candidatsSansEleve.map(({ noCandidat }) => noCandidat)).toEqual(['c1', 'c3']);
    expect((await lycee.tete(1)).appariement).toBeNull();
  });

  test('may make it again, and keeps the number', async () => {
    await lycee.decider(1, null);
    expect(await lycee.decider(1, 'c1')).toMatchObject({ noCandidat: 'c1', noEleve: '0000000001' });
    expect(await lycee.tete(1)).toMatchObject({ appariement: { par: 'personne' }, pairesDefaites: [] });
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c1' });
  });

  test('gives the candidate to who it is of', async () => {
    await lycee.decider(1, null);
    await lycee.decider(2, 'c1');
    await lycee.apparier();
    expect(await lycee.issues()).toEqual({ 1: 'sans-candidat', 2: 'apparie c1' });
    expect(await lycee.candidats.lire(SESSION, 'c1')).toMatchObject({ livretId: livretId(2) });
  });

  test('of a pair that there is not changes nothing', async () => {
    const avant = lycee.etat();
    expect(await lycee.decider(2, null)).toEqual({
      livretId: livretId(2),
      noCandidat: null,
      noEleve: null,
      acteId: null,
    });
    expect(lycee.etat()).toEqual(avant);
  });

  test('of a pupil who moved takes it from both rows', async () => {
    await lycee.inscrire(1, { uai: AUTRE, eleveId: '71' });
    await lycee.envoyerEtApparier(AUTRE);
    lycee.file.envois.length = 0;
    await lycee.decider(71, null, { uai: AUTRE, role: 'dec' });
    expect(lycee.file.messages.map(({ uai }) => uai)).toEqual([UAI, AUTRE]);
    for (const [uai, eleveId] of [
      [UAI, '1'],
      [AUTRE, '71'],
    ] as const) {
      expect(await lycee.registre.lireEleve(uai, 2015, eleveId)).toMatchObject({ noCandidat: null, paire: null });
    }
  });

  test('of a head is refused where the candidate is another establishment’s, which the DEC paired', async () => {
    await lycee.presenter(7, { uai: AUTRE });
    await lycee.decider(2, 'c7', { role: 'dec' });
    await expect(lycee.decider(2, null)).rejects.toMatchObject({ code: 'candidat-d-un-autre-etablissement' });
    expect((await lycee.tete(2)).appariement).toMatchObject({ noCandidat: 'c7' });
  });

  test('is asked neither of who moved with their pair, nor of the row that they left', async () => {
    await lycee.presenter(2, { ...identite(2), ine: null });
    await lycee.apparier();
    expect((await lycee.tete(2)).appariement).toMatchObject({ par: 'identite' });
    await lycee.inscrire(2, { dateSortie: '2016-05-01' });
    await lycee.inscrire(2, { uai: AUTRE, eleveId: '72' });
    await lycee.envoyerEtApparier(AUTRE);
    expect((await lycee.issues(AUTRE))['72']).toBe('apparie c2');
    expect((await lycee.issues())['2']).toBe('parti c2');
  });

  test('clears a row that shows a pair which the livret has not, and frees its candidate', async () => {
    const lue = await lycee.tete(1);
    await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, appariement: null }));
    await lycee.decider(1, null);
    expect(await lycee.registre.lireEleve(UAI, 2015, '1')).toMatchObject({ noCandidat: null, noEleve: null });
    expect(await lycee.candidats.lire(SESSION, 'c1')).toMatchObject({ livretId: null });
  });

  test('frees the candidate also while a file moves it', async () => {
    const connu = await lycee.candidats.lire(SESSION, 'c1');
    if (connu === null) throw new Error('no candidate');
    const { livretId: _l, noEleve: _n, ...dec } = { ...connu, uai: AUTRE, depotId: '01J0000000000000000000000D' };
    let lectures = 0;
    lycee.dynamo.avant = async (commande) => {
      // Between its pointer and its item.
      if (commande !== 'GetCommand' || ++lectures !== 3) return;
      lycee.dynamo.avant = () => {};
      await lycee.ecrire(...lycee.candidats.ecritures(connu, dec));
    };
    await lycee.decider(1, null, { role: 'dec' });
    expect(lectures).toBe(3);
    expect(await lycee.candidats.lire(SESSION, 'c1')).toMatchObject({ uai: AUTRE, livretId: null });
  });

  test('of a session that the pupil left behind, or after which another one went on, is refused', async () => {
    const lue = await lycee.tete(1);
    await lycee.ecrire(
      lycee.livrets.ecritureTete(lue, {
        ...lue,
        appariement: { session: 2017, noCandidat: 'd1', noEleve: '9', par: 'ine' },
      }),
    );
    for (const noCandidat of ['c1', null]) {
      await expect(lycee.decider(1, noCandidat)).rejects.toMatchObject({ code: 'session-passee' });
    }
    expect((await lycee.tete(1)).appariement).toMatchObject({ session: 2017 });
  });

  test('is refused once the jury has examined the livret', async () => {
    const lue = await lycee.tete(1);
    await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, etat: 'examine' }));
    await expect(lycee.decider(1, null)).rejects.toMatchObject({ code: 'appariement-trop-tard' });
    expect((await lycee.tete(1)).appariement).not.toBeNull();
  });

  test('while the DEC gives the candidate again, is not written over', async () => {
    lycee.dynamo.avantLaTransaction(async () => {
      // The candidate was read paired; its pair goes before it is written.
      await lycee.decider(1, null);
    });
    const connu = await lycee.candidats.lire(SESSION, 'c1');
    if (connu === null) throw new Error('no candidate');
    const { livretId: _l, noEleve: _n, ...dec } = { ...connu, noPv: '99', depotId: '01J0000000000000000000000D' };
    expect(await lycee.ecrire(...lycee.candidats.ecritures(connu, dec))).toMatchObject({ faite: false });
    expect(await lycee.candidats.lire(SESSION, 'c1')).toMatchObject({ livretId: null });
  });
});

describe('of a livret that was sent', () => {
  const envoyer = async (n: number): Promise<void> => {
    const lue = await lycee.tete(n);
    await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, ...ENVOYE }));
  };
  const attendu = { session: SESSION, livretId: livretId(1), uai: UAI, eleveId: '1', demande: false };

  test('the référentiel is told that the pair was undone, and the next one is sent again', async () => {
    await envoyer(1);
    await lycee.decider(1, null);
    const premier = await lycee.envois.lire(SESSION, livretId(1));
    expect(premier).toMatchObject(attendu);
    expect(lycee.transferts.envois).toEqual([{ message: { session: SESSION, livretId: livretId(1) }, groupe: UAI }]);
    await lycee.decider(1, 'c3');
    const second = await lycee.envois.lire(SESSION, livretId(1));
    expect(second).toMatchObject(attendu);
    expect(second?.tour).not.toBe(premier?.tour);
    expect(lycee.transferts.envois).toHaveLength(2);
  });

  test('a machine that finds the next candidate has it sent again too', async () => {
    await envoyer(1);
    await lycee.decider(1, null);
    await lycee.presenter(7, identite(1));
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c7' });
    expect(await lycee.envois.lire(SESSION, livretId(1))).toMatchObject(attendu);
    expect(lycee.transferts.envois).toHaveLength(2);
  });

  test('a pair that is only confirmed tells nothing', async () => {
    await envoyer(1);
    await lycee.decider(1, 'c1');
    expect(await lycee.envois.lire(SESSION, livretId(1))).toBeNull();
    expect(lycee.transferts.envois).toEqual([]);
  });

  test('a pair that another académie took over is a case, and a person takes the place back by saying so', async () => {
    await envoyer(1);
    const { ine, dateNaissance } = identite(1);
    const chezEux = { livretId: '01J0000000000000000000000Z', ine, dateNaissance, noCandidat: 'x1' };
    await lycee.national.demander('lyon').demander(SESSION, [chezEux]);
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c1' });
    await lycee.apparier();
    expect((await lycee.consulter()).eleves[0]?.issue).toMatchObject({
      etat: 'repris',
      academie: 'académie de Lyon',
      noCandidat: 'c1',
      par: 'ine',
    });
    expect(await lycee.bilans.lire(SESSION, UAI)).toMatchObject({
      parIssue: { repris: 1, 'sans-candidat': 1 },
      plusAncien: { quoi: 'eleve' },
    });
    const avant = lycee.etat();
    await expect(lycee.decider(1, 'c1')).rejects.toMatchObject({
      code: 'place-tenue-ailleurs',
      message: 'L’académie de Lyon tient la place de cet élève au référentiel national.',
      remede: expect.stringContaining('--reprendre'),
    });
    expect(lycee.etat()).toEqual(avant);
    await lycee.decider(1, 'c1', { reprendre: true });
    expect((await lycee.tete(1)).appariement).toMatchObject({ noEleve: '0000000001', epoque: 2, par: 'personne' });
    expect(await lycee.envois.lire(SESSION, livretId(1))).toMatchObject(attendu);
    expect((await lycee.livrets.lireActes(livretId(1)))[0]).toMatchObject({
      motif: 'Vu avec la famille et la DEC.',
      details: { repriseA: 'lyon' },
    });
    expect(chaine(1).at(-1)).toMatchObject({ references: { repriseA: 'lyon', epoque: 2 } });
    await lycee.apparier();
    expect(await lycee.issues()).toMatchObject({ 1: 'apparie c1' });
  });

  test('what must be told is written with the decision: if the queue fails, it waits', async () => {
    await envoyer(1);
    const echec = new Error('SQS is away');
    Object.assign(lycee.transferts, { envoyer: () => Promise.reject(echec) });
    await expect(lycee.decider(1, null)).rejects.toThrow(echec);
    expect((await lycee.tete(1)).appariement).toBeNull();
    expect(await lycee.envois.lire(SESSION, livretId(1))).toMatchObject(attendu);
  });

  test('nothing is told of its first pair, unless its candidate opposes it already', async () => {
    await lycee.apparier();
    expect([await lycee.envois.lister(SESSION), lycee.transferts.envois]).toEqual([[], []]);
    lycee = new Academie();
    await lycee.inscrire(1, {}, { opposition: { par: 'chef/x', le: '2016-06-01T08:00:00Z' } });
    await lycee.presenter(1);
    await lycee.envoyerEtApparier();
    expect(await lycee.envois.lister(SESSION)).toMatchObject([attendu]);
  });

  test('and of one that waits to be sent, each change of its pair begins a turn, and it stays asked for', async () => {
    const envoi = {
      session: SESSION,
      livretId: livretId(1),
      uai: UAI,
      eleveId: '1',
      tour: '01J0000000000000000000000A',
    };
    await lycee.ecrire(lycee.envois.ecriture({ ...envoi, demande: true, depuis: '2016-06-01T08:00:00Z' }));
    const tours = [envoi.tour];
    for (const noCandidat of [null, 'c3', null, 'c1']) {
      await lycee.decider(1, noCandidat);
      const attend = await lycee.envois.lire(SESSION, livretId(1));
      expect(attend).toMatchObject({ demande: true });
      tours.push(attend?.tour ?? '');
    }
    expect(new Set(tours).size).toBe(5);
  });
});
