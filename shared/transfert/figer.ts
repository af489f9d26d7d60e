import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { contient, fouiller, motifAdmis } from '../kernel/termes.ts';
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
  masquerLesLeves,
  OUVERTURES,
  type PartiesDuLivret,
  presenter,
  rattacher,
  type TermeConnu,
} from '../livret/index.ts';
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
 * @param connus what its texts must not say, to mask what the head dismissed of it; {@link lireTermesAMasquer}
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
  const projection = projeter(
    presenter(session, appariement.noEleve, [premiere, ...suivantes]),
    annees,
    connus,
    livret.tete.levees ?? [],
  );
  const termes = { ...termesInterdits(appariement.noEleve, livret, eleve), vocabulaire: vocabulaireDe(projection) };
  refuserTexteIdentifiant(projection, termes);
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

/** The pupil's names, and every number under which an establishment knew it. */
function termesInterdits(noEleve: string, livret: Livret, eleve: LigneEleve): TermesInterdits {
  const numeros = new Map<string, 'eleve-id' | 'uai'>([
    [eleve.eleveId, 'eleve-id'],
    [eleve.uai, 'uai'],
  ]);
  for (const [cle, eleveId] of Object.entries(livret.tete.siecle)) {
    numeros.set(eleveId, 'eleve-id').set(cle.slice(0, cle.indexOf('#')), 'uai');
  }
  const termes: { terme: string; nature: TermesInterdits['termes'][number]['nature'] }[] = [
    { terme: eleve.nomDeFamille, nature: 'nom' },
    ...(eleve.nomUsage === null ? [] : [{ terme: eleve.nomUsage, nature: 'nom' as const }]),
    ...eleve.prenoms.map((terme) => ({ terme, nature: 'prenom' as const })),
    ...(eleve.ine === null ? [] : [{ terme: eleve.ine, nature: 'ine' as const }]),
    ...[...numeros].map(([terme, nature]) => ({ terme, nature })),
  ];
  return { noEleve, termes };
}

/** The head judged that these texts do not tell whose livret it is: juries read them without what was dismissed. */
function projeter(
  entiere: LivretPresente,
  annees: readonly AnneeAPresenter[],
  termes: readonly TermeConnu[],
  levees: readonly string[],
): LivretPresente {
  const masque = masquerLesLeves(
    annees.map(({ contenu }) => contenu),
    termes,
    levees,
  );
  const masquee = (texte: string | null): string | null => (texte === null ? null : masque(texte));
  return {
    ...entiere,
    engagements: entiere.engagements.map(masque),
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
 * Free text that holds the pupil's own name would reach the jury (rules.md 15): the establishment is told, and
 * nothing leaves. It is looked for as the control of the jury's file looks for it: what passes here passes there.
 */
function refuserTexteIdentifiant(projection: LivretPresente, termes: TermesInterdits): void {
  const noms = termes.termes.filter(({ nature }) => nature === 'nom' || nature === 'prenom');
  const rienDAdmis = motifAdmis([]);
  for (const texte of textesLibres(projection)) {
    const fouille = fouiller(texte, rienDAdmis);
    if (noms.some((nom) => contient(fouille, nom))) {
      throw refus(
        'texte-identifiant',
        'Une appréciation ou un avis contient le nom ou le prénom de l’élève.',
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

/** Nothing is read for a livret of which nothing was dismissed. */
export async function lireTermesAMasquer(
  { etablissement }: Pick<PartiesDuLivret, 'etablissement'>,
  livret: Livret,
  eleve: LigneEleve,
): Promise<readonly TermeConnu[]> {
  if ((livret.tete.levees ?? []).length === 0) return [];
  return lireTermesConnus(connaissances(etablissement, 'livret'), { ligne: eleve, livret });
}

/** A validated livret takes neither an entry nor an import. */
function corrige(quoi: string, le: 'Le' | 'le' = 'Le'): string {
  return `${le} chef d’établissement déverrouille le livret, ${quoi}, puis le livret est validé de nouveau.`;
}

function refus(raison: RaisonDeNePasFiger, message: string, remede: string): ErreurCodee {
  return new ErreurCodee(raison, message, remede);
}
