import { z } from 'zod';
import { type Acteur, contexteDeDroit, exiger, identifierActeur } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import { comparerNoms } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import { type Consultation, estConsultable } from './consultation.ts';
import { exigerSurLivret } from './habiliter.ts';
import { lectureDeClasse } from './lecture-de-classe.ts';
import { faitsDe, inscriptionCourante, type LigneEleve, nomDeLigne, type Tete } from './livret.ts';
import { OUVERTURES, passer } from './machine.ts';
import type { MagasinConsultations } from './magasin-consultations.ts';
import { type Manque, TACHES, type Tache } from './manque.ts';
import { aJour, modifierLivret } from './modifier-livret.ts';
import { estTerminale } from './nomenclature.ts';
import { type LivretOuvert, ouvrirLivret } from './ouvrir-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import type { Signalement } from './textes.ts';
import { ouvrirVigie, type Vigie } from './vigie.ts';

export const demandeValiderDivision = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  division: z.string().min(1).max(20),
  /** Only these pupils of it, by their ELEVE_ID: livrets under correction, which are validated again alone. */
  eleves: z.array(z.string().min(1).max(40)).nonempty().max(60).optional(),
  /** The « OK » (R65): without it nothing is written, and the same list is answered. */
  confirme: z.boolean().optional(),
});
type DemandeDeValidation = z.infer<typeof demandeValiderDivision>;

/**
 * pret: can be validated · bloque: what it lacks, or a text to be looked at, refuses the division · the others are apart,
 * and block nothing.
 */
export type SortDuLivret =
  | 'pret'
  | 'valide'
  | 'deja-valide'
  | 'bloque'
  | 'parti'
  | 'papier'
  | 'oppose'
  | 'hors-examen'
  | 'autre-annee';

export interface LivretAValider {
  readonly livretId: string;
  readonly eleveId: string;
  /** « MARTIN Zoé, TS1 » */
  readonly nom: string;
  readonly sort: SortDuLivret;
  /** What blocks it, and whose task it is. */
  readonly manques: readonly (Manque & { readonly tache: Tache })[];
  readonly signalements: readonly Signalement[];
}

/** What refuses the whole division, whatever its livrets. */
export interface Obstacle {
  readonly code: 'consultation-fermee' | 'familles-non-informees' | 'division-sans-examen';
  readonly message: string;
  readonly remede: string;
}

export interface ValidationDeDivision {
  /**
   * a-confirmer: nothing stands against it, nothing is written · refusee: nothing is written · validee · partielle: some
   * livrets changed in between and were left out.
   */
  readonly etat: 'a-confirmer' | 'refusee' | 'validee' | 'partielle';
  readonly obstacles: readonly Obstacle[];
  /** In the order of a French list. */
  readonly livrets: readonly LivretAValider[];
}

export type PartiesDeValidation = PartiesDActe & { readonly consultations: MagasinConsultations };

/** Livrets read, then written, at once. */
const EN_PARALLELE = 8;

/**
 * « Valider les livrets » (R65), for a division. Refused as a whole for incomplete livrets, texts that may name somebody,
 * a consultation that is not open, families that were not told of it; never because nobody read it (R64). One
 * transaction a livret: stopped anywhere, the same demand goes on, and leaves those that are validated as they are.
 *
 * Requests for N livrets: 1 or 2 for the list, 1 for the consultation, 4 for the names that texts must not hold and 2
 * more by establishment and year that some of the pupils came from, 1 a nomenclature, then 1 a livret to judge it, and
 * 2 to judge it again and write it.
 */
