import { ulid } from 'ulid';
import { z } from 'zod';
import type { Formulaire, Signataire } from '../aws/objets.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { proprietaire } from './demande.ts';
import { cleDuDepot, depotAttendu } from './depot.ts';
import type { MagasinDepots } from './magasin-depots.ts';

/** A whole académie's year stays far below; a larger file is a mistake or an attack. */
export const OCTETS_MAX = 200 * 1024 * 1024;
/** Seconds during which the form can be posted. */
const DUREE_DU_FORMULAIRE = 15 * 60;

export const demandeEnregistrerDepot = z.strictObject({
  proprietaire,
  /** The session of the candidates; absent for the other feeds. */
  session: z.int().min(2001).max(9999).optional(),
  /** Dossiers of notes wait until a person accepts or refuses each (R35). */
  revue: z.boolean().default(false),
  octets: z.int().positive(),
  /** SHA-256 of the file, base64: S3 refuses other bytes. */
  sha256: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});

export interface DepotEnregistre {
  readonly depotId: string;
  readonly formulaire: Formulaire;
}

/** Records who deposits what, then signs the form: S3's events do not name the uploader. */
export async function enregistrerDepot(
  parts: { readonly depots: MagasinDepots; readonly signataire: Signataire; readonly horloge: Horloge },
  acteur: Acteur,
  demande: z.infer<typeof demandeEnregistrerDepot>,
): Promise<DepotEnregistre> {
  if (demande.octets > OCTETS_MAX) {
    throw new ErreurCodee(
      'fichier-trop-grand',
      `Le fichier dépasse ${OCTETS_MAX / 1024 / 1024} Mo.`,
      'Exportez l’établissement en plusieurs fichiers.',
    );
  }
  // The machine's time, not the deployment's clock: the order of deposits is technical.
  const depotId = ulid();
  await parts.depots.enregistrer(
    depotAttendu({
      depotId,
      proprietaire: demande.proprietaire,
      session: demande.session ?? null,
      revue: demande.revue,
      enregistreLe: parts.horloge.maintenant().toString(),
      par: identifierActeur(acteur),
    }),
  );
  const cle = cleDuDepot(demande.proprietaire, depotId);
  const formulaire = await parts.signataire.deposer(cle, demande.octets, demande.sha256, DUREE_DU_FORMULAIRE);
  return { depotId, formulaire };
}
