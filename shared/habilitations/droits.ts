import type { Role } from './acteur.ts';
import type { Operation } from './operations.ts';

/** How far a right reaches; `decider.ts` says when an object lies within. */
export const PORTEES = {
  etablissement: 'tout l’établissement de l’acteur',
  classe: 'les élèves de la division dont l’acteur est professeur principal',
  enseignements:
    'les enseignements que STS-Web donne à l’acteur : la matière, devant une division ou un groupe de l’élève',
  eleves: 'les élèves des divisions et groupes où l’acteur enseigne, quelle que soit la matière',
  delegation: 'tout l’établissement, pour les seuls actes que le chef a délégués, du premier au dernier jour',
  academie: 'toute l’académie de l’acteur',
  soi: 'le livret de l’élève, ou de l’enfant du responsable',
  jury: 'les jurys de l’acteur',
} as const;

export type Portee = keyof typeof PORTEES;

const ROLES_EN_COLONNES = [
  'chef',
  'adjoint',
  'delegue',
  'enseignant',
  'professeur-principal',
  'cpe',
  'ddfpt',
  'eleve',
  'responsable',
  'dec',
  'chef-de-centre',
  'president',
  'statisticien',
] as const satisfies readonly Role[];

type Cellule = readonly Portee[];
type ParColonne<Colonnes> = { readonly [C in keyof Colonnes]: Cellule };
type Rangee = ParColonne<typeof ROLES_EN_COLONNES>;

const Etab: Cellule = ['etablissement'];
const Clas: Cellule = ['classe'];
const Ense: Cellule = ['enseignements'];
const EnCl: Cellule = ['enseignements', 'classe'];
const Elev: Cellule = ['eleves'];
const ElCl: Cellule = ['eleves', 'classe'];
/** What the head may delegate: the whole list of it is this column of the table. */
const Dele: Cellule = ['delegation'];
const Acad: Cellule = ['academie'];
const Soi_: Cellule = ['soi'];
const Jury: Cellule = ['jury'];
const ____: Cellule = [];

/**
 * THE table of rights: who may do what, how far (R13-R25, R42, rules.md 12). What is not in it is refused.
 * Choices where the sources are silent: docs/decisions/0015-rights.md.
 */
