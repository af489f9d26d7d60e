import { z } from 'zod';
import type { File } from '../aws/files.ts';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { estUai } from '../kernel/uai.ts';
import type { MagasinRegistre } from '../livret/index.ts';

/** One establishment, one session: a message of the queue `appariement` as well as the command's input. */
export const demandeAppariement = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
});
export type DemandeAppariement = z.infer<typeof demandeAppariement>;

/** « Envoyer identifiants élèves » (R68): livrets need not be complete. */
export async function envoyerIdentifiants(
  parts: {
    readonly registre: MagasinRegistre;
    readonly file: File<DemandeAppariement>;
    readonly calendriers: Calendriers;
    readonly horloge: Horloge;
  },
  demande: DemandeAppariement,
): Promise<{ readonly eleves: number; readonly enRetard: boolean }> {
  const enRetard = exigerServicesOuverts(calendrierDe(parts.calendriers, demande.session), parts.horloge);
  const eleves = await parts.registre.lireEleves(demande.uai, anneeDeSession(sessionDe(demande.session)));
  if (eleves.length === 0) {
    throw new ErreurCodee(
      'aucun-eleve',
      'L’établissement n’a pas encore d’élève pour cette session.',
      'Déposez d’abord l’export SIECLE « ElevesSansAdresses » de l’année.',
    );
  }
  await parts.file.envoyer([demande], demande.uai);
  return { eleves: eleves.length, enRetard };
}
