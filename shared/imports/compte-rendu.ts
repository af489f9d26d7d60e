import type { Objets } from '../aws/objets.ts';
import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { Anomalie } from './anomalie.ts';
import { type CompteRendu, cleDuCompteRendu, type Depot, type ReferenceDeCompteRendu } from './depot.ts';
import { enCsv, enPage } from './formes.ts';

export type Constats = Pick<CompteRendu, 'verdict' | 'dossiers' | 'anomalies' | 'manques'>;

/** The forms in which a compte rendu is kept: the ending of the object's key, its type, and how it is made. */
export const FORMES = {
  json: { type: 'application/json; charset=utf-8', ecrire: (compteRendu: CompteRendu) => JSON.stringify(compteRendu) },
  csv: { type: 'text/csv; charset=utf-8', ecrire: (compteRendu: CompteRendu) => enCsv(compteRendu) },
  html: { type: 'text/html; charset=utf-8', ecrire: (compteRendu: CompteRendu) => enPage(compteRendu) },
} as const;
export type FormeDeCompteRendu = keyof typeof FORMES;

/** Writes the next revision of a deposit's compte rendu in all its forms; it counts once its deposit names it. */
export async function ecrireCompteRendu(
  parts: { readonly objets: Objets; readonly horloge: Horloge },
  depot: Depot,
  { verdict, dossiers, anomalies, manques }: Constats,
): Promise<ReferenceDeCompteRendu> {
  const { depotId, proprietaire, annule, flux, annee, enregistreLe, empreinte } = depot;
  const revision = depot.revision + 1;
  const dit = {
    schemaVersion: 2,
    depotId,
    proprietaire,
    annule,
    flux,
    annee,
    verdict,
    enregistreLe,
    empreinte,
    dossiers,
    anomaliesOmises: 0,
    anomalies: [...anomalies].sort(parPlace),
    manquesOmis: 0,
    manques: [...manques].sort((a, b) => (a.eleve < b.eleve ? -1 : 1)),
  } as const;
  const contenu = sha256(jsonCanonique(dit));
  const cle = cleDuCompteRendu(depotId, revision, contenu);
  if (contenu !== depot.compteRendu?.contenu) {
    const compteRendu: CompteRendu = { ...dit, revision, etabliLe: parts.horloge.maintenant().toString() };
    for (const [forme, { type, ecrire }] of Object.entries(FORMES)) {
      await parts.objets.ecrire(`${cle}.${forme}`, ecrire(compteRendu), type);
    }
  }
  return { cle, contenu };
}

function parPlace(a: Anomalie, b: Anomalie): number {
  return (a.ligne ?? 0) - (b.ligne ?? 0) || (a.colonne ?? 0) - (b.colonne ?? 0) || (a.code < b.code ? -1 : 1);
}
