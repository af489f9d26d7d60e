import { z } from 'zod';
import type { Acteur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { exigerSurLivret } from './habiliter.ts';
import { dejaEnvoye as aEteEnvoye, type FormatDeLivret, type MotifPapier, type Tete } from './livret.ts';
import { LIBELLES_ETAT, OUVERTURES } from './machine.ts';
import { modifierLivret } from './modifier-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import { signerActe } from './signer-acte.ts';

/** R7-R11. */
export const MOTIFS_DE_PAPIER: Readonly<Record<MotifPapier, string>> = {
  'hors-perimetre': 'série ou académie hors du périmètre de la session',
  'profil-atypique': 'élève sans profil type',
  'etablissement-etranger': 'établissement à l’étranger',
  'candidat-libre': 'candidat libre',
  recours: 'recours en cours',
};

export const demandeChangerFormat = z.strictObject({
  livretId: z.ulid(),
  format: z.enum(['numerique', 'papier']),
  /** Of a paper livret; judged by the use case, which says what to do instead. */
  motif: z.string().max(60).optional(),
});

export interface FormatChange {
  readonly livretId: string;
  readonly format: FormatDeLivret;
  readonly motifPapier: MotifPapier | null;
}

/** Numérique or papier with its reason: can change, with a trace, until the status of the livret was sent (R67). */
export function changerFormat(
  parts: PartiesDActe,
  acteur: Acteur,
  { livretId, format, motif }: z.infer<typeof demandeChangerFormat>,
): Promise<FormatChange> {
  return modifierLivret<FormatChange>(parts, livretId, async (ouvert) => {
    exigerSurLivret(parts, acteur, 'changer-format', ouvert);
    const motifPapier = motifDe(format, motif);
    const { livret } = ouvert;
    const { tete: avant } = livret;
    const resultat = { livretId, format, motifPapier };
    if (avant.format === format && avant.motifPapier === motifPapier) return { resultat };
    if (!OUVERTURES[avant.etat].format) throw verrouille(avant);
    // An unlock does not call it back: whoever received it would keep the numeric livret for ever.
    if (aEteEnvoye(avant)) throw dejaEnvoye();
    const details = {
      avant: avant.format,
      apres: format,
      ...(avant.motifPapier === null ? {} : { motifAvant: avant.motifPapier }),
      ...(motifPapier === null ? {} : { motifApres: motifPapier }),
    };
    const { acte, empreinte } = signerActe(parts, acteur, { nature: 'format', motif: null, details });
    return {
      apres: { ...livret, tete: { ...avant, format, motifPapier } },
      fait: {
        type: 'format-change',
        par: acte.par,
        role: acteur.role,
        references: { acteId: acte.acteId, empreinte, ...details },
      },
      operations: [parts.livrets.ecritureActe(livretId, acte)],
      resultat,
    };
  });
}

function motifDe(format: FormatDeLivret, motif: string | undefined): MotifPapier | null {
  if (format === 'numerique') {
    if (motif !== undefined) throw motifSansObjet();
    return null;
  }
  if (motif === undefined || !Object.hasOwn(MOTIFS_DE_PAPIER, motif)) throw motifInconnu(motif);
  return motif as MotifPapier;
}

const REFUS_DU_TELESERVICE = /t[ée]l[ée]-?service/i;

function motifInconnu(motif: string | undefined): ErreurCodee {
  const motifs = Object.keys(MOTIFS_DE_PAPIER).join(', ');
  // It changes how the family reads, never what the jury gets (rules.md 2).
  if (motif !== undefined && REFUS_DU_TELESERVICE.test(motif)) {
    return new ErreurCodee(
      'refus-du-teleservice',
      'Le refus du téléservice n’est pas un motif : le livret que lit le jury reste numérique.',
      'Remettez à la famille une impression du livret, contre signature.',
    );
  }
  return new ErreurCodee(
    'motif-de-papier-inconnu',
    motif === undefined
      ? 'Un livret papier demande un motif.'
      : 'Ce motif n’est pas de ceux qui mettent un livret au format papier.',
    `Donnez l’un de ceux-ci : ${motifs}.`,
  );
}

function motifSansObjet(): ErreurCodee {
  return new ErreurCodee(
    'motif-sans-objet',
    'Un livret numérique n’a pas de motif.',
    'Retirez le motif, ou demandez le format papier.',
  );
}

function verrouille({ etat }: Tete): ErreurCodee {
  return new ErreurCodee(
    'format-verrouille',
    `Le format ne change plus : le livret est « ${LIBELLES_ETAT[etat]} ».`,
    'Le format se change jusqu’à l’envoi du statut. Si le livret envoyé doit être corrigé, déverrouillez-le.',
  );
}

function dejaEnvoye(): ErreurCodee {
  return new ErreurCodee(
    'format-verrouille',
    'Le format ne change plus : le statut du livret a déjà été envoyé pour cette session.',
    'Corrigez le livret dans son format, faites-le valider de nouveau, puis renvoyez-le.',
  );
}
