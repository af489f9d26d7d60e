import { z } from 'zod';
import type { Acteur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { exigerSurLivret } from './habiliter.ts';
import { LIBELLES_ETAT, OUVERTURES } from './machine.ts';
import { modifierLivret } from './modifier-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import { motifEcrit, signerActe } from './signer-acte.ts';
import { signalementsALever } from './vigie.ts';

export const demandeLeverSignalement = z.strictObject({
  livretId: z.ulid(),
  /** As the validation, or the entry, told it. */
  signalementId: z.string().regex(/^[0-9a-f]{16}$/),
  motif: motifEcrit,
});

export interface SignalementLeve {
  readonly livretId: string;
  readonly signalementId: string;
  /** What still holds the validation up. */
  readonly restants: number;
}

/**
 * A passage that names nobody after all (a street, an author, a common word): the head says why, and it holds the
 * validation up no more. What is dismissed is this term in this text: a text that changes is flagged anew.
 */
export function leverSignalement(
  parts: PartiesDActe,
  acteur: Acteur,
  { livretId, signalementId, motif }: z.infer<typeof demandeLeverSignalement>,
): Promise<SignalementLeve> {
  return modifierLivret<SignalementLeve>(parts, livretId, async (ouvert) => {
    exigerSurLivret(parts, acteur, 'lever-signalement', ouvert);
    const { livret } = ouvert;
    const { tete: avant } = livret;
    const restants = await signalementsALever(parts, ouvert);
    const leve = restants.find(({ id }) => id === signalementId);
    if (avant.levees?.includes(signalementId)) {
      return { resultat: { livretId, signalementId, restants: restants.length } };
    }
    if (leve === undefined) throw signalementInconnu();
    if (!OUVERTURES[avant.etat].contenu) throw verrouille(avant.etat);
    const details = { signalement: signalementId, nature: leve.nature };
    const { acte, empreinte } = signerActe(parts, acteur, { nature: 'levee-de-signalement', motif, details });
    return {
      apres: { ...livret, tete: { ...avant, levees: [...(avant.levees ?? []), signalementId] } },
      fait: {
        type: 'signalement-leve',
        par: acte.par,
        role: acteur.role,
        // Never the signalement: its identifier is a hash of a name, which evidence would keep for ever.
        references: { acteId: acte.acteId, empreinte },
      },
      operations: [parts.livrets.ecritureActe(livretId, acte)],
      resultat: { livretId, signalementId, restants: restants.length - 1 },
    };
  });
}

function signalementInconnu(): ErreurCodee {
  return new ErreurCodee(
    'signalement-inconnu',
    'Aucun texte de ce livret ne porte ce signalement.',
    'Le texte a peut-être changé : « npx lsl valider », sans --oui, liste les signalements de la division.',
  );
}

function verrouille(etat: keyof typeof LIBELLES_ETAT): ErreurCodee {
  return new ErreurCodee(
    'livret-verrouille',
    `Le livret est « ${LIBELLES_ETAT[etat]} » : ses signalements ne se lèvent plus.`,
    'Un signalement ne retient que la validation. Déverrouillez le livret si un texte doit être corrigé.',
  );
}
