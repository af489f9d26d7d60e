import type { Anomalie, Gravite } from './anomalie.ts';

/** Anomalies that say the same of several dossiers: told once, with the places where they stand. */
export interface GroupeDAnomalies {
  readonly code: string;
  readonly gravite: Gravite;
  readonly message: string;
  readonly remede: string;
  readonly lieux: readonly Pick<Anomalie, 'eleve' | 'ligne' | 'colonne'>[];
}

const ORDRE: readonly Gravite[] = ['refus-fichier', 'refus-dossier', 'avertissement'];

/** What refuses first, then in the order of the file. */
export function grouper(anomalies: readonly Anomalie[]): GroupeDAnomalies[] {
  const groupes = new Map<string, GroupeDAnomalies & { readonly lieux: GroupeDAnomalies['lieux'][number][] }>();
  for (const { code, gravite, message, remede, eleve, ligne, colonne } of anomalies) {
    const cle = `${code} ${message}`;
    const groupe = groupes.get(cle) ?? { code, gravite, message, remede, lieux: [] };
    groupes.set(cle, groupe);
    groupe.lieux.push({ eleve, ligne, colonne });
  }
  return [...groupes.values()].sort((a, b) => ORDRE.indexOf(a.gravite) - ORDRE.indexOf(b.gravite));
}
