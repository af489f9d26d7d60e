import { z } from 'zod';
import type { File } from '../aws/files.ts';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { estErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { estUai } from '../kernel/uai.ts';
import type { LigneEleve, PartiesDuLivret } from '../livret/index.ts';
import { anneesAPresenter, ouvrirLivret } from '../livret/index.ts';
import { figer, lireTermesAMasquer } from './figer.ts';
import type { MessageDeTransfert } from './messages.ts';

export const demandeEnvoyerLivrets = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  /** Only these divisions; all of them when absent. */
  divisions: z.array(z.string()).nonempty().optional(),
});

export interface EnvoiDemande {
  /** Livrets queued. */
  readonly demandes: number;
  readonly livretIds: readonly string[];
  /** After the date that the calendar asks: still accepted, and shown (rules.md 23). */
  readonly enRetard: boolean;
  /** Pupils whose livret cannot leave yet, with the reason. */
  readonly retenus: readonly {
    readonly eleveId: string;
    readonly code: string;
    readonly message: string;
    readonly remede: string;
  }[];
}

export interface PartiesDEnvoi extends Pick<PartiesDuLivret, 'livrets' | 'registre' | 'etablissement'> {
  readonly file: File<MessageDeTransfert>;
  readonly calendriers: Calendriers;
  readonly horloge: Horloge;
}

/** « Envoyer livrets » (R66-R67): queues each livret that can leave, and lists the others. */
export async function envoyerLivrets(
  parts: PartiesDEnvoi,
  { uai, session, divisions }: z.infer<typeof demandeEnvoyerLivrets>,
): Promise<EnvoiDemande> {
  const enRetard = exigerServicesOuverts(calendrierDe(parts.calendriers, session), parts.horloge);
  const eleves = (await parts.registre.lireEleves(uai, anneeDeSession(sessionDe(session)))).filter(
    (eleve) => divisions === undefined || eleve.divisions.some((division) => divisions.includes(division)),
  );
  const messages: MessageDeTransfert[] = [];
  const retenus: EnvoiDemande['retenus'][number][] = [];
  for (const eleve of eleves) {
    const retenu = await raisonDeRetenir(parts, session, eleve);
    if (retenu === null) messages.push({ session, uai, eleveId: eleve.eleveId, livretId: eleve.livretId });
    else retenus.push({ eleveId: eleve.eleveId, ...retenu });
  }
  await parts.file.envoyer(messages, uai);
  return { demandes: messages.length, livretIds: messages.map(({ livretId }) => livretId), enRetard, retenus };
}

async function raisonDeRetenir(
  parts: PartiesDEnvoi,
  session: number,
  eleve: LigneEleve,
): Promise<{ code: string; message: string; remede: string } | null> {
  const ouvert = await ouvrirLivret(parts, eleve.livretId);
  const { annees, anneesSansNomenclature } = anneesAPresenter(ouvert, session);
  const connus = await lireTermesAMasquer(parts, ouvert.livret, eleve);
  try {
    figer(session, ouvert.livret, eleve, annees, anneesSansNomenclature, connus);
    return null;
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    return { code: erreur.code, message: erreur.message, remede: erreur.remede };
  }
}
