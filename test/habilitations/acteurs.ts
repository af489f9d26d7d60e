import type { Acteur, Delegation, Role } from '../../shared/habilitations/acteur.ts';
import type { ContexteDeDroit, Objet } from '../../shared/habilitations/decider.ts';
import { OPERATIONS, type Operation } from '../../shared/habilitations/operations.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { uai } from '../../shared/kernel/uai.ts';

/** Invented people of one establishment, and what they may meet. */

export const UAI = uai('0380029A');
export const AUTRE_UAI = uai('0750655E');
export const OUVERT: ContexteDeDroit = { jour: '2016-06-10', accesExterne: 'ouvert' };
/** What use cases decide rights with. */
export const DROITS = {
  academie: 'grenoble',
  accesExterne: 'ferme',
  horloge: horlogeFixe('2016-06-10T08:00:00Z'),
} as const;
export const TOUTES = Object.keys(OPERATIONS) as Operation[];

/** A pupil of the actor's: their class, subject, group, livret and jury. */
export const SIEN: Objet = {
  academie: 'grenoble',
  uai: UAI,
  annee: 2015,
  divisions: ['TS1'],
  groupes: ['TS1-ANG'],
  livretId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  codeMatiere: '030201',
  jury: '2016#J01',
};

/** Another of the same establishment: neither the class nor the subject, the livret nor the jury. */
export const DU_MEME_LYCEE: Objet = {
  ...SIEN,
  divisions: ['TS2'],
  groupes: ['TS2-ANG'],
  livretId: '01ARZ3NDEKTSV4RRFFQ69G5FAW',
  codeMatiere: '061300',
  jury: '2016#J02',
};

/** Classes and subjects have the same codes in another establishment. */
export const D_UN_AUTRE_LYCEE: Objet = {
  ...SIEN,
  uai: AUTRE_UAI,
  livretId: DU_MEME_LYCEE.livretId ?? '',
  jury: DU_MEME_LYCEE.jury ?? '',
};

/** Everything as theirs, kept by another académie. */
export const D_UNE_AUTRE_ACADEMIE: Objet = { ...SIEN, academie: 'creteil' };

/** Of all that an actor may have, whatever the role: the role alone decides what counts. */
export function acteur(role: Role, changements: Partial<Acteur> = {}): Acteur {
  return {
    id: `${UAI}/epp/1234`,
    role,
    uai: UAI,
    academie: 'grenoble',
    reseau: 'interne',
    services: [{ structure: { type: 'D', code: 'TS1' }, codeMatiere: '030201' }],
    principalDe: ['TS1'],
    livrets: [SIEN.livretId ?? ''],
    jurys: [SIEN.jury ?? ''],
    delegations: [],
    ...changements,
  };
}

export function delegation(changements: Partial<Delegation> = {}): Delegation {
  return {
    delegationId: '01ARZ3NDEKTSV4RRFFQ69G5FAX',
    uai: UAI,
    a: `${UAI}/epp/1234`,
    operations: TOUTES,
    du: '2016-06-01',
    au: '2016-06-30',
    revoqueeLe: null,
    par: `chef/${UAI}/chef`,
    ...changements,
  };
}
