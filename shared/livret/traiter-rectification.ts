import { ulid } from 'ulid';
import { z } from 'zod';
import { type Acteur, contexteDeDroit, decider, exiger, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import { estUai } from '../kernel/uai.ts';
import { exigerSurLivret } from './habiliter.ts';
import { inscriptionCourante, nomDeLigne, type Tete } from './livret.ts';
import { OUVERTURES } from './machine.ts';
import type { MagasinRectifications } from './magasin-rectifications.ts';
import { modifierLivret } from './modifier-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import {
  echeanceDe,
  LIBELLES_DE_RECTIFICATION,
  OBJETS_DE_RECTIFICATION,
  type ObjetDeRectification,
  type Rectification,
  type Reponse,
} from './rectification.ts';
import { empreinteSalee, nouveauSel } from './sel.ts';
import { motifEcrit } from './signer-acte.ts';

export const demandeDemanderRectification = z.strictObject({
  livretId: z.ulid(),
  objet: z.enum(Object.keys(OBJETS_DE_RECTIFICATION) as [ObjetDeRectification, ...ObjetDeRectification[]]),
  entree: z.string().trim().min(1).max(100).optional(),
  texte: z.string().trim().min(10).max(2000),
  /** When the head writes it down for a family: who asked, and the day on which the request came. */
  de: z.enum(['eleve', 'responsable']).optional(),
  recueLe: z.iso.date().optional(),
});

const uneRectification = {
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
  rectificationId: z.ulid(),
};
export const demandeDeciderRectification = z.strictObject({
  ...uneRectification,
  decision: z.enum(['accepter', 'refuser']),
  /** The answer to the family. */
  motif: motifEcrit,
});
export const demandeRetirerRectification = z.strictObject({
  ...uneRectification,
  /** Why, when the establishment writes it down. */
  motif: motifEcrit.optional(),
});
export const demandeListerRectifications = z.strictObject({
  uai: uneRectification.uai,
  annee: uneRectification.annee,
  /** Those of one livret: all that a family may see. */
  livretId: z.ulid().optional(),
});

export type PartiesDeRectification = PartiesDActe & { readonly rectifications: MagasinRectifications };

export function demanderRectification(
  parts: PartiesDeRectification,
  acteur: Acteur,
  { livretId, objet, entree, texte, ...demande }: z.infer<typeof demandeDemanderRectification>,
): Promise<Rectification> {
  return modifierLivret<Rectification>(parts, livretId, async (ouvert) => {
    exigerSurLivret(parts, acteur, 'demander-rectification', ouvert);
    const inscription = inscriptionCourante(ouvert.livret.tete);
    if (inscription === null) throw new Error('a livret of no establishment');
    const { uai, annee, eleveId } = inscription;
    const { de, recueLe } = provenance(parts, acteur, demande);
    const rectification: Rectification = {
      rectificationId: ulid(),
      uai,
      annee,
      livretId,
      eleveId,
      etat: 'recue',
      objet,
      entree: entree ?? null,
      texte,
      de,
      recueLe,
      echeance: echeanceDe(recueLe),
      par: identifierActeur(acteur),
      role: acteur.role,
      le: parts.horloge.maintenant().toString(),
      reponse: null,
      sel: nouveauSel(),
    };
    const { rectificationId } = rectification;
    return {
      apres: ouvert.livret,
      fait: {
        type: 'rectification-demandee',
        par: rectification.par,
        role: acteur.role,
        references: { rectificationId, objet, de, empreinte: empreinteSalee(rectification) },
      },
      operations: [parts.rectifications.ecriture(rectification, null)],
      resultat: rectification,
    };
  });
}

