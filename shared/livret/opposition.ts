import { z } from 'zod';
import type { Acteur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import type { PartiesDAnnonce } from './deverrouiller-livret.ts';
import { mettreEnFile, tourSuivant } from './envoi.ts';
import { exigerSurLivret } from './habiliter.ts';
import type { Tete } from './livret.ts';
import { LIBELLES_ETAT, OUVERTURES } from './machine.ts';
import type { EnvoiADemander } from './magasin-envois.ts';
import { modifierLivret } from './modifier-livret.ts';
import { signerActe } from './signer-acte.ts';

export const demandeEnregistrerOpposition = z.strictObject({
  livretId: z.ulid(),
  /** lever: the candidate goes back on it. */
  acte: z.enum(['opposer', 'lever']),
  /** Who asked, in writing. */
  demandePar: z.enum(['eleve', 'responsable']),
  /** ISO date of their request. */
  demandeLe: z.iso.date(),
});

export interface OppositionEnregistree {
  readonly livretId: string;
  /** ISO instant; null when there is none any more. */
  readonly opposeDepuis: string | null;
}

const ACTES = {
  opposer: { nature: 'opposition', type: 'opposition-enregistree' },
  lever: { nature: 'levee-d-opposition', type: 'opposition-levee' },
} as const;

/**
 * A candidate opposes the transmission of the livret to the jury: none is produced, on paper neither (rules.md 2, R62).
 * The livret keeps its state and its content; it is taken at once from what juries get, and comes back when the
 * opposition is lifted. Until the jury has examined it.
 */
export async function enregistrerOpposition(
  parts: PartiesDAnnonce,
  acteur: Acteur,
  { livretId, acte: quoi, demandePar, demandeLe }: z.infer<typeof demandeEnregistrerOpposition>,
): Promise<OppositionEnregistree> {
  const { nature, type } = ACTES[quoi];
  const { tete, envoi } = await modifierLivret<{ tete: Tete; envoi: EnvoiADemander | null }>(
    parts,
    livretId,
    async (ouvert) => {
      exigerSurLivret(parts, acteur, 'enregistrer-opposition', ouvert);
      const { livret } = ouvert;
      const { tete: avant } = livret;
      if ((avant.opposition !== null) === (quoi === 'opposer')) return { resultat: { tete: avant, envoi: null } };
      if (!OUVERTURES[avant.etat].opposition) throw tropTard(avant);
      if (demandeLe > aujourdhui(parts.horloge).toString()) throw demandeAVenir();
      const { acte, empreinte } = signerActe(parts, acteur, {
        nature,
        motif: null,
        details: { demandePar, demandeLe },
      });
      const { acteId, par, le } = acte;
      const apres: Tete = { ...avant, opposition: quoi === 'opposer' ? { par, le } : null };
      const envoi = tourSuivant(apres, parts.horloge);
      return {
        apres: { ...livret, tete: apres },
        fait: { type, par, role: acteur.role, references: { acteId, empreinte, demandePar, demandeLe } },
        operations: [
          parts.livrets.ecritureActe(livretId, acte),
          ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
        ],
        resultat: { tete: apres, envoi },
      };
    },
  );
  await mettreEnFile(parts, envoi);
  return { livretId, opposeDepuis: tete.opposition?.le ?? null };
}

function tropTard({ etat }: Tete): ErreurCodee {
  return new ErreurCodee(
    'opposition-trop-tard',
    `L’opposition ne change plus : le livret est « ${LIBELLES_ETAT[etat]} ».`,
    'Un candidat s’oppose à la transmission de son livret avant que le jury ne l’examine.',
  );
}

function demandeAVenir(): ErreurCodee {
  return new ErreurCodee(
    'date-a-venir',
    'La demande porterait une date à venir.',
    'Donnez le jour où vous avez reçu la demande.',
  );
}