// biome-ignore format: a table is read by its columns
const TABLE: { readonly [O in Operation]: Rangee } = {
  //                          chef  adjt  delg  ens.  PP    CPE   DDFPT élève resp. DEC   centr prés. stat.
  'lire-livret':             [Etab, Etab, Etab, ____, Clas, Etab, Etab, Soi_, Soi_, ____, ____, ____, ____], // R13 R14 R16-R19
  'lire-evaluation':         [Etab, Etab, Etab, Ense, EnCl, Etab, Etab, Soi_, Soi_, ____, ____, ____, ____], // R13-R19
  'lister-eleves':           [Etab, Etab, Etab, Elev, ElCl, Etab, Etab, ____, ____, ____, ____, ____, ____], // R15 R16 R38
  'consulter-historique':    [Etab, Etab, Etab, ____, ____, Etab, Etab, ____, ____, ____, ____, ____, ____], // R13 R14 R17 R18
  'telecharger-livret':      [Etab, Etab, Etab, ____, ____, ____, ____, Soi_, Soi_, ____, ____, ____, ____], // R13 R14 R19 R88

  'saisir-evaluation':       [Etab, Etab, Dele, Ense, Ense, ____, ____, ____, ____, ____, ____, ____, ____], // R13-R16 R36 R37
  'saisir-engagements':      [Etab, Etab, Dele, ____, ____, Etab, ____, ____, ____, ____, ____, ____, ____], // R13 R17 R55
  'saisir-observation':      [Etab, Etab, Dele, ____, ____, Etab, ____, ____, ____, ____, ____, ____, ____], // R13 R17 R55
  'saisir-investissement':   [Etab, Etab, Dele, ____, Clas, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R16 R55
  'saisir-avis-chef':        [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13
  'saisir-avis-examen':      [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13
  'saisir-mentions':         [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R56
  'saisir-sanction-examen':  [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, ____, ____, ____], // R56, its note

  'consulter-tableau':       [Etab, Etab, Etab, ____, Clas, Etab, Etab, ____, ____, ____, ____, ____, ____], // R13 R14 R16-R18 R39
  'consulter-completude':    [Etab, Etab, Etab, Ense, EnCl, Etab, Etab, ____, ____, Acad, ____, ____, ____], // R13-R18 R20 R39
  'imprimer-livrets':        [Etab, Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R14 R42 step 7

  'provoquer-creation':      [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R30
  'changer-format':          [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R7
  'valider-division':        [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R65
  'deverrouiller-livret':    [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13, rules.md 13
  'lever-signalement':       [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13, rules.md 15

  'ouvrir-consultation':     [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R83
  'informer-familles':       [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R64 R83
  'demander-rectification':  [Etab, Etab, Dele, ____, ____, ____, ____, Soi_, Soi_, ____, ____, ____, ____], // R19 R62 R63
  'consulter-rectification': [Etab, Etab, Etab, ____, ____, ____, ____, Soi_, Soi_, ____, ____, ____, ____], // R14 R19 R63
  'decider-rectification':   [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R63, rules.md 14
  'demander-opposition':     [____, ____, ____, ____, ____, ____, ____, Soi_, Soi_, ____, ____, ____, ____], // R19 R62, rules.md 2
  'enregistrer-opposition':  [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R62, rules.md 2

  'deposer-fichier':         [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R42 steps 1 and 3
  'consulter-imports':       [Etab, Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R14 R36
  'decider-dossiers':        [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R35 R36
  'annuler-depot':           [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R36
  'choisir-source':          [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R115
  'deposer-academie':        [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, ____, ____, ____], // R20

  'envoyer-identifiants':    [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R68
  'consulter-appariement':   [Etab, Etab, Etab, ____, ____, ____, ____, ____, ____, Acad, ____, ____, ____], // R13 R14 R20
  'decider-appariement':     [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, Acad, ____, ____, ____], // R13 R20
  'envoyer-livrets':         [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R66 R67
  'controler-presence':      [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, Jury, ____, ____], // R20 R22 R71
  'envoyer-visas':           [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, ____, ____, ____], // R20 R80
  'recevoir-visas':          [Etab, Etab, Dele, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R81

  'nommer-president':        [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, Jury, ____, ____], // R20 R22 R74
  'demander-fichier-jury':   [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, Jury, ____, ____], // R20 R22 R75
  'consulter-fichier-jury':  [____, ____, ____, ____, ____, ____, ____, ____, ____, Acad, Jury, Jury, ____], // R20 R22 R75 R78
  'telecharger-fichier-jury':[____, ____, ____, ____, ____, ____, ____, ____, ____, ____, Jury, Jury, ____], // R22 R75 R78
  'lire-livret-anonyme':     [____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, Jury, ____], // R23 R72
  'examiner-livret':         [____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, Jury, ____], // R23 R79

  deleguer:                  [Etab, Etab, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____], // R13 R42 step 2
  'consulter-statistiques':  [____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, ____, Acad], // R24
};

/** Roles that work from the establishment's network only, when the académie closes outside access (R25). */
export const ROLES_DU_RESEAU: readonly Role[] = ['delegue', 'cpe'];

/** Scopes of a role in an operation; none for whatever the table does not know. */
export function porteesDe(role: string, operation: string): readonly Portee[] {
  const rangee: Rangee | undefined = Object.hasOwn(TABLE, operation) ? TABLE[operation as Operation] : undefined;
  return rangee?.[(ROLES_EN_COLONNES as readonly string[]).indexOf(role)] ?? [];
}

/** Who holds a right of some scope by the role itself, delegations aside. */
export function rolesDe(operation: Operation): readonly Role[] {
  return ROLES_EN_COLONNES.filter((role) => porteesDe(role, operation).some((portee) => portee !== 'delegation'));
}

/** A head may delegate it: R42's control and print need no delegation, and some acts are the head's alone. */
export function estDelegable(operation: string): boolean {
  return porteesDe('delegue', operation).includes('delegation');
}
