import type { z } from 'zod';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import { estConsultable } from './consultation.ts';
import { exigerSurLivret } from './habiliter.ts';
import { type demandeLireLivret, type LivretLu, lireLivret, montrerLivret } from './lire-livret.ts';
import type { MagasinConsultations } from './magasin-consultations.ts';
import { modifierLivret } from './modifier-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';

export type PartiesDeConsultation = PartiesDActe & { readonly consultations: Pick<MagasinConsultations, 'lire'> };

/**
 * A livret for whoever may read it. A pupil or a guardian reads while the consultation of the pupil's division is open
 * (R125, rules.md 24), and their reading is proved before the answer (design.md).
 *
 * @throws ErreurCodee `livret-inconnu`, `operation-interdite`, `consultation-fermee`
 */
export async function consulterLivret(
  parts: PartiesDeConsultation,
  acteur: Acteur,
  demande: z.infer<typeof demandeLireLivret>,
): Promise<LivretLu> {
  const famille = acteur.role === 'eleve' || acteur.role === 'responsable';
  return famille ? lireEnProuvant(parts, acteur, demande.livretId) : lireLivret(parts, acteur, demande);
}

/** What is proved is what is shown. */
function lireEnProuvant(parts: PartiesDeConsultation, acteur: Acteur, livretId: string): Promise<LivretLu> {
  return modifierLivret<LivretLu>(parts, livretId, async (ouvert) => {
    exigerSurLivret(parts, acteur, 'lire-livret', ouvert);
    const { ligne, livret } = ouvert;
    const jour = aujourdhui(parts.horloge).toString();
    const consultations =
      ligne === null
        ? []
        : await Promise.all(ligne.divisions.map((une) => parts.consultations.lire(ligne.uai, ligne.annee, une)));
    if (!consultations.some((une) => estConsultable(une, jour))) {
      throw new ErreurCodee(
        'consultation-fermee',
        'La consultation de ce livret n’est pas ouverte aujourd’hui.',
        'L’établissement dit quand elle l’est ; demandez-le-lui.',
      );
    }
    const fait = { type: 'livret-consulte', par: identifierActeur(acteur), role: acteur.role, references: {} } as const;
    return { apres: livret, fait, operations: [], resultat: montrerLivret(ouvert) };
  });
}
