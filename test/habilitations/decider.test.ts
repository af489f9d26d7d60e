import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifierActeur, ROLES, type Role } from '../../shared/habilitations/acteur.ts';
import { contexteDeDroit, decider, exiger, type Objet } from '../../shared/habilitations/decider.ts';
import type { Operation } from '../../shared/habilitations/operations.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import {
  AUTRE_UAI,
  acteur,
  D_UN_AUTRE_LYCEE,
  D_UNE_AUTRE_ACADEMIE,
  DU_MEME_LYCEE,
  delegation,
  OUVERT,
  SIEN,
  TOUTES,
  UAI,
} from './acteurs.ts';

const roles = Object.keys(ROLES) as Role[];
const permise = (...demande: Parameters<typeof decider>): boolean => decider(...demande).permise;

/** What a head may delegate, and what a delegate has of R42 alone: by hand, as the matrix. */
const DELEGABLES: readonly Operation[] = [
  'saisir-evaluation',
  'saisir-engagements',
  'saisir-observation',
  'saisir-investissement',
  'saisir-mentions',
  'provoquer-creation',
  'changer-format',
  'valider-division',
  'ouvrir-consultation',
  'informer-familles',
  'demander-rectification',
  'deposer-fichier',
  'decider-dossiers',
  'annuler-depot',
  'choisir-source',
  'envoyer-identifiants',
  'envoyer-livrets',
  'recevoir-visas',
];
const CONTROLE_ET_IMPRESSION: readonly Operation[] = [
  'lire-livret',
  'lire-evaluation',
  'lister-eleves',
  'consulter-historique',
  'telecharger-livret',
  'consulter-tableau',
  'consulter-completude',
  'imprimer-livrets',
  'consulter-rectification',
  'consulter-imports',
  'consulter-appariement',
];

describe('a teacher writes only what they teach, to whom they teach it (R15)', () => {
  const sien = (changements: Partial<Objet>): Objet => ({ ...SIEN, ...changements });
  test.each<[string, Objet, boolean]>([
    ['their subject, in their division', sien({}), true],
    ['a division among others of the pupil', sien({ divisions: ['TS9', 'TS1'] }), true],
    ['another subject of their division', sien({ codeMatiere: '061300' }), false],
    ['the rank of a language in the nomenclature', sien({ codeMatiere: '030001' }), false],
    ['another language of the same rank', sien({ codeMatiere: '030301' }), false],
    ['their subject, in another division', sien({ divisions: ['TS2'] }), false],
    ['a group whose code is that of their division', sien({ divisions: ['TS2'], groupes: ['TS1'] }), false],
    ['the same division, last year', sien({ annee: 2014 }), false],
    ['the same division, next year', sien({ annee: 2016 }), false],
    ['a year that is not told', (({ annee: _annee, ...reste }) => reste)(SIEN), false],
    ['a subject that is not told', (({ codeMatiere: _codeMatiere, ...reste }) => reste)(SIEN), false],
    ['a pupil without structures', sien({ divisions: [], groupes: [] }), false],
  ])('%s', (_cas, objet, attendu) => {
    expect(permise(acteur('enseignant'), 'saisir-evaluation', objet, OUVERT)).toBe(attendu);
    expect(permise(acteur('professeur-principal'), 'saisir-evaluation', objet, OUVERT)).toBe(attendu);
    expect(permise(acteur('enseignant'), 'lire-evaluation', objet, OUVERT)).toBe(attendu);
  });

  test('a group of theirs is enough, and is told from a division', () => {
    const services = [{ structure: { type: 'G', code: 'TS1-ANG' } as const, codeMatiere: '030201' }];
    expect(permise(acteur('enseignant', { services }), 'saisir-evaluation', SIEN, OUVERT)).toBe(true);
    const ailleurs = sien({ divisions: ['TS1-ANG'], groupes: [] });
    expect(permise(acteur('enseignant', { services }), 'saisir-evaluation', ailleurs, OUVERT)).toBe(false);
  });

  test('the subject and the structure are of one service', () => {
    const services = [
      { structure: { type: 'D', code: 'TS1' } as const, codeMatiere: '061300' },
      { structure: { type: 'D', code: 'TS2' } as const, codeMatiere: '030201' },
    ];
    expect(permise(acteur('enseignant', { services }), 'saisir-evaluation', SIEN, OUVERT)).toBe(false);
    expect(permise(acteur('enseignant', { services }), 'lister-eleves', SIEN, OUVERT)).toBe(true);
  });

  test.each([
    ['2016-07-31', 2015],
    ['2016-08-01', 2016],
  ])('services are of the school year that runs: on %s, %i', (jour, annee) => {
    const anneesPermises = [2014, 2015, 2016, 2017].filter((une) =>
      permise(acteur('enseignant'), 'saisir-evaluation', sien({ annee: une }), { ...OUVERT, jour }),
    );
    expect(anneesPermises).toEqual([annee]);
  });
});

