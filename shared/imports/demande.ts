import { z } from 'zod';
import type { Droit, Operation } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import { ACADEMIE, type Depot } from './depot.ts';
import type { MagasinDepots } from './magasin-depots.ts';

/** Whose deposits: an establishment by its UAI, or the DEC for the académie. */
export const proprietaire = z.union([z.literal(ACADEMIE), z.string().refine(estUai)]);

/** On deposits of the académie all is one right, the DEC's; on those of an establishment, each act has its own. */
export const droitSurDepots = (operation: Operation): Droit<{ readonly proprietaire: string }> => ({
  operation: (demande) => (demande.proprietaire === ACADEMIE ? 'deposer-academie' : operation),
  objet: (demande) => (demande.proprietaire === ACADEMIE ? {} : { uai: demande.proprietaire }),
});

export const demandeSurDepot = z.strictObject({ proprietaire, depotId: z.ulid() });

/** @throws ErreurCodee `depot-inconnu`, the same for a deposit of somebody else */
export async function depotDeSonProprietaire(
  depots: MagasinDepots,
  demande: { readonly proprietaire: string; readonly depotId: string },
): Promise<Depot> {
  const depot = await depots.lire(demande.depotId);
  if (depot?.proprietaire === demande.proprietaire) return depot;
  throw new ErreurCodee(
    'depot-inconnu',
    'Ce dépôt n’existe pas pour cet établissement.',
    'Vérifiez son identifiant ; « npx lsl imports » donne la liste des dépôts.',
  );
}
