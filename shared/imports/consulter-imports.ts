import { z } from 'zod';
import { lireJson, type Objets } from '../aws/objets.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import { ACADEMIE, type CompteRendu, cleDuCompteRendu, type Depot } from './depot.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export const demandeConsulterImports = z.strictObject({
  proprietaire: z.union([z.literal(ACADEMIE), z.string().refine(estUai)]),
  /** One deposit, with its compte rendu; all of them without it. */
  depotId: z.ulid().optional(),
});

export interface ImportsConsultes {
  /** Latest first. */
  readonly depots: readonly Depot[];
  /** The compte rendu of the one deposit asked for; null as long as it is not closed. */
  readonly compteRendu: CompteRendu | null;
}

export async function consulterImports(
  parts: { readonly depots: MagasinDepots; readonly objets: Objets },
  demande: z.infer<typeof demandeConsulterImports>,
): Promise<ImportsConsultes> {
  if (demande.depotId === undefined) {
    return { depots: await parts.depots.listerDe(demande.proprietaire), compteRendu: null };
  }
  const depot = await parts.depots.lire(demande.depotId);
  if (depot === null || depot.proprietaire !== demande.proprietaire) {
    throw new ErreurCodee(
      'depot-inconnu',
      'Ce dépôt n’existe pas pour cet établissement.',
      'Vérifiez son identifiant ; « npx lsl imports » donne la liste des dépôts.',
    );
  }
  const clos = depot.etat === 'clos' || depot.etat === 'refuse' || depot.etat === 'deja-importe';
  return {
    depots: [depot],
    compteRendu: clos ? abreger(await lireJson<CompteRendu>(parts.objets, cleDuCompteRendu(depot.depotId))) : null,
  };
}

/** A Lambda answers 6 MB at most; nobody reads more than this many anomalies in one go. */
const ANOMALIES_MAX = 5000;

function abreger(compteRendu: CompteRendu | null): CompteRendu | null {
  if (compteRendu === null || compteRendu.anomalies.length <= ANOMALIES_MAX) return compteRendu;
  return {
    ...compteRendu,
    anomalies: compteRendu.anomalies.slice(0, ANOMALIES_MAX),
    anomaliesOmises: compteRendu.anomalies.length - ANOMALIES_MAX,
  };
}