/** A family asks for itself, today; the establishment writes down what it received. */
function provenance(
  { horloge }: Pick<PartiesDActe, 'horloge'>,
  { role }: Acteur,
  { de, recueLe }: Pick<z.infer<typeof demandeDemanderRectification>, 'de' | 'recueLe'>,
): Pick<Rectification, 'de' | 'recueLe'> {
  const jour = aujourdhui(horloge).toString();
  if (role === 'eleve' || role === 'responsable') return { de: role, recueLe: jour };
  if (de === undefined) {
    throw new ErreurCodee(
      'demandeur-absent',
      'La demande ne dit pas qui l’a faite.',
      'Dites si elle vient de l’élève ou d’un responsable légal.',
    );
  }
  if (recueLe !== undefined && recueLe > jour) {
    throw new ErreurCodee(
      'date-a-venir',
      'La demande porterait une date à venir.',
      'Donnez le jour où vous avez reçu la demande.',
    );
  }
  return { de, recueLe: recueLe ?? jour };
}

/**
 * The head decides, with a dated answer. A request about an evaluation is accepted once its livret is open: when it was
 * locked, the unlock that the answer names carries it out.
 */
export function deciderRectification(
  parts: PartiesDeRectification,
  acteur: Acteur,
  { decision, motif, ...demande }: z.infer<typeof demandeDeciderRectification>,
): Promise<Rectification> {
  const etat = decision === 'accepter' ? 'acceptee' : 'refusee';
  return repondre(parts, acteur, 'decider-rectification', demande, etat, (rectification, tete) => {
    if (etat === 'acceptee' && rectification.objet === 'evaluation') exigerOuvert(tete);
    const acteId = etat === 'acceptee' ? (tete.correction?.acteId ?? null) : null;
    return { motif, acteId };
  });
}

/** Whoever asked goes back on it, or the establishment writes that down, and why. */
export function retirerRectification(
  parts: PartiesDeRectification,
  acteur: Acteur,
  { motif, ...demande }: z.infer<typeof demandeRetirerRectification>,
): Promise<Rectification> {
  return repondre(parts, acteur, 'demander-rectification', demande, 'retiree', ({ de }) => {
    const { role } = acteur;
    if (role !== 'eleve' && role !== 'responsable') {
      if (motif === undefined) throw motifAbsent();
      return { motif, acteId: null };
    }
    // Of a pupil and their guardians each has a right of their own (R63).
    if (role !== de) throw demandeDUnAutre();
    return null;
  });
}

async function repondre(
  parts: PartiesDeRectification,
  acteur: Acteur,
  operation: 'decider-rectification' | 'demander-rectification',
  { uai, annee, rectificationId }: Pick<Rectification, 'uai' | 'annee' | 'rectificationId'>,
  etat: Exclude<Rectification['etat'], 'recue'>,
  repondant: (rectification: Rectification, tete: Tete) => Pick<Reponse, 'motif' | 'acteId'> | null,
): Promise<Rectification> {
  const lire = async (): Promise<Rectification> => {
    const lue = await parts.rectifications.lire(uai, annee, rectificationId);
    if (lue === null) throw inconnue();
    return lue;
  };
  const { livretId } = await lire();
  return modifierLivret<Rectification>(parts, livretId, async (ouvert) => {
    const avant = await lire();
    if (!recueChezSoi(parts, acteur, operation, avant)) exigerSurLivret(parts, acteur, operation, ouvert);
    const par = identifierActeur(acteur);
    if (avant.etat === etat && (avant.reponse?.par ?? par) === par) return { resultat: avant };
    if (avant.etat !== 'recue') throw dejaDecidee(avant);
    const reponse = repondant(avant, ouvert.livret.tete);
    const signee = { par, role: acteur.role, le: parts.horloge.maintenant().toString() };
    const apres: Rectification = { ...avant, etat, reponse: reponse === null ? null : { ...reponse, ...signee } };
    const acteId = reponse?.acteId ?? null;
    return {
      apres: ouvert.livret,
      fait: {
        type: etat === 'retiree' ? 'rectification-retiree' : 'rectification-decidee',
        par,
        role: acteur.role,
        references: {
          rectificationId,
          avant: avant.etat,
          apres: etat,
          empreinte: empreinteSalee(apres),
          ...(acteId === null ? {} : { acteId }),
        },
      },
      operations: [parts.rectifications.ecriture(apres, 'recue')],
      resultat: apres,
    };
  });
}

