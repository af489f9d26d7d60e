import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { normaliserNom } from '../kernel/texte.ts';
import type { LigneEleve, Livret, LivretPresente } from '../livret/index.ts';
import { type AnneeAPresenter, presenter } from '../livret/index.ts';
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
  /** The bases as imported, teachers included. */
  readonly annees: readonly AnneeAPresenter[];
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
  | 'non-apparie'
  | 'sans-notes'
  | 'annee-sans-notes'
  | 'nomenclature-absente'
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
  const { appariement, livretId } = livret.tete;
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
  if (!annees.some(({ base }) => base.annee === session - 1)) {
    throw refus(
      'annee-sans-notes',
      'Le livret ne contient aucune note pour l’année de l’examen.',
      'Déposez l’export des notes de l’année.',
    );
  }
  const projection = presenter(session, appariement.noEleve, [premiere, ...suivantes]);
  const termes = { ...termesInterdits(appariement.noEleve, eleve), vocabulaire: vocabulaireDe(projection) };
  refuserTexteIdentifiant(projection, eleve);
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

/** Hash of what a version says: a livret that says the same is not frozen again. */
export function empreinteDuContenu({ version }: LivretFige): string {
  return sha256(jsonCanonique(version));
}

function termesInterdits(noEleve: string, eleve: LigneEleve): TermesInterdits {
  const termes: { terme: string; nature: TermesInterdits['termes'][number]['nature'] }[] = [
    { terme: eleve.nomDeFamille, nature: 'nom' },
    ...(eleve.nomUsage === null ? [] : [{ terme: eleve.nomUsage, nature: 'nom' as const }]),
    ...eleve.prenoms.map((terme) => ({ terme, nature: 'prenom' as const })),
    ...(eleve.ine === null ? [] : [{ terme: eleve.ine, nature: 'ine' as const }]),
    { terme: eleve.eleveId, nature: 'eleve-id' },
    { terme: eleve.uai, nature: 'uai' },
  ];
  return { noEleve, termes };
}

/**
 * Free text that holds the pupil's own name would reach the jury (rules.md 15): the establishment is told, and
 * nothing leaves.
 */
function refuserTexteIdentifiant(projection: LivretPresente, eleve: LigneEleve): void {
  const noms = [eleve.nomDeFamille, eleve.nomUsage, ...eleve.prenoms]
    .filter((nom) => nom !== null)
    .map((nom) => ` ${normaliserNom(nom)} `);
  const textes = [
    ...projection.engagements,
    ...projection.annees.flatMap((annee) => [
      annee.avisEngagement,
      annee.avisInvestissement,
      annee.avisChefEtab,
      ...annee.groupes.flatMap(({ disciplines }) => disciplines.map(({ appreciation }) => appreciation)),
    ]),
  ];
  for (const texte of textes) {
    if (texte === null) continue;
    const mots = ` ${normaliserNom(texte)} `;
    if (noms.some((nom) => nom.trim() !== '' && mots.includes(nom))) {
      throw refus(
        'texte-identifiant',
        'Une appréciation ou un avis contient le nom ou le prénom de l’élève.',
        'Corrigez ce texte dans votre logiciel de notes, puis déposez de nouveau l’export.',
      );
    }
  }
}

function refus(raison: RaisonDeNePasFiger, message: string, remede: string): ErreurCodee {
  return new ErreurCodee(raison, message, remede);
}
