import { type Plan, transformation } from './defauts.ts';
import { type Avis, type Dossier, dossierDe, type EvaluationEcrite, type Scolarite } from './dossiers.ts';
import { balise, echapper, element, ouvrir } from './ecriture.ts';
import { elevesDe, type Registre } from './registre.ts';

/** The LSL import of one level of one establishment (formats.md §1.2), one pupil after another. */
export function* ecrireNotes(
  registre: Registre,
  anneePrecedente: Registre | null,
  plan: Plan,
): Generator<string, void, undefined> {
  const { monde, etablissement, niveau } = registre;
  const { uai, usages } = etablissement;
  yield `<?xml version="1.0" encoding="${usages.encodage}"?>\n`;
  yield `${ouvrir('lsl:lsl', { 'xmlns:lsl': 'urn:ac-grenoble.fr:lsl:import', schemaVersion: '1.0' })}\n`;
  yield `${element(
    'entete',
    {},
    balise('editeur', usages.editeur) + balise('application', usages.application) + balise('etablissement', uai),
  )}\n<donnees>\n`;
  for (const eleve of elevesDe(monde, etablissement, niveau)) {
    const dossier = dossierDe(registre, anneePrecedente, eleve);
    const dossiers =
      niveau === 'premiere' ? [dossier] : transformation(plan, monde, etablissement, eleve.rang).dossier(dossier);
    for (const un of dossiers) yield ecrireDossier(un, usages.autreOrdre);
  }
  yield '</donnees>\n</lsl:lsl>\n';
}

function ecrireDossier(dossier: Dossier, autreOrdre: boolean): string {
  const { id, engagements, engagementAutre, avisExamen, scolarites } = dossier;
  const rien = engagements.length === 0 && engagementAutre === null;
  return `${element(
    'eleve',
    { id },
    (rien
      ? ''
      : element(
          'engagements',
          {},
          engagements.map((code) => element('engagement', { code }, '')).join('') +
            balise('engagement-autre', engagementAutre),
        )) +
      (avisExamen === null ? '' : element('avisExamen', { code: avisExamen }, '')) +
      `<scolarites>\n${scolarites.map((scolarite) => ecrireScolarite(scolarite, autreOrdre)).join('')}</scolarites>`,
  )}\n`;
}

function ecrireScolarite(scolarite: Scolarite, autreOrdre: boolean): string {
  return `${element(
    'scolarite',
    { 'annee-scolaire': scolarite.annee, 'code-periode': scolarite.codePeriode },
    ecrireAvis('avisEngagement', scolarite.avisEngagement) +
      ecrireAvis('avisInvestissement', scolarite.avisInvestissement) +
      ecrireAvis('avisChefEtab', scolarite.avisChefEtab) +
      scolarite.evaluations.map((evaluation) => ecrireEvaluation(evaluation, autreOrdre)).join(''),
  )}\n`;
}

function ecrireAvis(nom: string, avis: Avis | null): string {
  if (avis === null) return '';
  return element(nom, { date: avis.date, nom: avis.nom, prenom: avis.prenom }, echapper(avis.texte));
}

/** Parts of an evaluation come in any order, and so do its periods (formats.md §1.2). */
function ecrireEvaluation(evaluation: EvaluationEcrite, autreOrdre: boolean): string {
  const { structure, annuelle, periodes, competences, enseignants } = evaluation;
  const ordonnees = autreOrdre ? [...periodes].reverse() : periodes;
  const parties = [
    element(
      'structure',
      {
        effectif: structure.effectif,
        moyenne: structure.moyenne,
        'repar-moins-huit': structure.moinsDe8,
        'repar-huit-douze': structure.de8a12,
        'repar-plus-douze': structure.plusDe12,
      },
      '',
    ),
    annuelle === null ? '' : element('annuelle', {}, echapper(annuelle)),
    entourer(
      'periodiques',
      ordonnees.map(({ numero, moyenne }) => element('periode', { numero, moyenne }, '')),
    ),
    entourer(
      'competences',
      competences.map(({ code, niveau }) => element('competence', { code }, niveau)),
    ),
    entourer(
      'enseignants',
      enseignants.map(({ nom, prenom }) => element('enseignant', { nom, prenom }, '')),
    ),
  ];
  return `${element(
    'evaluation',
    { 'modalite-election': evaluation.modalite, 'code-matiere': evaluation.codeMatiere, date: evaluation.date },
    (autreOrdre ? parties.reverse() : parties).join(''),
  )}\n`;
}

function entourer(nom: string, enfants: readonly string[]): string {
  return enfants.length === 0 ? '' : element(nom, {}, enfants.join(''));
}
