import { ulid } from 'ulid';
import { z } from 'zod';
import { type Acteur, identifierActeur, type Operation } from '../habilitations/index.ts';
import type { CodeMatiere } from '../kernel/codes.ts';
import { jsonCanonique } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import { type Connaissances, connaissances } from './connaissances.ts';
import { type ValeurDemandee, valeurDemandee, vueDemandee } from './demande-de-saisie.ts';
import { exigerSurLivret } from './habiliter.ts';
import { nommerServices } from './indices.ts';
import { lignesPossibles } from './lignes.ts';
import { estFige, inscritEn, type LigneEleve, sessionDuLivret, type Tete } from './livret.ts';
import { LIBELLES_ETAT, OUVERTURES } from './machine.ts';
import { type Changement, modifierLivret } from './modifier-livret.ts';
import { estAuChoix, type MefDeNomenclature } from './nomenclature.ts';
import type { LivretOuvert } from './ouvrir-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import {
  type AvisSaisi,
  cleDeSaisie,
  type EvaluationSaisie,
  type Saisie,
  type SorteDeSaisie,
  type ValeurSaisie,
} from './saisie.ts';
import { empreinteDeSaisie, nouveauSel } from './sel.ts';
import { lireTermesConnus, type Signalement, signalementsDesTextes, textesDeLaSaisie } from './textes.ts';
import { verifierSaisie } from './verifier-saisie.ts';

export const demandeSaisir = z.strictObject({
  livretId: z.ulid(),
  annee: z.int().min(2000).max(9999),
  valeur: valeurDemandee,
  vue: vueDemandee,
});

/** Parses the LSL_MENTIONS variable of a function. */
export const mentionsDeTexte = z
  .string()
  .transform((texte): unknown => JSON.parse(texte))
  .pipe(z.array(z.string()));

export type PartiesDeSaisie = PartiesDActe & {
  /** Labels of the mentions that the académie knows (R56). */
  readonly mentions: readonly string[];
};

/** An entry as its readers see it: who wrote it is told by the role. */
export interface SaisieVue {
  readonly valeur: ValeurSaisie;
  readonly n: number;
  readonly role: string;
  /** ISO instant. */
  readonly le: string;
}

/** A conflict brings back what stands, null for nothing: what was typed is not lost, and overwrites nobody. */
export type IssueDeSaisie =
  | { readonly etat: 'enregistree'; readonly n: number; readonly signalements: readonly Signalement[] }
  | { readonly etat: 'conflit'; readonly actuelle: SaisieVue | null };

const OPERATIONS: Readonly<Record<SorteDeSaisie, Operation>> = {
  evaluation: 'saisir-evaluation',
  engagements: 'saisir-engagements',
  observation: 'saisir-observation',
  investissement: 'saisir-investissement',
  'avis-chef': 'saisir-avis-chef',
  'avis-examen': 'saisir-avis-examen',
  mentions: 'saisir-mentions',
  'sanction-examen': 'saisir-sanction-examen',
};

export const operationDeSaisie = (sorte: SorteDeSaisie): Operation => OPERATIONS[sorte];

/**
 * Saves one entry by hand (R37): laid over what was imported, in one transaction with its event. The same save again
 * changes nothing; the same entry by somebody else in between is a conflict, and nothing is written.
 *
 * @param connues what the other feeds say, when the caller has it for a whole class
 * @throws ErreurCodee `livret-inconnu`, `operation-interdite`, `annee-inconnue`, `livret-verrouille`, and what
 * `verifierSaisie` refuses
 */
