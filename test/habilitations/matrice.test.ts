import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../shared/habilitations/acteur.ts';
import { type ContexteDeDroit, decider, type Objet } from '../../shared/habilitations/decider.ts';
import { porteesDe } from '../../shared/habilitations/droits.ts';
import type { Operation } from '../../shared/habilitations/operations.ts';
import {
  acteur,
  D_UN_AUTRE_LYCEE,
  D_UNE_AUTRE_ACADEMIE,
  DU_MEME_LYCEE,
  delegation,
  OUVERT,
  SIEN,
  TOUTES,
} from './acteurs.ts';

/**
 * Who may do what, written by hand from R13-R25 and never computed: how far each role reaches in each operation.
 *
 *   .  nowhere                  e  the subject and the pupils that they teach
 *   E  the establishment        l  the pupils that they teach, whatever the subject
 *   A  the académie             c  the class that they head
 *   s  their livret             b  e or c
 *   j  their juries             m  l or c
 *
 * `delg` has no delegation, `DELG` has every operation delegated.
 */
const MATRICE = `
                            chef adjt delg DELG ens  pp   cpe  ddf  elv  resp dec  centr pres stat
  lire-livret               E    E    E    E    .    c    E    E    s    s    .    .     .    .
  lire-evaluation           E    E    E    E    e    b    E    E    s    s    .    .     .    .
  lister-eleves             E    E    E    E    l    m    E    E    .    .    .    .     .    .
  consulter-historique      E    E    E    E    .    .    E    E    .    .    .    .     .    .
  telecharger-livret        E    E    E    E    .    .    .    .    s    s    .    .     .    .
  saisir-evaluation         E    E    .    E    e    e    .    .    .    .    .    .     .    .
  saisir-engagements        E    E    .    E    .    .    E    .    .    .    .    .     .    .
  saisir-observation        E    E    .    E    .    .    E    .    .    .    .    .     .    .
  saisir-investissement     E    E    .    E    .    c    .    .    .    .    .    .     .    .
  saisir-avis-chef          E    E    .    .    .    .    .    .    .    .    .    .     .    .
  saisir-avis-examen        E    E    .    .    .    .    .    .    .    .    .    .     .    .
  saisir-mentions           E    E    .    E    .    .    .    .    .    .    .    .     .    .
  saisir-sanction-examen    .    .    .    .    .    .    .    .    .    .    A    .     .    .
  consulter-tableau         E    E    E    E    .    c    E    E    .    .    .    .     .    .
  consulter-completude      E    E    E    E    e    b    E    E    .    .    A    .     .    .
  imprimer-livrets          E    E    E    E    .    .    .    .    .    .    .    .     .    .
  provoquer-creation        E    E    .    E    .    .    .    .    .    .    .    .     .    .
  changer-format            E    E    .    E    .    .    .    .    .    .    .    .     .    .
  valider-division          E    E    .    E    .    .    .    .    .    .    .    .     .    .
  deverrouiller-livret      E    E    .    .    .    .    .    .    .    .    .    .     .    .
  lever-signalement         E    E    .    .    .    .    .    .    .    .    .    .     .    .
  ouvrir-consultation       E    E    .    E    .    .    .    .    .    .    .    .     .    .
  informer-familles         E    E    .    E    .    .    .    .    .    .    .    .     .    .
  demander-rectification    E    E    .    E    .    .    .    .    s    s    .    .     .    .
  consulter-rectification   E    E    E    E    .    .    .    .    s    s    .    .     .    .
  decider-rectification     E    E    .    .    .    .    .    .    .    .    .    .     .    .
  demander-opposition       .    .    .    .    .    .    .    .    s    s    .    .     .    .
  enregistrer-opposition    E    E    .    .    .    .    .    .    .    .    .    .     .    .
  deposer-fichier           E    E    .    E    .    .    .    .    .    .    .    .     .    .
  consulter-imports         E    E    E    E    .    .    .    .    .    .    .    .     .    .
  decider-dossiers          E    E    .    E    .    .    .    .    .    .    .    .     .    .
  annuler-depot             E    E    .    E    .    .    .    .    .    .    .    .     .    .
  choisir-source            E    E    .    E    .    .    .    .    .    .    .    .     .    .
  deposer-academie          .    .    .    .    .    .    .    .    .    .    A    .     .    .
  envoyer-identifiants      E    E    .    E    .    .    .    .    .    .    .    .     .    .
  consulter-appariement     E    E    E    E    .    .    .    .    .    .    A    .     .    .
  decider-appariement       E    E    .    .    .    .    .    .    .    .    A    .     .    .
  envoyer-livrets           E    E    .    E    .    .    .    .    .    .    .    .     .    .
  controler-presence        .    .    .    .    .    .    .    .    .    .    A    j     .    .
  envoyer-visas             .    .    .    .    .    .    .    .    .    .    A    .     .    .
  recevoir-visas            E    E    .    E    .    .    .    .    .    .    .    .     .    .
  nommer-president          .    .    .    .    .    .    .    .    .    .    A    j     .    .
  demander-fichier-jury     .    .    .    .    .    .    .    .    .    .    A    j     .    .
  consulter-fichier-jury    .    .    .    .    .    .    .    .    .    .    A    j     j    .
  telecharger-fichier-jury  .    .    .    .    .    .    .    .    .    .    .    j     j    .
  lire-livret-anonyme       .    .    .    .    .    .    .    .    .    .    .    .     j    .
  examiner-livret           .    .    .    .    .    .    .    .    .    .    .    .     j    .
  deleguer                  E    E    .    .    .    .    .    .    .    .    .    .     .    .
  consulter-statistiques    .    .    .    .    .    .    .    .    .    .    .    .     .    A
`;