describe('a professeur principal reads all of their class, this year (R16)', () => {
  const pp = acteur('professeur-principal', { services: [] });
  test.each<[string, Objet, boolean]>([
    ['whatever the subject', { ...SIEN, codeMatiere: '061300' }, true],
    ['not another class', { ...SIEN, divisions: ['TS2'] }, false],
    ['not a group of that code', { ...SIEN, divisions: [], groupes: ['TS1'] }, false],
    ['not the class of last year that had the code', { ...SIEN, annee: 2014 }, false],
  ])('%s', (_cas, objet, attendu) => {
    for (const operation of ['lire-livret', 'lire-evaluation', 'saisir-investissement', 'lister-eleves'] as const) {
      expect(permise(pp, operation, objet, OUVERT)).toBe(attendu);
    }
    expect(permise(pp, 'saisir-evaluation', objet, OUVERT)).toBe(false);
    // A class of one's own is nothing to who comes as a teacher.
    expect(permise(acteur('enseignant', { services: [] }), 'lire-livret', objet, OUVERT)).toBe(false);
  });
});

describe('by default, everything is refused', () => {
  const objets = fc.constantFrom(SIEN, DU_MEME_LYCEE, D_UN_AUTRE_LYCEE, D_UNE_AUTRE_ACADEMIE);

  test('to a role, and for an operation, that nobody knows', () => {
    const mots = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0', 'map', 'CHEF', 'chef '),
    );
    fc.assert(
      fc.property(
        mots,
        objets,
        fc.constantFrom(...TOUTES),
        fc.constantFrom(...roles),
        (mot, objet, operation, role) => {
          if (!(roles as string[]).includes(mot)) {
            expect(permise(acteur(mot as Role), operation, objet, OUVERT)).toBe(false);
          }
          if (!(TOUTES as string[]).includes(mot)) {
            const tout = acteur(role, { delegations: [delegation({ operations: [mot as Operation] })] });
            expect(permise(tout, mot as Operation, objet, OUVERT)).toBe(false);
          }
        },
      ),
    );
  });

  test('to an actor who has nothing of their own', () => {
    const nu = { uai: null, services: [], principalDe: [], livrets: [], jurys: [], delegations: [] };
    const academiques = ['dec', 'statisticien'];
    for (const role of roles.filter((un) => !academiques.includes(un))) {
      for (const operation of TOUTES) {
        expect(permise(acteur(role, nu), operation, SIEN, OUVERT)).toBe(false);
        // Nowhere is not a place that they share.
        expect(permise(acteur(role, nu), operation, { academie: 'grenoble' }, OUVERT)).toBe(false);
      }
    }
  });

  test('to who comes from nowhere, on what is nowhere', () => {
    const perdu = acteur('chef', { uai: undefined as unknown as null });
    expect(permise(perdu, 'lire-livret', { academie: 'grenoble' }, OUVERT)).toBe(false);
  });

  test('what is not told never opens what was refused', () => {
    const champs = Object.keys(SIEN) as (keyof Objet)[];
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.constantFrom(...TOUTES),
        objets,
        fc.subarray(champs),
        (role, operation, objet, gardes) => {
          const moins = Object.fromEntries(gardes.map((champ) => [champ, objet[champ]])) as unknown as Objet;
          const avec = acteur(role, { delegations: [delegation()] });
          if (permise(avec, operation, moins, OUVERT)) expect(permise(avec, operation, objet, OUVERT)).toBe(true);
          if (!gardes.includes('academie')) expect(permise(avec, operation, moins, OUVERT)).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a delegation (R42)', () => {
  test('gives what is delegable, to the person, in the establishment, on its days, until it is revoked: nothing else', () => {
    const jours = fc.integer({ min: 0, max: 20 }).map((n) => `2016-06-${String(n + 5).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.record({
          operations: fc.subarray([...TOUTES]),
          du: jours,
          au: jours,
          revoqueeLe: fc.constantFrom(null, null, '2016-06-05T08:00:00Z'),
          a: fc.constantFrom(`${UAI}/epp/1234`, `${UAI}/epp/1234`, `${UAI}/local/1234`),
          uai: fc.constantFrom(UAI, UAI, AUTRE_UAI),
        }),
        fc.constantFrom(...TOUTES),
        fc.constantFrom(SIEN, SIEN, DU_MEME_LYCEE, D_UN_AUTRE_LYCEE, D_UNE_AUTRE_ACADEMIE),
        jours,
        (parties, operation, objet, jour) => {
          const une = delegation(parties);
          const chezLui = objet === SIEN || objet === DU_MEME_LYCEE;
          const deleguee =
            DELEGABLES.includes(operation) &&
            une.operations.includes(operation) &&
            une.a === `${UAI}/epp/1234` &&
            une.uai === UAI &&
            une.revoqueeLe === null &&
            une.du <= jour &&
            jour <= une.au;
          const contexte = { ...OUVERT, jour };
          const avec = acteur('delegue', { delegations: [une] });
          const attendue = chezLui && (deleguee || CONTROLE_ET_IMPRESSION.includes(operation));
          expect(permise(avec, operation, objet, contexte)).toBe(attendue);
          // It is nothing to a person who comes in another role.
          for (const role of roles.filter((un) => un !== 'delegue')) {
            expect(decider(acteur(role, { delegations: [une] }), operation, objet, contexte)).toEqual(
              decider(acteur(role), operation, objet, contexte),
            );
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['2016-05-31', 'delegation-expiree'],
    ['2016-06-01', null],
    ['2016-06-30', null],
    ['2016-07-01', 'delegation-expiree'],
  ])('begins on its first day and ends after its last: %s', (jour, code) => {
    const decision = decider(acteur('delegue', { delegations: [delegation()] }), 'valider-division', SIEN, {
      ...OUVERT,
      jour,
    });
    expect(decision).toEqual(code === null ? { permise: true, portee: 'delegation' } : { permise: false, code });
  });

  test('that was revoked says so; one of another act, of another establishment or of nobody does not', () => {
    const refus = (changements: Parameters<typeof delegation>[0], objet = SIEN) => {
      const une = delegation(changements);
      const decision = decider(acteur('delegue', { delegations: [une] }), 'valider-division', objet, OUVERT);
      return decision.permise ? null : decision.code;
    };
    expect(refus({ revoqueeLe: '2016-06-09T08:00:00Z' })).toBe('delegation-expiree');
    expect(refus({ operations: ['envoyer-livrets'] })).toBe('operation-interdite');
    expect(refus({ a: `${UAI}/local/1234` })).toBe('operation-interdite');
    expect(refus({ uai: AUTRE_UAI }, D_UN_AUTRE_LYCEE)).toBe('operation-interdite');
    expect(refus({ uai: AUTRE_UAI })).toBe('operation-interdite');
  });

  test('in force is found beside one that is over', () => {
    const delegations = [delegation({ au: '2016-06-02' }), delegation(), delegation({ du: '2016-06-20' })];
    expect(permise(acteur('delegue', { delegations }), 'valider-division', SIEN, OUVERT)).toBe(true);
  });
});

describe('a refusal', () => {
  test.each([
    ['operation-interdite', acteur('enseignant'), OUVERT],
    ['acces-externe-ferme', acteur('cpe', { reseau: 'externe' }), { ...OUVERT, accesExterne: 'ferme' }],
    ['delegation-expiree', acteur('delegue', { delegations: [delegation({ au: '2016-06-02' })] }), OUVERT],
  ] as const)('%s is coded, in French, names the act and nobody', (code, qui, contexte) => {
    const refuser = () => exiger(qui, 'valider-division', SIEN, contexte);
    expect(refuser).toThrow(
      expect.objectContaining({
        name: 'ErreurCodee',
        code,
        message: expect.stringMatching(/^\p{Lu}.*« Valider les livrets d’une division »\.$/u),
        remede: expect.stringMatching(/^\p{Lu}.*\.$/u),
      }),
    );
    expect(refuser).not.toThrow(/1234|0380029A|TS1/);
  });

  test('is no error when the act is allowed', () => {
    expect(() => exiger(acteur('chef'), 'valider-division', SIEN, OUVERT)).not.toThrow();
  });
});

test('the day of a right is that of Paris', () => {
  expect(contexteDeDroit(horlogeFixe('2016-06-09T22:00:00Z'), 'ferme')).toEqual({
    jour: '2016-06-10',
    accesExterne: 'ferme',
  });
});

test('events name an actor by role and id', () => {
  expect(identifierActeur(acteur('enseignant'))).toBe('enseignant/0380029A/epp/1234');
});