export async function saisir(
  parts: PartiesDeSaisie,
  acteur: Acteur,
  demande: z.infer<typeof demandeSaisir>,
  connues: Connaissances = connaissances(parts.etablissement, 'livret'),
): Promise<IssueDeSaisie> {
  const { livretId, annee, vue } = demande;
  const par = identifierActeur(acteur);
  const { issue, valeur, ouvert } = await modifierLivret<Resultat>(
    parts,
    livretId,
    async (ouvert) => {
      exiger(parts, acteur, ouvert, demande);
      const valeur = await completer(parts, acteur, ouvert, demande, connues);
      const cle = cleDeSaisie(annee, valeur);
      const { tete, saisies } = ouvert.livret;
      const actuelle = saisies.find((saisie) => saisie.cle === cle) ?? null;
      const repondre = (issue: Resultat['issue']) => ({ resultat: { issue, valeur, ouvert } });
      if (actuelle !== null && actuelle.contenu.par === par && ditPareil(actuelle.contenu.valeur, valeur)) {
        return repondre({ etat: 'enregistree', n: actuelle.contenu.n });
      }
      if ((actuelle?.contenu.n ?? null) !== vue) {
        return repondre({ etat: 'conflit', actuelle: actuelle === null ? null : voir(actuelle) });
      }
      const saisie: Saisie = {
        cle,
        contenu: {
          valeur,
          n: tete.verrou + 1,
          par,
          role: acteur.role,
          le: parts.horloge.maintenant().toString(),
          sel: nouveauSel(),
        },
      };
      return {
        ...ecrire(parts, ouvert, saisie, actuelle),
        ...repondre({ etat: 'enregistree', n: saisie.contenu.n }),
      };
    },
    [annee],
  );
  if (issue.etat === 'conflit') return issue;
  return { ...issue, signalements: await signaler(annee, valeur, ouvert, connues) };
}

interface Resultat {
  readonly issue:
    | { readonly etat: 'enregistree'; readonly n: number }
    | { readonly etat: 'conflit'; readonly actuelle: SaisieVue | null };
  readonly valeur: ValeurSaisie;
  /** What was read, for the names that the text must not hold. */
  readonly ouvert: Pick<LivretOuvert, 'livret' | 'ligne'>;
}

export function voir({ contenu: { valeur, n, role, le } }: Saisie): SaisieVue {
  return { valeur, n, role, le };
}

function ecrire(
  { livrets }: Pick<PartiesDeSaisie, 'livrets'>,
  { livret }: LivretOuvert,
  saisie: Saisie,
  actuelle: Saisie | null,
): Omit<Changement<unknown>, 'resultat'> {
  const { cle, contenu } = saisie;
  const sanction = contenu.valeur.sorte === 'sanction-examen';
  const ecritures = livrets.ecritureSaisie(livret.tete.livretId, saisie, actuelle, ulid());
  const autres = livret.saisies.filter((une) => une !== actuelle);
  return {
    apres: { ...livret, saisies: [...autres, saisie].sort((a, b) => (a.cle < b.cle ? -1 : 1)) },
    fait: {
      type: 'saisie',
      par: contenu.par,
      role: contenu.role,
      references: {
        // That a sanction was entered is the DEC's to know, and does not outlive it (rules.md 17).
        ...(sanction ? {} : { cle }),
        n: contenu.n,
        ...(actuelle === null ? {} : { avant: empreinteDeSaisie(actuelle.contenu) }),
        apres: empreinteDeSaisie(contenu),
      },
    },
    // A sanction that is replaced is not kept.
    operations: sanction ? ecritures.slice(0, 1) : ecritures,
  };
}

function exiger(
  parts: PartiesDeSaisie,
  acteur: Acteur,
  ouvert: LivretOuvert,
  { annee, valeur }: { readonly annee: number; readonly valeur: ValeurDemandee },
): void {
  const { tete, bases } = ouvert.livret;
  exigerSurLivret(parts, acteur, operationDeSaisie(valeur.sorte), ouvert, {
    annee,
    ...(valeur.sorte === 'evaluation' ? { codeMatiere: valeur.codeMatiere } : {}),
  });
  if (inscritEn(tete, annee) === null && !bases.some((base) => base.annee === annee)) {
    throw new ErreurCodee(
      'annee-inconnue',
      `L’élève n’est pas connu pour l’année ${annee}-${annee + 1}.`,
      'Vérifiez l’année ; SIECLE donne celles où l’élève est inscrit, l’import des notes celles où il est noté.',
    );
  }
  if (!estOuverte(tete, annee, valeur.sorte)) {
    throw new ErreurCodee(
      'livret-verrouille',
      `Le livret est ${LIBELLES_ETAT[tete.etat]} : l’année ${annee}-${annee + 1} ne change plus.`,
      'Le chef d’établissement peut déverrouiller le livret avec un motif écrit, tant que le jury ne l’a pas examiné.',
    );
  }
}

