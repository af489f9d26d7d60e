import { ErreurCodee } from '../../shared/kernel/erreur.ts';

/** What can go wrong with the local cloud. */
export type CodeErreurNuage =
  | 'python-absent'
  | 'python-sans-venv'
  | 'python-installation'
  | 'nuage-demarrage'
  | 'nuage-deploiement'
  | 'nuage-disque'
  | 'nuage-mode'
  | 'nuage-occupe'
  | 'nuage-port'
  | 'nuage-reglage';

interface Constat {
  /** What is wrong, in one sentence. */
  readonly constat: string;
  /** The file, the folder, the stack or the last lines of a log. */
  readonly ou?: string;
  readonly remede: string;
}

export function erreurNuage(code: CodeErreurNuage, { constat, ou, remede }: Constat): ErreurCodee {
  return new ErreurCodee(code, ou === undefined ? constat : `${constat}\n${ou}`, remede);
}

/** Told of each step as it starts, in a short French sentence. */
export type Progres = (étape: string) => void;