export async function validerDivision(
  parts: PartiesDeValidation,
  acteur: Acteur,
  demande: DemandeDeValidation,
): Promise<ValidationDeDivision> {
  const { uai, division, eleves: voulus, confirme = false } = demande;
  const annee = anneeDeSession(sessionDe(demande.session));
  const objet = { academie: parts.academie, uai, annee, divisions: [division] };
  exiger(acteur, 'valider-division', objet, contexteDeDroit(parts.horloge, parts.accesExterne));
  const eleves = (await parts.registre.lireEleves(uai, annee)).filter(
    ({ divisions, eleveId }) => divisions.includes(division) && (voulus === undefined || voulus.includes(eleveId)),
  );
  if (eleves.length === 0 || (voulus !== undefined && eleves.length < new Set(voulus).size)) throw elevesInconnus();
  const consultation = await parts.consultations.lire(uai, annee, division);
  const vigie = ouvrirVigie(parts, 'classe');
  const classe = lectureDeClasse(parts, eleves);
  const juges = await parHuit(eleves, async (ligne) => {
    const ouvert = await ouvrirLivret(classe, ligne.livretId);
    if (voulus !== undefined) exigerCorrection(ouvert.livret.tete, demande.session);
    return juger(ouvert, ligne, demande.session, vigie);
  });
  const obstacles = [...obstaclesDe(consultation, aujourdhui(parts.horloge).toString()), ...sansExamen(juges)];
  const refusee = obstacles.length > 0 || juges.some(({ sort }) => sort === 'bloque');
  if (refusee || !confirme) {
    return { etat: refusee ? 'refusee' : 'a-confirmer', obstacles, livrets: ordonner(juges) };
  }
  const livrets = await parHuit(juges, async (juge) => {
    if (juge.sort !== 'pret') return juge;
    const ligne = eleves.find(({ eleveId }) => eleveId === juge.eleveId);
    return ligne === undefined ? juge : validerLivret(classe, acteur, ligne, demande.session, vigie);
  });
  return {
    etat: livrets.some(({ sort }) => sort === 'bloque') ? 'partielle' : 'validee',
    obstacles,
    livrets: ordonner(livrets),
  };
}

/** Judged again on what stands when it is written. */
function validerLivret(
  parts: PartiesDActe,
  acteur: Acteur,
  ligne: LigneEleve,
  session: number,
  vigie: Vigie,
): Promise<LivretAValider> {
  return modifierLivret<LivretAValider>(parts, ligne.livretId, async (ouvert) => {
    exigerSurLivret(parts, acteur, 'valider-division', ouvert);
    const juge = await juger(ouvert, ligne, session, vigie);
    if (juge.sort !== 'pret') return { resultat: juge };
    const { livret } = ouvert;
    const complet = aJour(livret, ouvert);
    const etat = passer(complet.etat, 'valider', faitsDe(complet));
    const signature = { par: identifierActeur(acteur), le: parts.horloge.maintenant().toString() };
    const { correction } = livret.tete;
    return {
      apres: { ...livret, tete: { ...complet, etat, validation: { ...signature, session }, correction: null } },
      fait: {
        type: 'livret-valide',
        par: signature.par,
        role: acteur.role,
        references: {
          session,
          avant: complet.etat,
          apres: etat,
          ...(correction === null ? {} : { deverrouillage: correction.acteId }),
        },
      },
      operations: [],
      resultat: { ...juge, sort: 'valide' },
    };
  });
}

/** A division is validated as a whole (R65): apart from it, only what was validated with it. */
function exigerCorrection(tete: Tete, session: number): void {
  if (tete.correction?.session === session || estValidePour(tete, session)) return;
  throw new ErreurCodee(
    'validation-separee',
    'Seuls des livrets en cours de correction se valident à part de leur division ; l’un de ceux-ci ne l’est pas.',
    'Validez la division entière, sans nommer d’élèves.',
  );
}

