import { encodeTime } from 'ulid';
import type { Acteur } from '../../shared/habilitations/acteur.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { matiere, mef, UAI } from './dossiers.ts';

/** Of a division of pupils of nobody: its nomenclature, its people, and what they enter. */

export const MATHS = matiere('061300', {
  discipline: 'MATHEMATIQUES',
  rubriques: [
    {
      intitule: null,
      competences: [
        { code: '0101', libelle: 'Chercher' },
        { code: '0102', libelle: 'Calculer' },
      ],
    },
  ],
});
export const SPECIALITE = matiere('061300', {
  regroupement: 'ENSEIGNEMENT DE SPECIALITE AU CHOIX',
  discipline: 'MATHEMATIQUES',
});
export const LV1 = matiere('030001', {
  discipline: 'LANGUE VIVANTE 1',
  rubriques: [{ intitule: null, competences: [{ code: '0301', libelle: 'Écouter' }] }],
});
export const EPS = matiere('100100', { discipline: 'EDUCATION PHYSIQUE ET SPORTIVE', periodique: false });
export const MEF_TS = mef([MATHS, LV1, EPS, SPECIALITE]);

export const livretDe = (rang: number): string =>
  `${encodeTime(Date.UTC(2015, 8, 1), 10)}${String(rang).padStart(16, '0')}`;
export const eleveDe = (rang: number): string => String(1_000_000 + rang);

export const PROFESSEURS = {
  maths: { id: '1234', nom: 'NOETHER', prenom: 'Emmy' },
  anglais: { id: '77', nom: 'SHELLEY', prenom: 'Mary' },
} as const;

export const PROF_DE_MATHS = acteur('enseignant', {
  services: [{ structure: { type: 'D', code: 'TS1' }, codeMatiere: '061300' }],
  principalDe: [],
});
export const PROF_D_ANGLAIS = acteur('enseignant', {
  id: `${UAI}/epp/77`,
  services: [{ structure: { type: 'G', code: 'TS1-ANG' }, codeMatiere: '030201' }],
  principalDe: [],
});
export const CHEF = acteur('chef', { id: `${UAI}/chef`, services: [], principalDe: [] });
export const CPE = acteur('cpe', { id: `${UAI}/cpe`, services: [], principalDe: [] });
export const PP = acteur('professeur-principal', { services: PROF_DE_MATHS.services, principalDe: ['TS1'] });
export const DEC = acteur('dec', { id: 'academie/dec', uai: null, services: [], principalDe: [] });

/** An entry of mathematics, as a teacher sends it. */
export function mathematiques(
  valeurs: {
    periodes?: Record<string, string | null>;
    competences?: Record<string, string>;
    appreciation?: string | null;
  } = {},
) {
  return {
    sorte: 'evaluation',
    ligne: ligneDe(MATHS),
    codeMatiere: MATHS.codeMatiere,
    periodes: {},
    competences: {},
    ...valeurs,
  } as const;
}

export function ligneDe({ regroupement, discipline, codeMatiere, modalite }: typeof MATHS) {
  return { regroupement, discipline, codeMatiere, modalite };
}

export type { Acteur };
