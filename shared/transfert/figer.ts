import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { contient, fouiller, motsDe, type TermeCherche } from '../kernel/termes.ts';
import {
  type AnneeAPresenter,
  type AnneeDuLivret,
  connaissances,
  ENGAGEMENTS,
  type LigneEleve,
  type Livret,
  type LivretPresente,
  lireTermesConnus,
  type MefDeNomenclature,
  OUVERTURES,
  type PartiesDuLivret,
  presenter,
  rattacher,
  type TermeConnu,
} from '../livret/index.ts';
import { masqueDe } from './masquer.ts';
import { type TermesInterdits, vocabulaireDe } from './termes.ts';

/** A version of a livret, frozen: what was read when it was sent, identity included. Never changed again. */
export interface Version {
  readonly schemaVersion: 1;
  readonly livretId: string;
  readonly session: number;
  readonly identite: Pick<
    LigneEleve,
    'uai' | 'annee' | 'eleveId' | 'ine' | 'nomDeFamille' | 'nomUsage' | 'prenoms' | 'dateNaissance' | 'codeMef'
  >;
  readonly noCandidat: string;
  readonly noEleve: string;
  /** Imports and entries by hand together, teachers included. */
  readonly annees: readonly { readonly contenu: AnneeDuLivret; readonly mef: MefDeNomenclature }[];
}

export interface LivretFige {
  readonly version: Version;
  /** What juries read: an allow-list of fields, without identity (rules.md 15). */
  readonly projection: LivretPresente;
  /** What must appear nowhere in the jury's file. */
  readonly termes: TermesInterdits;
}

/** The reasons for which a livret cannot be frozen yet; each is told to the establishment, pupil by pupil. */
export type RaisonDeNePasFiger =
  | 'oppose'
  | 'papier'
  | 'non-valide'
  | 'non-apparie'
  | 'sans-notes'
  | 'annee-sans-notes'
  | 'nomenclature-absente'
  | 'matiere-hors-nomenclature'
  | 'texte-identifiant';

/**
 * Freezes a livret for a session: a thin validation, then the version, its anonymised projection and its
 * forbidden terms. Pure: the same livret gives the same three.
 *
 * @param connus what its texts must not say; {@link lireTermesAMasquer}
 * @throws ErreurCodee with a {@link RaisonDeNePasFiger}
 */