/** Everything that an actor may have, each elsewhere: only the role tells what counts. */
const TOUT = { principalDe: ['TS3'] };

const COLONNES = {
  chef: acteur('chef', TOUT),
  adjt: acteur('adjoint', TOUT),
  delg: acteur('delegue', TOUT),
  DELG: acteur('delegue', { ...TOUT, delegations: [delegation()] }),
  ens: acteur('enseignant', TOUT),
  pp: acteur('professeur-principal', TOUT),
  cpe: acteur('cpe', TOUT),
  ddf: acteur('ddfpt', TOUT),
  elv: acteur('eleve', TOUT),
  resp: acteur('responsable', TOUT),
  dec: acteur('dec', TOUT),
  centr: acteur('chef-de-centre', TOUT),
  pres: acteur('president', TOUT),
  stat: acteur('statisticien', TOUT),
} as const;
type Colonne = keyof typeof COLONNES;

const LEURS_CLASSES = { divisions: ['TS1', 'TS3'], codeMatiere: '030201' };

/** What the operation may bear on, and the letters that reach it. */
const RELATIONS: readonly (readonly [string, Objet, string])[] = [
  ['what they teach to whom they teach it', { ...DU_MEME_LYCEE, divisions: ['TS1'], codeMatiere: '030201' }, 'AEelbm'],
  ['another subject of pupils that they teach', { ...DU_MEME_LYCEE, divisions: ['TS1'] }, 'AElm'],
  ['what they teach, to others', { ...DU_MEME_LYCEE, codeMatiere: '030201' }, 'AE'],
  ['the class that they head', { ...DU_MEME_LYCEE, divisions: ['TS3'] }, 'AEcbm'],
  ['their classes and subject of last year', { ...DU_MEME_LYCEE, ...LEURS_CLASSES, annee: 2014 }, 'AE'],
  ['their livret', { ...DU_MEME_LYCEE, livretId: SIEN.livretId ?? '' }, 'AEs'],
  ['their jury', { ...DU_MEME_LYCEE, jury: SIEN.jury ?? '' }, 'AEj'],
  ['nothing of theirs in their establishment', DU_MEME_LYCEE, 'AE'],
  ['the same classes and subject in another establishment', { ...D_UN_AUTRE_LYCEE, ...LEURS_CLASSES }, 'A'],
  ['all that is theirs, kept by another académie', { ...D_UNE_AUTRE_ACADEMIE, ...LEURS_CLASSES }, ''],
];

