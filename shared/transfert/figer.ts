import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { contient, fouiller, motifAdmis } from '../kernel/termes.ts';
import {
  type AnneeAPresenter,
  type AnneeDuLivret,
  type LigneEleve,
  type Livret,
  type LivretPresente,
  type MefDeNomenclature,
  masquer,
  OUVERTURES,
  presenter,
  rattacher,
  signalements,
  termesConnus,
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
 * @throws ErreurCodee with a {@link RaisonDeNePasFiger}
 */
export function figer(
  session: number,
  livret: Livret,
  eleve: LigneEleve,
  annees: readonly AnneeAPresenter[],
  anneesSansNomenclature: readonly number[],
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
  if (appariement === null || appariement.session !== session) {
    throw refus(
      'non-apparie',
      'L’élève n’est apparié à aucun candidat de la session.',
      'Envoyez d’abord les identifiants des élèves.',
    );
  }
  if (anneesSansNomenclature.length > 0) {
    throw refus(
      'nomenclature-absente',
      `La nomenclature manque pour l’année ${anneesSansNomenclature.join(', ')}.`,
      'Demandez à l’académie de déposer la nomenclature de cette année.',
    );
  }
  const [premiere, ...suivantes] = annees;
  if (premiere === undefined) {
    throw refus('sans-notes', 'Le livret ne contient aucune note.', 'Déposez l’export des notes de l’établissement.');
  }
  if (!annees.some(({ contenu }) => contenu.annee === session - 1)) {
    throw refus(
      'annee-sans-notes',
      'Le livret ne contient aucune note pour l’année de l’examen.',
      'Déposez l’export des notes de l’année.',
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
      'Corrigez le code ou la modalité de ces matières dans le logiciel de notes, ou demandez à l’académie de compléter la nomenclature.',
    );
  }
  const projection = masquerLesNomsLeves(
    presenter(session, appariement.noEleve, [premiere, ...suivantes]),
    livret,
    eleve,
    annees,
  );
  const termes = { ...termesInterdits(appariement.noEleve, livret, eleve), vocabulaire: vocabulaireDe(projection) };
  refuserTexteIdentifiant(annees, projection, termes);
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

/**
 * The head judged that these texts do not name the pupil: juries read them without the word that is also the pupil's
 * name, since beside the number it would tell it (rules.md 15). Years with another such text stay as they are, and are
 * refused.
 */
function masquerLesNomsLeves(
  projection: LivretPresente,
  livret: Livret,
  eleve: LigneEleve,
  annees: readonly AnneeAPresenter[],
): LivretPresente {
  const levees = new Set(livret.tete.levees);
  if (levees.size === 0) return projection;
  const mefs = new Map(annees.map(({ contenu, mef }) => [contenu.annee, mef]));
  const noms = termesConnus(eleve, [], []);
  const parAnnee = Map.groupBy(signalements({ livret, mefs }, noms), ({ ou }) => ou.annee);
  const masquee = (texte: string | null): string | null => (texte === null ? null : masquer(texte, noms));
  return {
    ...projection,
    annees: projection.annees.map((annee) => {
      const siens = (parAnnee.get(annee.annee) ?? []).filter(({ nature }) => nature === 'nom-de-l-eleve');
      if (siens.length === 0 || siens.some(({ id }) => !levees.has(id))) return annee;
      return {
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
      };
    }),
  };
}

/**
 * Free text that holds the pupil's own name would reach the jury (rules.md 15): the establishment is told, and
 * nothing leaves. It is looked for as the control of the jury's file looks for it: what passes here passes there.
 */
function refuserTexteIdentifiant(
  annees: readonly AnneeAPresenter[],
  projection: LivretPresente,
  termes: TermesInterdits,
): void {
  const noms = termes.termes.filter(({ nature }) => nature === 'nom' || nature === 'prenom');
  const rienDAdmis = motifAdmis([]);
  for (const texte of textesLibres(annees, projection)) {
    const fouille = fouiller(texte, rienDAdmis);
    if (noms.some((nom) => contient(fouille, nom))) {
      throw refus(
        'texte-identifiant',
        'Une appréciation ou un avis contient le nom ou le prénom de l’élève.',
        'Corrigez ce texte dans votre logiciel de notes, puis déposez de nouveau l’export.',
      );
    }
  }
}

/** Everything that somebody wrote: the labels of engagements are ours, the last one excepted. */
function textesLibres(annees: readonly AnneeAPresenter[], projection: LivretPresente): string[] {
  return [
    ...annees.map(({ contenu }) => contenu.engagementAutre),
    ...projection.annees.flatMap((annee) => [
      annee.avisEngagement,
      annee.avisInvestissement,
      annee.avisChefEtab,
      ...annee.groupes.flatMap(({ disciplines }) => disciplines.map(({ appreciation }) => appreciation)),
    ]),
  ].filter((texte) => texte !== null);
}

function refus(raison: RaisonDeNePasFiger, message: string, remede: string): ErreurCodee {
  return new ErreurCodee(raison, message, remede);
}