export function figer(
  session: number,
  livret: Livret,
  eleve: LigneEleve,
  annees: readonly AnneeAPresenter[],
  anneesSansNomenclature: readonly number[],
  connus: readonly TermeConnu[],
): LivretFige {
  const { appariement, livretId, etat, format, opposition, validation } = livret.tete;
  if (opposition !== null) {
    throw refus(
      'oppose',
      'Le candidat s’oppose à la transmission de son livret : aucun livret n’est produit.',
      'Rien n’est à faire, tant que cette opposition n’est pas levée.',
    );
  }
  if (format === 'papier') {
    throw refus('papier', 'Le livret est en format papier.', 'Remettez-le au centre de délibération.');
  }
  if (OUVERTURES[etat].contenu || validation?.session !== session) {
    throw refus(
      'non-valide',
      'Le livret n’est pas validé pour la session.',
      'Le chef d’établissement valide les livrets de la division, puis les envoie.',
    );
  }
  if (appariement === null || appariement.session !== session) throw nonApparie();
  if (anneesSansNomenclature.length > 0) {
    throw refus(
      'nomenclature-absente',
      `La nomenclature manque pour l’année ${anneesSansNomenclature.join(', ')}.`,
      'Demandez à l’académie de déposer la nomenclature de cette année.',
    );
  }
  const [premiere, ...suivantes] = annees;
  if (premiere === undefined) {
    throw refus('sans-notes', 'Le livret ne contient aucune note.', corrige('ses notes sont importées ou saisies'));
  }
  if (!annees.some(({ contenu }) => contenu.annee === session - 1)) {
    throw refus(
      'annee-sans-notes',
      'Le livret ne contient aucune note pour l’année de l’examen.',
      corrige('les notes de l’année sont importées ou saisies'),
    );
  }
  const horsNomenclature = annees.flatMap(({ contenu, mef }) =>
    rattacher(contenu.scolarite.evaluations, mef.matieres).horsNomenclature.map(({ codeMatiere }) => codeMatiere),
  );
  if (horsNomenclature.length > 0) {
    // They would not be on the page: a mark that the pupil was given must not vanish on the way to the jury.
    throw refus(
      'matiere-hors-nomenclature',
      `Des évaluations ne correspondent à aucune ligne du livret : ${[...new Set(horsNomenclature)].join(', ')}.`,
      `Demandez à l’académie de compléter la nomenclature. Si c’est l’export qui est en cause : ${corrige('le code ou la modalité de ces matières est corrigé dans le logiciel de notes et l’export déposé de nouveau', 'le')}`,
    );
  }
  const entiere = presenter(session, appariement.noEleve, [premiere, ...suivantes]);
  const interdits = termesInterdits(livret, eleve, connus);
  const projection = projeter(
    entiere,
    masqueDe({ eleve, termes: interdits, auteurs: annees.flatMap(({ contenu }) => auteursDe(contenu)) }),
  );
  exigerAnonymat(projection, interdits);
  const termes = { noEleve: appariement.noEleve, termes: interdits, vocabulaire: vocabulaireDe(projection) };
  const { uai, annee, eleveId, ine, nomDeFamille, nomUsage, prenoms, dateNaissance, codeMef } = eleve;
  return {
    version: {
      schemaVersion: 1,
      livretId,
      session,
      identite: { uai, annee, eleveId, ine, nomDeFamille, nomUsage, prenoms, dateNaissance, codeMef },
      noCandidat: appariement.noCandidat,
      noEleve: appariement.noEleve,
      annees,
    },
    projection,
    termes,
  };
}

export function nonApparie(): ErreurCodee {
  return refus(
    'non-apparie',
    'L’élève n’est apparié à aucun candidat de la session.',
    'Envoyez d’abord les identifiants des élèves.',
  );
}

/** Hash of the three together: a livret that gives the same three is not frozen again. */
export function empreinteDuContenu(fige: LivretFige): string {
  return sha256(jsonCanonique(fige));
}

/** The pupil's names, every number under which an establishment knew it, and what is known of kin and of places. */
function termesInterdits(livret: Livret, eleve: LigneEleve, connus: readonly TermeConnu[]): TermeCherche[] {
  const numeros = new Map<string, 'eleve-id' | 'uai'>([
    [eleve.eleveId, 'eleve-id'],
    [eleve.uai, 'uai'],
  ]);
  for (const [cle, eleveId] of Object.entries(livret.tete.siecle)) {
    numeros.set(eleveId, 'eleve-id').set(cle.slice(0, cle.indexOf('#')), 'uai');
  }
  const termes: TermeCherche[] = [
    { terme: eleve.nomDeFamille, nature: 'nom' },
    ...(eleve.nomUsage === null ? [] : [{ terme: eleve.nomUsage, nature: 'nom' as const }]),
    ...eleve.prenoms.map((terme) => ({ terme, nature: 'prenom' as const })),
    ...(eleve.ine === null ? [] : [{ terme: eleve.ine, nature: 'ine' as const }]),
    ...[...numeros].map(([terme, nature]) => ({ terme, nature })),
  ];
  const deja = new Set(termes.map(({ terme }) => motsDe(terme)));
  const autres = connus.filter(({ terme }) => !deja.has(motsDe(terme)));
  return [
    ...termes,
    ...autres.map(({ terme, nature, partie }) => ({
      terme,
      nature: NATURES[nature],
      ...(partie ? { partie } : {}),
    })),
  ];
}

