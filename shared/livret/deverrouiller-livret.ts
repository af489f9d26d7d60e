import { z } from 'zod';
import { type Calendriers, calendrierDe } from '../calendrier/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import { mettreEnFile, type PartiesDesEnvois, tourSuivant } from './envoi.ts';
import { exigerSurLivret } from './habiliter.ts';
import { faitsDe, sessionDuLivret, type Tete } from './livret.ts';
import { type EtatLivret, passer } from './machine.ts';
import type { EnvoiADemander } from './magasin-envois.ts';
import { aJour, modifierLivret } from './modifier-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import { motifEcrit, signerActe } from './signer-acte.ts';

export const demandeDeverrouillerLivret = z.strictObject({ livretId: z.ulid(), motif: motifEcrit });

export interface LivretDeverrouille {
  readonly livretId: string;
  readonly session: number;
  /** The act that carries the correction, until the livret is validated again. */
  readonly acteId: string;
  readonly etat: EtatLivret;
}

export type PartiesDAnnonce = PartiesDActe & PartiesDesEnvois;

/**
 * The only way to change a livret that counts (rules.md 13): the head says why, what stood before stays in the history,
 * and those who received it are told. It is validated again by the validation of its division. A sending that
 * waited is taken back: it was asked for another content. Asked again while the correction goes on, it changes nothing.
 */
export async function deverrouillerLivret(
  parts: PartiesDAnnonce & { readonly calendriers: Calendriers },
  acteur: Acteur,
  { livretId, motif }: z.infer<typeof demandeDeverrouillerLivret>,
): Promise<LivretDeverrouille> {
  const { tete, envoi } = await modifierLivret<{ tete: Tete; envoi: EnvoiADemander | null }>(
    parts,
    livretId,
    async (ouvert) => {
      exigerSurLivret(parts, acteur, 'deverrouiller-livret', ouvert);
      const { livret } = ouvert;
      const { tete: avant } = livret;
      if (avant.correction !== null) return { resultat: { tete: avant, envoi: null } };
      const etat = passer(avant.etat, 'deverrouiller', faitsDe(avant));
      const session = sessionDuLivret(avant);
      if (session === null) throw new Error('a livret locked for no session');
      exigerAvantDeliberations(parts, session);
      const version = avant.version === null ? {} : { epoque: avant.version.epoque, n: avant.version.n };
      const { acte, empreinte } = signerActe(parts, acteur, {
        nature: 'deverrouillage',
        motif,
        details: { session, avant: avant.etat, valideLe: avant.validation?.le ?? '', ...version },
      });
      const { acteId, par, le } = acte;
      const correction = { par, le, session, acteId };
      // A nomenclature replaced since it was validated may ask for more: it is then no longer complete.
      const apres = aJour({ ...livret, tete: { ...avant, etat, validation: null, correction } }, ouvert);
      const envoi = tourSuivant(apres, parts.horloge);
      return {
        apres: { ...livret, tete: apres },
        fait: {
          type: 'livret-deverrouille',
          par: identifierActeur(acteur),
          role: acteur.role,
          references: { session, acteId, empreinte, avant: avant.etat, apres: apres.etat, ...version },
        },
        operations: [
          parts.livrets.ecritureActe(livretId, acte),
          ...(envoi === null ? [] : [parts.envois.ecriture(envoi, 'demande-retiree')]),
        ],
        resultat: { tete: apres, envoi },
      };
    },
  );
  await mettreEnFile(parts, envoi);
  const { correction } = tete;
  if (correction === null) throw new Error('an unlocked livret without its correction');
  return { livretId, session: correction.session, acteId: correction.acteId, etat: tete.etat };
}

/** What a jury deliberates on does not move under its eyes. */
function exigerAvantDeliberations(
  { calendriers, horloge }: { readonly calendriers: Calendriers } & Pick<PartiesDActe, 'horloge'>,
  session: number,
): void {
  if (aujourdhui(horloge).toString() < calendrierDe(calendriers, session).deliberations) return;
  throw new ErreurCodee(
    'deliberations-ouvertes',
    'Les délibérations ont commencé : un livret validé ne se corrige plus pour cette session.',
    'Adressez-vous à la division des examens et concours de l’académie.',
  );
}
