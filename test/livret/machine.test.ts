import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageDesEtats } from '../../shared/livret/catalogue-des-etats.ts';
import {
  ACTES,
  type Acte,
  AUCUN_FAIT,
  ETATS,
  type EtatLivret,
  etatSelonContenu,
  type Faits,
  LIBELLES_ETAT,
  OUVERTURES,
  passer,
  peutPasser,
} from '../../shared/livret/machine.ts';
import { PAGE_DES_ETATS } from '../docs/etats.ts';

/** The graph as a reader draws it from R60-R67, R79-R81, R99-R101 and rules.md 25, apart from the table. */
const GRAPHE: Readonly<Record<Acte, string>> = {
  vider: 'alimente complet > cree',
  alimenter: 'cree complet > alimente',
  completer: 'cree alimente > complet',
  valider: 'complet > valide',
  deverrouiller: 'valide envoye > complet',
  envoyer: 'valide > envoye',
  'envoyer-papier': 'cree alimente complet valide > envoye',
  examiner: 'envoye > examine',
  viser: 'envoye examine > vise',
  finir: 'vise > definitif',
  'finir-sans-visa': 'envoye examine > definitif',
  reprendre: 'valide envoye examine vise definitif > alimente',
  archiver: 'definitif > archive',
  'archiver-parti': 'cree alimente complet valide envoye examine vise > archive',
  effacer: 'archive > efface',
};
const TOUT: Faits = { ...AUCUN_FAIT, apparie: true, admis: true, delaiEcoule: true };

describe('the states of a livret', () => {
  test.for(ACTES)('%s leaves from its states only, and arrives at its own', (acte) => {
    const [de = '', vers] = GRAPHE[acte].split(' > ');
    for (const etat of ETATS) {
      const possibles = [true, false].filter((numerique) => peutPasser(etat, acte, { ...TOUT, numerique }));
      expect([acte, etat, possibles.length > 0]).toEqual([acte, etat, de.split(' ').includes(etat)]);
      for (const numerique of possibles) expect(passer(etat, acte, { ...TOUT, numerique })).toBe(vers);
    }
  });

  test.for<[Acte, EtatLivret, Partial<Faits>]>([
    ['valider', 'complet', { oppose: true }],
    ['envoyer', 'valide', { numerique: false }],
    ['envoyer', 'valide', { apparie: false }],
    ['envoyer', 'valide', { oppose: true }],
    ['envoyer-papier', 'alimente', { numerique: true }],
    ['envoyer-papier', 'alimente', { oppose: true }],
    ['finir-sans-visa', 'examine', { admis: false }],
    ['archiver', 'definitif', { delaiEcoule: false }],
    ['archiver', 'definitif', { recours: true }],
    ['archiver-parti', 'alimente', { recours: true }],
    ['effacer', 'archive', { recours: true }],
  ])('%s is refused from %s when %o', ([acte, etat, faits]) => {
    const numerique = acte === 'envoyer';
    expect(peutPasser(etat, acte, { ...TOUT, numerique })).toBe(true);
    expect(() => passer(etat, acte, { ...TOUT, numerique, ...faits })).toThrow(
      expect.objectContaining({ code: 'transition-interdite', message: expect.stringContaining(LIBELLES_ETAT[etat]) }),
    );
  });

  test('no act is allowed by what nobody knows', () => {
    const allowed = ACTES.filter((acte) => ETATS.some((etat) => peutPasser(etat, acte)));
    expect(allowed).toEqual(
      expect.not.arrayContaining(['envoyer', 'envoyer-papier', 'finir-sans-visa', 'archiver', 'effacer']),
    );
  });

  test('along any sequence of acts, what is locked is unlocked by a person or a new year only', () => {
    const acte = fc.constantFrom(...ACTES);
    const faits = fc.record({
      numerique: fc.boolean(),
      apparie: fc.boolean(),
      oppose: fc.boolean(),
      admis: fc.boolean(),
      delaiEcoule: fc.boolean(),
      recours: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(acte, faits), { maxLength: 60 }), (suite) => {
        let etat: EtatLivret = 'cree';
        for (const [acte, faits] of suite) {
          if (!peutPasser(etat, acte, faits)) {
            expect(() => passer(etat, acte, faits)).toThrow();
            continue;
          }
          const apres: EtatLivret = passer(etat, acte, faits);
          const [avantOuvert, apresOuvert] = [OUVERTURES[etat].contenu, OUVERTURES[apres].contenu];
          if (!avantOuvert && apresOuvert) expect(['deverrouiller', 'reprendre']).toContain(acte);
          // An opposition takes the livret from what juries get: it never reaches them afterwards.
          if (faits.oppose) expect(['valide', 'envoye']).not.toContain(apres === etat ? '' : apres);
          // What was archived only goes towards its end.
          if (etat === 'archive' || etat === 'efface') expect(apres).toBe('efface');
          etat = apres;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('every state but the last can be left, and every state but the first reached', () => {
    const passages = ACTES.flatMap((acte) =>
      ETATS.flatMap((etat) =>
        [true, false].flatMap((numerique) => {
          const faits = { ...TOUT, numerique };
          return peutPasser(etat, acte, faits) ? [[etat, passer(etat, acte, faits)] as const] : [];
        }),
      ),
    );
    expect(ETATS.filter((etat) => !passages.some(([de]) => de === etat))).toEqual(['efface']);
    expect(ETATS.filter((etat) => !passages.some(([, vers]) => vers === etat))).toEqual([]);
  });

  test('the content moves a livret whose content is open, and no other', () => {
    for (const etat of ETATS) {
      const suivi = (vide: boolean, complet: boolean) => etatSelonContenu(etat, { vide, complet });
      const attendus = OUVERTURES[etat].contenu ? ['cree', 'alimente', 'complet'] : [etat, etat, etat];
      expect([suivi(true, false), suivi(false, false), suivi(false, true)]).toEqual(attendus);
    }
  });
});

test('the page of states is what the code says: run « npm run docs:etats »', async () => {
  expect(await readFile(PAGE_DES_ETATS, 'utf8')).toBe(pageDesEtats());
});
