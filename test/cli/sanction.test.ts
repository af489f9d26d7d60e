import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { type DemandeDeSanction, sanction } from '../../shared/cli/commandes/sanction.ts';
import { revendiquer } from '../../shared/cli/qui.ts';
import { demandeSaisir, saisir } from '../../shared/livret/saisir.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { ClasseEnMemoire } from '../livret/classe.ts';
import { livretDe } from '../livret/division.ts';
import { validee } from '../livret/dossiers.ts';

const DEC = acteur('dec', { uai: null, id: 'academie/lsl' });
let classe: ClasseEnMemoire;
let ecrit: string;
/** Between the command's calls. */
let entretemps: (() => Promise<unknown>) | null;
beforeEach(async () => {
  ecrit = '';
  entretemps = null;
  vi.spyOn(process.stdout, 'write').mockImplementation((texte) => {
    ecrit += String(texte);
    return true;
  });
  classe = new ClasseEnMemoire();
  await classe.peupler(1, () => ({ tete: { ...validee(), etat: 'envoye' } }));
});
afterEach(() => vi.restoreAllMocks());

const cible = (qui = DEC): Cible => ({
  async appeler<T>(fonction: string, demande: object) {
    expect([fonction, revendiquer({ enTantQue: undefined, etablissement: undefined }, demande).role]).toEqual([
      'livret/saisir',
      'dec',
    ]);
    const issue = await saisir(classe.parts, qui, demandeSaisir.parse(demande));
    await entretemps?.();
    return issue as T;
  },
});
const BLAME = { nature: 'blame', prononceeLe: '2016-05-20', jusquAu: null } as const;
const INTERDICTION = { nature: 'interdiction', prononceeLe: '2016-05-20', jusquAu: '2017-05-20' } as const;
const prononcer = (voulue: DemandeDeSanction['sanction'], qui = DEC) => {
  ecrit = '';
  return sanction(cible(qui), { livretId: livretDe(0), session: 2016, sanction: voulue, json: false });
};
const gardee = async () => (await classe.livret()).saisies.map(({ contenu: { valeur } }) => valeur);

describe('« sanction »', () => {
  test('enters one on a livret that was sent, in the name of the DEC', async () => {
    expect(await prononcer(INTERDICTION)).toBe(0);
    expect(ecrit).toContain('interdiction de se présenter à l’examen, décision du 20/05/2016, jusqu’au 20/05/2017.');
    expect(await gardee()).toEqual([{ sorte: 'sanction-examen', sanction: INTERDICTION }]);
  });

  test('replaces another, which it tells; the same again writes nothing', async () => {
    await prononcer(BLAME);
    expect(await prononcer(INTERDICTION, acteur('dec', { uai: null, id: 'academie/autre' }))).toBe(0);
    expect(ecrit).toContain('À la place de : blâme, décision du 20/05/2016.');
    expect(await gardee()).toEqual([{ sorte: 'sanction-examen', sanction: INTERDICTION }]);
    const evenements = classe.evenements().length;
    await prononcer(INTERDICTION, acteur('dec', { uai: null, id: 'academie/autre' }));
    expect(classe.evenements()).toHaveLength(evenements);
  });

  test('takes it back', async () => {
    await prononcer(BLAME);
    expect(await prononcer(null)).toBe(0);
    expect(ecrit).toMatch(/sanction retirée\.\nC’était : blâme/);
    expect(await gardee()).toEqual([{ sorte: 'sanction-examen', sanction: null }]);
  });

  test('takes nothing back where there is none, and writes nothing', async () => {
    await expect(prononcer(null)).rejects.toMatchObject({ code: 'sanction-absente' });
    expect(classe.evenements()).toEqual([]);
  });

  test('overwrites nothing that came between what was read and what is written', async () => {
    await prononcer(BLAME);
    const autre = acteur('dec', { uai: null, id: 'academie/autre' });
    entretemps = async () => {
      entretemps = null;
      const [actuelle] = (await classe.livret()).saisies;
      const valeur = { sorte: 'sanction-examen', sanction: { ...BLAME, prononceeLe: '2016-05-21' } } as const;
      const demande = { livretId: livretDe(0), annee: 2015, valeur, vue: actuelle?.contenu.n ?? null };
      await saisir(classe.parts, autre, demande);
    };
    await expect(prononcer(INTERDICTION)).rejects.toMatchObject({ code: 'sanction-en-conflit' });
    expect(await gardee()).toMatchObject([{ sanction: { prononceeLe: '2016-05-21' } }]);
  });
});
