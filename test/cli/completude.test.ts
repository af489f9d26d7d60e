import { describe, expect, test } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { bilans, completude, creation } from '../../shared/cli/commandes/completude.ts';
import { migrer } from '../../shared/cli/commandes/migrer.ts';
import { bilanDe } from '../../shared/livret/bilan.ts';
import { ligne } from '../livret/dossiers.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();

/** A deployment whose functions answer in turn; each demand is kept. */
function deploiement(...reponses: readonly unknown[]): Cible & { readonly demandes: unknown[] } {
  const demandes: unknown[] = [];
  return {
    demandes,
    appeler: async <T>(fonction: string, demande: object) => {
      demandes.push([fonction, demande]);
      return reponses[demandes.length - 1] as T;
    },
  };
}

const UAI = '0380029A';
const QUOI = { uai: UAI, annee: 2015, division: undefined, groupe: undefined, matiere: undefined, json: false };
const incomplet = ligne({
  suivi: {
    etat: 'alimente',
    format: 'numerique',
    oppose: false,
    valideLe: null,
    manques: { enseignant: { bloquants: 2, autres: 0 }, chef: { bloquants: 0, autres: 1 } },
  },
});

describe('« completude »', () => {
  test('shows a line a division: how many, and who has still something to do', async () => {
    const bilan = bilanDe([incomplet]);
    const cible = deploiement({ bilan, divisions: [{ division: 'TS1', ...bilan }], eleves: [] });
    expect(await completude(cible, QUOI)).toBe(0);
    expect(cible.demandes).toEqual([['livret/consulter-completude', { uai: UAI, annee: 2015 }]]);
    expect(sortie.texte).toContain('enseignants 1 · chef 1');
    expect(sortie.texte).toContain('1 livret · alimenté 1');
  });

  test('of a class shows what each pupil lacks, what blocks first', async () => {
    const manque = { annee: 2015, matiere: '061300', discipline: 'MATHS', tache: 'enseignant' } as const;
    const eleve = {
      nom: 'MARTIN',
      prenom: 'Zoé',
      etat: 'alimente',
      format: 'papier',
      oppose: false,
      parti: false,
      manques: [
        { ...manque, code: 'groupe', bloquant: false },
        { ...manque, code: 'appreciation', bloquant: true },
      ],
    };
    const cible = deploiement({ bilan: null, divisions: [], eleves: [eleve] });
    await completude(cible, { ...QUOI, groupe: 'TS1-ANG', matiere: '061300' });
    expect(cible.demandes).toEqual([
      [
        'livret/consulter-completude',
        { uai: UAI, annee: 2015, structure: { type: 'G', code: 'TS1-ANG' }, codeMatiere: '061300' },
      ],
    ]);
    expect(sortie.texte).toContain('MARTIN Zoé : alimenté · papier');
    expect(sortie.texte.indexOf('aucune appréciation annuelle')).toBeLessThan(
      sortie.texte.indexOf('répartition du groupe'),
    );
    expect(sortie.texte).toMatch(/enseignants +2015-2016 +MATHS +aucune appréciation annuelle +oui/);
  });

  test('of an académie shows a line an establishment', async () => {
    const bilan = bilanDe([incomplet]);
    const cible = deploiement({ annee: 2015, bilan, etablissements: [{ uai: UAI, bilan }] });
    expect(await bilans(cible, { annee: 2015, json: false })).toBe(0);
    expect(cible.demandes).toEqual([['livret/consulter-bilans', { annee: 2015 }]]);
    expect(sortie.texte).toMatch(/0380029A +1 /);
    expect(sortie.texte).toContain('1 établissement · 1 livret · alimenté 1');
  });
});

describe('« creation »', () => {
  const constat = {
    n: 2,
    comptes: { crees: 3, trouvesIci: 1, trouvesAilleurs: 1, manquants: 0, vides: 0, sansNomenclature: 0 },
    venusDAilleurs: [{ eleveId: '1', nom: 'MARTIN Zoé, TS1', de: '0750655E' }],
    sansLivret: [],
    livretsVides: [],
    mefsInconnus: [],
  };

  test('counts, and names whom a person must look at', async () => {
    expect(await creation(deploiement(constat), { uai: UAI, annee: 2015, json: false })).toBe(0);
    expect(sortie.texte).toContain('3 livrets qui commencent · 1 livret de l’an dernier trouvé ici');
    expect(sortie.texte).toContain('MARTIN Zoé, TS1, de 0750655E');
    expect(sortie.texte).toContain('Constat refait (2 fois en tout).');
  });

  test('ends with 1 when pupils have no livret of last year', async () => {
    const sans = { ...constat, sansLivret: [{ eleveId: '2', nom: 'PETIT Léo, TS2' }] };
    expect(await creation(deploiement(sans), { uai: UAI, annee: 2015, json: false })).toBe(1);
    expect(sortie.texte).toContain('PETIT Léo, TS2');
  });
});

test('« migrer » calls until the walk is over', async () => {
  const travail = { nom: 'completude', n: 1, commenceLe: '2016-06-10T08:00:00Z', lus: 500, reecrits: 1 };
  const cible = deploiement(
    { ...travail, termineLe: null },
    { ...travail, lus: 812, termineLe: '2016-06-10T08:01:00Z' },
  );
  expect(await migrer(cible, { recalculer: true, recommencer: false, json: false })).toBe(0);
  expect(cible.demandes).toEqual([
    ['livret/migrer', { travail: 'completude', action: 'commencer' }],
    ['livret/migrer', { travail: 'completude', action: 'suivre' }],
  ]);
  expect(sortie.texte).toBe('812 livrets parcourus, 1 réécrit, depuis le 10/06/2016\n');
});
