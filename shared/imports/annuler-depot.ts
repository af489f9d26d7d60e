import { ulid } from 'ulid';
import type { z } from 'zod';
import type { File } from '../aws/files.ts';
import type { Objets } from '../aws/objets.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { demandeSurDepot, depotDeSonProprietaire } from './demande.ts';
import { cleDuLot, type Depot, depotAttendu } from './depot.ts';
import type { MessageDesLots } from './integrer-lot.ts';
import { envoyerLots } from './lire-depot.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export const demandeAnnulerDepot = demandeSurDepot;

export interface DepotAnnule {
  /** The deposit that takes the other back, to follow; null when nothing of it had been applied. */
  readonly annulation: string | null;
}

/**
 * Takes a deposit back. Before its file came nothing stays of it but its record. Once applied, a deposit of notes is
 * taken back by another one, whose content is what stood before (design.md); the other feeds are corrected at their
 * source, and deposited again.
 *
 * Asked again, it answers the same: lots that were not sent are sent.
 */
export async function annulerDepot(
  parts: {
    readonly depots: MagasinDepots;
    readonly objets: Objets;
    readonly lots: File<MessageDesLots>;
    readonly horloge: Horloge;
  },
  acteur: Acteur,
  demande: z.infer<typeof demandeAnnulerDepot>,
): Promise<DepotAnnule> {
  const { depots, objets, horloge } = parts;
  const par = identifierActeur(acteur);
  const depot = await depotDeSonProprietaire(depots, demande);
  if (depot.etat === 'annule') return reprendreAnnulation(parts, depot);
  if (depot.etat === 'attendu' && (await depots.passer(depot, 'attendu', 'annule', { reprisPar: par }))) {
    return { annulation: null };
  }
  if (depot.etat === 'attendu' || depot.etat === 'lu') {
    throw new ErreurCodee(
      'depot-en-cours',
      'Ce dépôt est en cours d’intégration.',
      'Attendez son compte rendu, quelques secondes d’ordinaire, puis demandez de nouveau son annulation.',
    );
  }
  exigerAnnulable(depot);
  if (depot.lots === null || depot.lots === 0 || (await objets.lire(cleDuLot(depot.depotId, 0))) === null) {
    throw new ErreurCodee(
      'annulation-trop-tardive',
      'Ce dépôt date de plus de trente jours, ou rien n’en avait été retenu : il ne peut plus être annulé.',
      'Déposez le fichier qui contient les bonnes notes : il remplacera celui-ci.',
    );
  }
  const annulation: Depot = {
    ...depotAttendu({
      depotId: ulid(),
      proprietaire: depot.proprietaire,
      session: depot.session,
      revue: false,
      enregistreLe: horloge.maintenant().toString(),
      par,
    }),
    etat: 'lu',
    flux: depot.flux,
    annee: depot.annee,
    lots: depot.lots,
    annule: depot.depotId,
  };
  if (!(await depots.annuler(depot, annulation, par))) return annulerDepot(parts, acteur, demande);
  await envoyerLots(parts, annulation);
  return { annulation: annulation.depotId };
}

function exigerAnnulable({ etat, flux, annule }: Depot): void {
  if (etat === 'clos' && flux === 'notes' && annule === null) return;
  throw new ErreurCodee(
    'annulation-impossible',
    etat !== 'clos'
      ? 'Rien de ce dépôt n’a été appliqué : il n’y a rien à annuler.'
      : annule === null
        ? 'Seul un dépôt de notes s’annule une fois appliqué.'
        : 'Une annulation ne s’annule pas.',
    etat !== 'clos' ? 'Consultez son compte rendu.' : 'Déposez le fichier corrigé : il remplacera celui-ci.',
  );
}

/** The same act asked twice, or stopped before its lots were sent. */
async function reprendreAnnulation(
  parts: { readonly depots: MagasinDepots; readonly lots: File<MessageDesLots> },
  depot: Depot,
): Promise<DepotAnnule> {
  const { annulePar } = depot;
  if (annulePar === null) return { annulation: null };
  const annulation = await parts.depots.lire(annulePar);
  if (annulation?.etat === 'lu') await envoyerLots(parts, annulation);
  return { annulation: annulePar };
}