async function juger(ouvert: LivretOuvert, ligne: LigneEleve, session: number, vigie: Vigie): Promise<LivretAValider> {
  const { livretId, eleveId } = ligne;
  const a = { livretId, eleveId, nom: nomDeLigne(ligne), manques: [], signalements: [] };
  const apart = sortApart(ouvert, ligne, session);
  if (apart !== null) return { ...a, sort: apart };
  // Recomputed: a nomenclature replaced since the last write asks for other things.
  const { completude } = aJour(ouvert.livret, ouvert);
  const manques = completude.manques
    .filter(({ bloquant }) => bloquant)
    .map((manque) => ({ ...manque, tache: TACHES[manque.code] }));
  const signalements = await vigie({ ...ouvert, ligne });
  return { ...a, sort: manques.length + signalements.length > 0 ? 'bloque' : 'pret', manques, signalements };
}

/** Livrets that are not validated, and hold nothing up. */
function sortApart({ livret, mefs }: LivretOuvert, ligne: LigneEleve, session: number): SortDuLivret | null {
  const { tete } = livret;
  if (estValidePour(tete, session)) return 'deja-valide';
  const courante = inscriptionCourante(tete);
  if (ligne.dateSortie !== null || ligne.absentDepuis !== null) return 'parti';
  if (courante !== null && courante.annee > ligne.annee) return 'autre-annee';
  if (courante !== null && courante.uai !== ligne.uai) return 'parti';
  if (tete.opposition !== null) return 'oppose';
  if (tete.format === 'papier') return 'papier';
  const mef = mefs.get(ligne.annee);
  return mef != null && !estTerminale(mef) ? 'hors-examen' : null;
}

/** Validated for the session, or further: also one that is over, of a pupil who repeats. */
function estValidePour({ etat, validation, passages }: Tete, session: number): boolean {
  if (passages.some((passage) => passage.session === session)) return true;
  return validation?.session === session && !OUVERTURES[etat].contenu;
}

function obstaclesDe(consultation: Consultation | null, jour: string): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (!estConsultable(consultation, jour)) {
    obstacles.push({
      code: 'consultation-fermee',
      message: 'Les familles de cette division ne peuvent pas consulter les livrets aujourd’hui.',
      remede: 'Ouvrez la consultation avec « npx lsl consultation », puis laissez-leur le temps de lire.',
    });
  }
  const informees = consultation?.information;
  if (informees == null || informees.du > jour) {
    obstacles.push({
      code: 'familles-non-informees',
      message: 'Rien ne dit que les familles de cette division ont été informées de leur droit de consulter.',
      remede:
        'Informez-les, puis consignez-le avec « npx lsl consultation --informees » : qu’elles aient lu ne compte pas.',
    });
  }
  return obstacles;
}

function sansExamen(juges: readonly LivretAValider[]): Obstacle[] {
  if (juges.some(({ sort }) => sort !== 'hors-examen' && sort !== 'parti')) return [];
  if (juges.every(({ sort }) => sort === 'parti')) return [];
  return [
    {
      code: 'division-sans-examen',
      message: 'Les élèves de cette division ne passent pas l’examen à la fin de cette année.',
      remede: 'Validez les divisions de terminale ; vérifiez la session.',
    },
  ];
}

function ordonner(livrets: readonly LivretAValider[]): LivretAValider[] {
  return [...livrets].sort((a, b) => comparerNoms(a.nom, b.nom) || a.eleveId.localeCompare(b.eleveId));
}

/** In the order of what is given. */
async function parHuit<T, R>(elements: readonly T[], faire: (element: T) => Promise<R>): Promise<R[]> {
  const faits: R[] = new Array(elements.length);
  const suite = elements.entries();
  await Promise.all(
    Array.from({ length: EN_PARALLELE }, async () => {
      for (const [rang, element] of suite) faits[rang] = await faire(element);
    }),
  );
  return faits;
}

function elevesInconnus(): ErreurCodee {
  return new ErreurCodee(
    'division-inconnue',
    'SIECLE ne donne pas ces élèves à cette division pour l’année de la session.',
    'Vérifiez la session, le code de la division et les élèves ; « npx lsl livrets » les affiche.',
  );
}
