import { beforeEach, describe, expect, test } from 'vitest';
import { deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { LIBELLES_D_EVENEMENT, lireHistorique } from '../../shared/livret/lire-historique.ts';
import { saisir } from '../../shared/livret/saisir.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { acteur, CHEF, ClasseEnMemoire, livretDe } from './classe.ts';
import { UAI } from './dossiers.ts';

const ID = livretDe(1);
const MOTIF = 'Une moyenne du premier trimestre est fausse.';
let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  await classe.nomenclatures();
  await classe.inscrire(1);
  await classe.ouvrir();
  const division = { uai: UAI, session: 2016, division: 'TS1', confirme: true };
  await validerDivision(classe.parts, CHEF, division);
  classe.instant = '2016-06-10T09:30:00Z';
  await deverrouillerLivret(classe.parts, acteur('adjoint'), { livretId: ID, motif: MOTIF });
  await validerDivision(classe.parts, CHEF, division);
});

const lire = (qui = CHEF) => lireHistorique(classe.parts, qui, { livretId: ID });
const preuves = () => classe.dynamo.tables.preuve ?? new Map();
const cle = (seq: number) => [...preuves().keys()].find((une) => une.endsWith(String(seq).padStart(8, '0'))) ?? '';

describe('the history of a livret', () => {
  test('tells who did what, when, in which role, from what to what, and why', async () => {
    classe.dynamo.appels.length = 0;
    const { evenements, chaine } = await lire();
    expect(classe.dynamo.appels).toHaveLength(4);
    expect(chaine).toEqual({ etat: 'entiere' });
    expect(evenements.map(({ seq, libelle, role, motif }) => [seq, libelle, role, motif])).toEqual([
      [1, 'livret validé', 'chef d’établissement', null],
      [2, 'livret déverrouillé', 'adjoint', MOTIF],
      [3, 'livret validé', 'chef d’établissement', null],
    ]);
    expect(evenements[1]).toMatchObject({
      quand: '2016-06-10T09:30:00Z',
      par: `adjoint/${UAI}/adjoint`,
      references: { avant: 'valide', apres: 'complet' },
    });
  });

  test('does not tell the establishment of what the DEC enters, and its chain holds', async () => {
    const sanction = { nature: 'blame', prononceeLe: '2016-06-08', jusquAu: null } as const;
    await saisir({ ...classe.parts, mentions: [] }, acteur('dec', { uai: null }), {
      livretId: ID,
      annee: 2015,
      vue: null,
      valeur: { sorte: 'sanction-examen', sanction },
    });
    const { evenements, chaine } = await lire();
    expect([evenements.map(({ type }) => type), chaine.etat]).toEqual([
      ['livret-valide', 'livret-deverrouille', 'livret-valide'],
      'entiere',
    ]);
    expect((await classe.preuve(ID)).map(({ type }) => type).at(-1)).toBe('saisie');
  });

  test('has a French label for every event', () => {
    for (const libelle of Object.values(LIBELLES_D_EVENEMENT)) expect(libelle).toMatch(/^[a-zà-ÿ’ ]{6,}$|SIECLE$/);
  });

  test('says so when an event was changed, taken away, put in, or the end cut off', async () => {
    const temoin = structuredClone(preuves());
    const remettre = (): void => {
      preuves().clear();
      for (const [une, item] of temoin) preuves().set(une, structuredClone(item));
    };
    const changer = (seq: number, reste: object): void => {
      preuves().set(cle(seq), { ...preuves().get(cle(seq)), ...reste });
    };
    changer(2, { par: `chef/${UAI}/chef` });
    expect((await lire()).chaine).toEqual({ etat: 'rompue', aPartirDe: 2 });
    remettre();
    preuves().delete(cle(2));
    expect((await lire()).chaine).toEqual({ etat: 'rompue', aPartirDe: 2 });
    remettre();
    preuves().delete(cle(3));
    expect((await lire()).chaine).toEqual({ etat: 'rompue', aPartirDe: 3 });
    preuves().delete(cle(2));
    expect((await lire()).chaine).toEqual({ etat: 'rompue', aPartirDe: 2 });
    remettre();
    expect((await lire()).chaine).toEqual({ etat: 'entiere' });
  });

  test('outlives the words, which can be erased without breaking it', async () => {
    for (const une of classe.dynamo.tables.livrets?.keys() ?? []) {
      if (une.includes('ACTE#')) classe.dynamo.tables.livrets?.delete(une);
    }
    const { evenements, chaine } = await lire();
    expect([chaine.etat, evenements[1]?.motif]).toEqual(['entiere', null]);
  });

  test('written on while it is read is that of the livret that was read', async () => {
    let fois = 0;
    classe.dynamo.avant = async (commande) => {
      if (commande !== 'BatchGetCommand' || fois++ > 0) return;
      await deverrouillerLivret(classe.parts, CHEF, { livretId: ID, motif: MOTIF });
    };
    const { evenements, chaine } = await lire();
    expect([chaine.etat, evenements.length]).toEqual(['entiere', 3]);
  });

  test('is for the establishment’s people who read all of it', async () => {
    for (const role of ['adjoint', 'delegue', 'cpe', 'ddfpt'] as const) {
      expect((await lire(acteur(role))).evenements).toHaveLength(3);
    }
    for (const qui of [
      acteur('enseignant'),
      acteur('eleve', { livrets: [ID] }),
      acteur('dec'),
      acteur('chef', { uai: '0380001A' }),
    ]) {
      await expect(lire(qui)).rejects.toMatchObject({ code: 'operation-interdite' });
    }
  });
});
