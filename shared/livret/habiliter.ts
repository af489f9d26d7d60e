import {
  type AccesExterne,
  type Acteur,
  contexteDeDroit,
  exiger,
  type Objet,
  type Operation,
} from '../habilitations/index.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { inscriptionCourante } from './livret.ts';
import type { LivretOuvert } from './ouvrir-livret.ts';

/** What a right on a livret is decided with. */
export interface PartiesDeDroit {
  /** Slug of the deployment. */
  readonly academie: string;
  readonly accesExterne: AccesExterne;
  readonly horloge: Horloge;
}

/**
 * A livret as rights see it: the establishment where the pupil is now answers for all of it, also for the years spent
 * elsewhere; divisions and groups are those of the current year, and say nothing of another.
 */
export function objetDe(
  { academie }: Pick<PartiesDeDroit, 'academie'>,
  { livret, courante, ligne }: Pick<LivretOuvert, 'livret' | 'courante' | 'ligne'>,
  annee: number = courante,
): Objet {
  const uai = ligne?.uai ?? inscriptionCourante(livret.tete)?.uai;
  return {
    academie,
    ...(uai === undefined ? {} : { uai }),
    annee,
    divisions: annee === courante ? (ligne?.divisions ?? []) : [],
    groupes: annee === courante ? (ligne?.groupes ?? []) : [],
    livretId: livret.tete.livretId,
  };
}

/** @throws ErreurCodee `operation-interdite`, `acces-externe-ferme`, `delegation-expiree` */
export function exigerSurLivret(
  parts: PartiesDeDroit,
  acteur: Acteur,
  operation: Operation,
  ouvert: Pick<LivretOuvert, 'livret' | 'courante' | 'ligne'>,
  { annee, codeMatiere }: { readonly annee?: number; readonly codeMatiere?: string } = {},
): void {
  const objet = objetDe(parts, ouvert, annee);
  exiger(
    acteur,
    operation,
    codeMatiere === undefined ? objet : { ...objet, codeMatiere },
    contexteDeDroit(parts.horloge, parts.accesExterne),
  );
}
