import type { CodeAvisExamen, Evaluation, Scolarite } from './contenu.ts';
import { type Rattachement, rattacher } from './lignes.ts';
import type { CodeDeManque, Manque } from './manque.ts';
import { estAuChoix, estTerminale, type MatiereDeNomenclature, type MefDeNomenclature } from './nomenclature.ts';

/**
 * What a year's marks lack of what the nomenclature plans. The subject of each evaluation is that of its row; a row
 * that a pupil may choose lacks nothing when it has no evaluation.
 *
 * @param avisExamen the pupil's, that a notes file gives once, whatever the year
 */
export function manquesDeLAnnee(
  scolarite: Scolarite,
  mef: MefDeNomenclature,
  avisExamen: CodeAvisExamen | null,
): Manque[] {
  const { annee } = scolarite;
  const { rattaches } = rattacher(scolarite.evaluations, mef.matieres);
  const parLigne = Map.groupBy(rattaches, ({ matiere }) => matiere);
  const manques = mef.matieres.flatMap((matiere) =>
    manquesDeLaLigne(matiere, parLigne.get(matiere) ?? []).map(
      ([code, bloquant]): Manque => ({ code, annee, matiere: matiere.codeMatiere, bloquant }),
    ),
  );
  const manquer = (code: CodeDeManque): void => {
    manques.push({ code, annee, matiere: null, bloquant: false });
  };
  if (scolarite.avisInvestissement === null) manquer('avis-investissement');
  if (estTerminale(mef)) {
    if (scolarite.avisChefEtab === null) manquer('avis-chef-etablissement');
    if (avisExamen === null) manquer('avis-examen');
  }
  return manques;
}

type ManqueDeLigne = readonly [code: CodeDeManque, bloquant: boolean];

function manquesDeLaLigne(matiere: MatiereDeNomenclature, rattaches: readonly Rattachement[]): ManqueDeLigne[] {
  const evaluations = rattaches.map(({ evaluation }) => evaluation);
  if (evaluations.length === 0) {
    return matiere.modalite === 'S' && !estAuChoix(matiere) ? [['discipline', true]] : [];
  }
  const manques: ManqueDeLigne[] = [];
  const aucune = (a: (evaluation: Evaluation) => boolean): boolean => !evaluations.some(a);
  if (matiere.periodique) {
    // Every period NN is legal: a pupil may be exempted for the year (R51, rules.md 8). Someone wrote it, whereas
    // without any period nobody said anything.
    if (aucune(({ periodes }) => periodes.length > 0)) manques.push(['moyenne', true]);
    else if (aucune(({ periodes }) => periodes.some(({ moyenne }) => moyenne !== null))) {
      manques.push(['moyenne', false]);
    }
    if (aucune(aLesChiffresDuGroupe)) manques.push(['groupe', false]);
  }
  if (aucune(({ appreciation }) => appreciation !== null)) manques.push(['appreciation', true]);
  // R49: one may be left blank; that none is evaluated is worth a look.
  if (matiere.rubriques.some(({ competences }) => competences.length > 0) && aucune(aUneCompetence)) {
    manques.push(['competences', false]);
  }
  if (aucune(({ enseignants }) => enseignants.length > 0)) manques.push(['enseignant', false]);
  return manques;
}

function aLesChiffresDuGroupe({ structure }: Evaluation): boolean {
  return Object.values(structure).every((chiffre) => chiffre !== null);
}

function aUneCompetence({ competences }: Evaluation): boolean {
  return competences.some(({ niveau }) => niveau !== '0' && niveau !== 'NE');
}