/**
 * Opposition locks nothing: it may be lifted. A sanction is pronounced after the exam, often on a livret that is long
 * locked; it is no part of what was validated, and no jury gets it.
 */
export function estOuverte(tete: Tete, annee: number, sorte: SorteDeSaisie): boolean {
  if (sorte === 'sanction-examen') return tete.etat !== 'archive' && tete.etat !== 'efface';
  return !estFige(tete, annee) && (OUVERTURES[tete.etat].contenu || sessionDuLivret(tete) !== null);
}

/** The value as it is kept: judged, with the names that STS-Web gives. */
async function completer(
  parts: PartiesDeSaisie,
  acteur: Acteur,
  ouvert: LivretOuvert,
  { annee, valeur: demandee }: { readonly annee: number; readonly valeur: ValeurDemandee },
  connues: Connaissances,
): Promise<ValeurSaisie> {
  const decoupage = await decoupageDe(ouvert, annee, demandee, connues);
  const valeur = verifierSaisie(demandee, {
    mef: ouvert.mefs.get(annee) ?? null,
    nombreDePeriodes: decoupage === 'S' ? 2 : 3,
    mentions: parts.mentions,
    jour: aujourdhui(parts.horloge).toString(),
  });
  if (valeur.sorte === 'evaluation') {
    const ligne = await ligneDeLAnnee(parts, ouvert, annee);
    await exigerSaLigne(acteur, annee, ouvert.mefs.get(annee) ?? null, ligne, valeur, connues);
    return {
      ...valeur,
      decoupage,
      enseignants: await enseignantsDe(acteur, annee, ligne, valeur.codeMatiere, connues),
    };
  }
  if (estAvis(valeur) && valeur.avis !== null) {
    const soi = await nomDeLActeur(acteur, annee, connues);
    const sansNom = valeur.avis.nom === '' && valeur.avis.prenom === '';
    const signataire = soi ?? (sansNom ? signataireConnu(ouvert, annee, valeur) : null);
    return signataire === null ? valeur : { ...valeur, avis: { ...valeur.avis, ...signataire } };
  }
  return valeur;
}

/**
 * Two rows may share a code, the common mathematics and those of the specialty: the division has the one, the group the
 * other (rules.md 10). Where STS-Web has no such service, it tells nothing.
 */
async function exigerSaLigne(
  { role, services }: Acteur,
  annee: number,
  mef: MefDeNomenclature | null,
  eleve: LigneEleve | null,
  { ligne, codeMatiere }: EvaluationSaisie,
  connues: Connaissances,
): Promise<void> {
  if ((role !== 'enseignant' && role !== 'professeur-principal') || mef === null || eleve === null) return;
  const code = codeMatiere as CodeMatiere;
  if (lignesPossibles({ codeMatiere: code, modalite: ligne.modalite }, mef.matieres).length < 2) return;
  const type = estAuChoix(ligne) ? 'G' : 'D';
  const siennes = type === 'D' ? eleve.divisions : eleve.groupes;
  const devant = (parmi: Acteur['services']): boolean =>
    parmi.some(
      ({ structure, codeMatiere: une }) =>
        une === codeMatiere && structure.type === type && siennes.includes(structure.code),
    );
  if (!devant((await connues.sts(eleve.uai, annee)).services) || devant(services)) return;
  throw new ErreurCodee(
    'operation-interdite',
    `Un autre enseignant tient cette ligne du livret : « ${ligne.discipline} », ${ligne.regroupement.toLowerCase()}.`,
    'Choisissez la ligne que STS-Web vous donne ; la grille de la classe la propose.',
  );
}

/** What the import says; without one, what SIECLE says of the establishment. Only an evaluation asks. */
async function decoupageDe(
  { livret }: LivretOuvert,
  annee: number,
  valeur: ValeurDemandee,
  connues: Connaissances,
): Promise<'T' | 'S'> {
  const base = livret.bases.find((une) => une.annee === annee);
  if (base !== undefined) return base.scolarite.decoupage;
  const uai = inscritEn(livret.tete, annee)?.uai;
  if (valeur.sorte !== 'evaluation' || uai === undefined) return 'T';
  const periodes = (await connues.communs(uai, annee))?.periodes ?? [];
  return periodes.length > 0 && periodes.every(({ type }) => type === 'S') ? 'S' : 'T';
}