/** Of a pupil who moved since, the establishment that received the request, and that lists it, answers it too. */
function recueChezSoi(
  { academie, horloge, accesExterne }: PartiesDActe,
  acteur: Acteur,
  operation: 'decider-rectification' | 'demander-rectification',
  { uai, annee, livretId }: Rectification,
): boolean {
  const objet = { academie, uai, annee, livretId };
  return decider(acteur, operation, objet, contexteDeDroit(horloge, accesExterne)).permise;
}

/** A request with what a list shows of it. */
export interface RectificationListee extends Omit<Rectification, 'sel'> {
  /** « MARTIN Zoé, TS1 »; null when the list of the establishment does not hold the pupil. */
  readonly nom: string | null;
  readonly enRetard: boolean;
}

/** Late ones first, then those to be answered by their date, then the others, latest first. Two requests and pages. */
export async function listerRectifications(
  parts: PartiesDeRectification,
  acteur: Acteur,
  { uai, annee, livretId }: z.infer<typeof demandeListerRectifications>,
): Promise<RectificationListee[]> {
  const objet = { academie: parts.academie, uai, annee, ...(livretId === undefined ? {} : { livretId }) };
  exiger(acteur, 'consulter-rectification', objet, contexteDeDroit(parts.horloge, parts.accesExterne));
  const [rectifications, eleves] = await Promise.all([
    parts.rectifications.lister(uai, annee),
    parts.registre.lireEleves(uai, annee),
  ]);
  const noms = new Map(eleves.map((ligne) => [ligne.eleveId, nomDeLigne(ligne)]));
  const jour = aujourdhui(parts.horloge).toString();
  const ouverte = ({ etat }: Pick<Rectification, 'etat'>): boolean => etat === 'recue';
  return rectifications
    .filter((une) => livretId === undefined || une.livretId === livretId)
    .map(({ sel: _, ...une }) => ({
      ...une,
      nom: noms.get(une.eleveId) ?? null,
      enRetard: ouverte(une) && une.echeance < jour,
    }))
    .sort((a, b) => {
      if (ouverte(a) !== ouverte(b)) return ouverte(a) ? -1 : 1;
      if (!ouverte(a)) return b.rectificationId < a.rectificationId ? -1 : 1;
      return a.echeance.localeCompare(b.echeance) || a.rectificationId.localeCompare(b.rectificationId);
    });
}

function exigerOuvert({ etat }: Tete): void {
  if (OUVERTURES[etat].contenu) return;
  throw new ErreurCodee(
    'deverrouillage-requis',
    'Le livret est verrouillé : l’évaluation ne peut pas encore être corrigée.',
    'Déverrouillez-le avec « npx lsl deverrouiller », puis acceptez la demande : elle gardera la référence de cet acte.',
  );
}

function motifAbsent(): ErreurCodee {
  return new ErreurCodee(
    'motif-absent',
    'Le retrait d’une demande que l’établissement consigne dit pourquoi.',
    'Donnez le motif ; si la famille n’y renonce pas d’elle-même, acceptez la demande ou refusez-la.',
  );
}

function demandeDUnAutre(): ErreurCodee {
  return new ErreurCodee(
    'demande-d-un-autre',
    'Cette demande ne vient pas de vous : seul son auteur y renonce.',
    'L’élève retire les demandes de l’élève, un responsable celles des responsables.',
  );
}

function inconnue(): ErreurCodee {
  return new ErreurCodee(
    'rectification-inconnue',
    'Cette demande de rectification n’existe pas.',
    '« npx lsl rectifications » liste celles de l’établissement.',
  );
}

function dejaDecidee({ etat }: Rectification): ErreurCodee {
  return new ErreurCodee(
    'rectification-deja-decidee',
    `Cette demande est déjà ${LIBELLES_DE_RECTIFICATION[etat]}.`,
    'Une décision ne change pas : une nouvelle demande peut être faite.',
  );
}