const [entete = '', ...lignes] = MATRICE.trim().split('\n');
const colonnes = entete.trim().split(/\s+/) as Colonne[];
const attendu = new Map(
  lignes.map((ligne) => {
    const [operation = '', ...cases] = ligne.trim().split(/\s+/);
    return [operation as Operation, cases];
  }),
);

/** `operation role relation` of all that is allowed. */
function permis(contexte: ContexteDeDroit, reseau: 'interne' | 'externe'): string[] {
  return TOUTES.flatMap((operation) =>
    colonnes.flatMap((colonne) =>
      RELATIONS.filter(
        ([, objet]) => decider({ ...COLONNES[colonne], reseau }, operation, objet, contexte).permise,
      ).map(([relation]) => `${operation} ${colonne} ${relation}`),
    ),
  ).sort();
}

function attendus(garder: (colonne: Colonne) => boolean = () => true): string[] {
  return [...attendu]
    .flatMap(([operation, cases]) =>
      colonnes.flatMap((colonne, rang) =>
        RELATIONS.filter(([, , lettres]) => garder(colonne) && lettres.includes(cases[rang] ?? '?')).map(
          ([relation]) => `${operation} ${colonne} ${relation}`,
        ),
      ),
    )
    .sort();
}

describe('the matrix of rights', () => {
  test('has every operation, every role, and a word for each', () => {
    expect([...attendu.keys()].sort()).toEqual([...TOUTES].sort());
    expect(colonnes).toEqual(Object.keys(COLONNES));
    expect(new Set(Object.values(COLONNES).map(({ role }) => role))).toEqual(new Set(Object.keys(ROLES) as Role[]));
    expect([...attendu.values()].every((cases) => cases.length === colonnes.length)).toBe(true);
    expect([...attendu.values()].flat().filter((lettre) => !'.EAsjelcbm'.includes(lettre))).toEqual([]);
  });

  test('asks for a delegation from delegates only', () => {
    const autres = (Object.keys(ROLES) as Role[]).filter((role) => role !== 'delegue');
    const parDelegation = autres.filter((role) => TOUTES.some((une) => porteesDe(role, une).includes('delegation')));
    expect(parDelegation).toEqual([]);
  });

  describe.each(TOUTES)('%s', (operation) => {
    test.each(colonnes)('%s', (colonne) => {
      const lettre = attendu.get(operation)?.[colonnes.indexOf(colonne)] ?? '?';
      for (const [relation, objet, lettres] of RELATIONS) {
        const decision = decider(COLONNES[colonne], operation, objet, OUVERT);
        expect({ relation, permise: decision.permise }).toEqual({ relation, permise: lettres.includes(lettre) });
        if (!decision.permise) expect(decision.code).toBe('operation-interdite');
      }
    });
  });
});

describe('from outside the network of the establishment (R25)', () => {
  const FERME: ContexteDeDroit = { ...OUVERT, accesExterne: 'ferme' };
  const duReseau = ['cpe', 'delg', 'DELG'];

  test('CPE and delegates may nothing when it is closed; others as much as from inside', () => {
    expect(permis(FERME, 'externe')).toEqual(attendus((colonne) => !duReseau.includes(colonne)));
    for (const operation of TOUTES) {
      for (const role of ['cpe', 'delegue'] as const) {
        const dehors = acteur(role, { reseau: 'externe', delegations: [delegation()] });
        expect(decider(dehors, operation, SIEN, FERME)).toEqual({ permise: false, code: 'acces-externe-ferme' });
      }
    }
  });

  test('all may what they may from inside when it is open; from inside it changes nothing', () => {
    expect(permis(OUVERT, 'externe')).toEqual(attendus());
    expect(permis(FERME, 'interne')).toEqual(attendus());
  });

  test('a setting or a network that nobody knows is closed, and outside', () => {
    const inconnus = { ...OUVERT, accesExterne: 'peut-être' as 'ouvert' };
    const dehors = acteur('cpe', { reseau: '' as 'interne' });
    expect(decider(dehors, 'lire-livret', SIEN, inconnus)).toEqual({ permise: false, code: 'acces-externe-ferme' });
  });
});