const NATURES = {
  'nom-de-l-eleve': 'nom',
  'nom-d-un-proche': 'proche',
  etablissement: 'etablissement',
  commune: 'commune',
} as const satisfies Record<TermeConnu['nature'], TermeCherche['nature']>;

/** Those who wrote in a year. */
function auteursDe({ scolarite }: AnneeDuLivret): { nom: string; prenom: string }[] {
  const { avisEngagement, avisInvestissement, avisChefEtab, evaluations } = scolarite;
  const signes = [avisEngagement, avisInvestissement, avisChefEtab].filter((avis) => avis !== null);
  return [...signes, ...evaluations.flatMap(({ enseignants }) => enseignants)];
}

/** Every text that somebody wrote goes through the mask; the labels of engagements are ours, the free ones excepted. */
function projeter(entiere: LivretPresente, masque: (texte: string) => string): LivretPresente {
  const masquee = (texte: string | null): string | null => (texte === null ? null : masque(texte));
  return {
    ...entiere,
    engagements: entiere.engagements.map((un) => (LIBELLES_D_ENGAGEMENTS.has(un) ? un : masque(un))),
    annees: entiere.annees.map((annee) => ({
      ...annee,
      avisEngagement: masquee(annee.avisEngagement),
      avisInvestissement: masquee(annee.avisInvestissement),
      avisChefEtab: masquee(annee.avisChefEtab),
      groupes: annee.groupes.map((groupe) => ({
        ...groupe,
        disciplines: groupe.disciplines.map((discipline) => ({
          ...discipline,
          appreciation: masquee(discipline.appreciation),
        })),
      })),
    })),
  };
}

/**
 * What is masked is looked for once more before anything leaves, as the control of the jury's file will: a text that
 * still holds a term of the sealed list is a fault of the mask, and stays here.
 */
export function exigerAnonymat(projection: LivretPresente, termes: readonly TermeCherche[]): void {
  for (const texte of textesLibres(projection)) {
    const fouille = fouiller(texte);
    if (termes.some((terme) => contient(fouille, terme))) {
      throw refus(
        'texte-identifiant',
        'Une appréciation ou un avis dit encore de qui est le livret.',
        corrige('le texte est corrigé par saisie ou par import'),
      );
    }
  }
}

const LIBELLES_D_ENGAGEMENTS: ReadonlySet<string> = new Set(Object.values(ENGAGEMENTS));

/** Everything that somebody wrote: the labels of engagements are ours, the free ones excepted. */
function textesLibres(projection: LivretPresente): string[] {
  return [
    ...projection.engagements.filter((engagement) => !LIBELLES_D_ENGAGEMENTS.has(engagement)),
    ...projection.annees.flatMap((annee) => [
      annee.avisEngagement,
      annee.avisInvestissement,
      annee.avisChefEtab,
      ...annee.groupes.flatMap(({ disciplines }) => disciplines.map(({ appreciation }) => appreciation)),
    ]),
  ].filter((texte) => texte !== null);
}

/**
 * Four requests, and two more by establishment left and year.
 *
 * @param connues of a whole class, where many livrets are frozen: each establishment and year is then read once
 */
export async function lireTermesAMasquer(
  { etablissement }: Pick<PartiesDuLivret, 'etablissement'>,
  livret: Livret,
  eleve: LigneEleve,
  connues = connaissances(etablissement, 'livret'),
): Promise<readonly TermeConnu[]> {
  return lireTermesConnus(connues, { ligne: eleve, livret });
}

/** A validated livret takes neither an entry nor an import. */
function corrige(quoi: string, le: 'Le' | 'le' = 'Le'): string {
  return `${le} chef d’établissement déverrouille le livret, ${quoi}, puis le livret est validé de nouveau.`;
}

function refus(raison: RaisonDeNePasFiger, message: string, remede: string): ErreurCodee {
  return new ErreurCodee(raison, message, remede);
}