async function ligneDeLAnnee(
  { registre }: Pick<PartiesDeSaisie, 'registre'>,
  { livret, courante, ligne }: LivretOuvert,
  annee: number,
): Promise<LigneEleve | null> {
  if (annee === courante) return ligne;
  const inscrit = inscritEn(livret.tete, annee);
  return inscrit === null ? null : registre.lireEleve(inscrit.uai, annee, inscrit.eleveId);
}

/** Those who teach the subject to the pupil's division or groups (R43); failing that, the teacher who writes. */
async function enseignantsDe(
  acteur: Acteur,
  annee: number,
  ligne: LigneEleve | null,
  codeMatiere: string,
  connues: Connaissances,
): Promise<{ nom: string; prenom: string }[]> {
  if (ligne === null) return [];
  const { services, enseignants } = await connues.sts(ligne.uai, annee);
  const siens = services.filter(
    ({ structure, codeMatiere: code }) =>
      code === codeMatiere && (structure.type === 'D' ? ligne.divisions : ligne.groupes).includes(structure.code),
  );
  const nommes = nommerServices(siens, enseignants)
    .flatMap((service) => service.enseignants)
    .map(({ nom, prenom }) => ({ nom, prenom: prenom ?? '' }));
  const distincts = [...new Map(nommes.map((un) => [`${un.nom}|${un.prenom}`, un])).values()];
  if (distincts.length > 0) return distincts;
  const soi = await nomDeLActeur(acteur, annee, connues);
  return soi === null ? [] : [soi];
}

const estAvis = (valeur: ValeurSaisie): valeur is AvisSaisi =>
  valeur.sorte === 'observation' || valeur.sorte === 'investissement' || valeur.sorte === 'avis-chef';

/** Who signed what the entry covers, entered or imported: an entry that says no name takes none away. */
function signataireConnu(
  { livret }: LivretOuvert,
  annee: number,
  valeur: AvisSaisi,
): { nom: string; prenom: string } | null {
  const cle = cleDeSaisie(annee, valeur);
  const tenue = livret.saisies.find((saisie) => saisie.cle === cle)?.contenu.valeur;
  const scolarite = livret.bases.find((base) => base.annee === annee)?.scolarite;
  const importe = {
    observation: scolarite?.avisEngagement,
    investissement: scolarite?.avisInvestissement,
    'avis-chef': scolarite?.avisChefEtab,
  }[valeur.sorte];
  const avis = (tenue !== undefined && estAvis(tenue) ? tenue.avis : null) ?? importe ?? null;
  return avis === null ? null : { nom: avis.nom, prenom: avis.prenom };
}

/** As STS-Web names them; null for who is not of its people. */
async function nomDeLActeur(
  { role, uai, id }: Acteur,
  annee: number,
  connues: Connaissances,
): Promise<{ nom: string; prenom: string } | null> {
  if (uai === null || (role !== 'enseignant' && role !== 'professeur-principal')) return null;
  const { enseignants } = await connues.sts(uai, annee);
  const lui = enseignants.find((un) => `${uai}/${un.type}/${un.id}` === id);
  return lui === undefined ? null : { nom: lui.nom, prenom: lui.prenom ?? '' };
}

/** Of what the author wrote: names, dates and periods that we add do not make another entry. */
function ditPareil(a: ValeurSaisie, b: ValeurSaisie): boolean {
  return jsonCanonique(sansAjouts(a)) === jsonCanonique(sansAjouts(b));
}

function sansAjouts(valeur: ValeurSaisie): unknown {
  switch (valeur.sorte) {
    case 'evaluation':
      return { ...valeur, decoupage: null, enseignants: null };
    case 'observation':
    case 'investissement':
    case 'avis-chef':
      return { ...valeur, avis: valeur.avis === null ? null : { ...valeur.avis, date: null } };
    default:
      return valeur;
  }
}

async function signaler(
  annee: number,
  valeur: ValeurSaisie,
  ouvert: Pick<LivretOuvert, 'livret' | 'ligne'>,
  connues: Connaissances,
): Promise<Signalement[]> {
  const textes = textesDeLaSaisie(annee, valeur);
  return textes.length === 0 ? [] : signalementsDesTextes(textes, await lireTermesConnus(connues, ouvert));
}
