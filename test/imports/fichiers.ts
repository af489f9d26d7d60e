import { CANDIDATS_ENTETE } from '../../shared/imports/candidats.ts';

/**
 * Small valid files of each feed, with parts to replace: a fixture is one of them with one thing wrong.
 * People and establishments are invented; 0380029A has the right check letter.
 */

export interface Evaluation {
  readonly attributs?: string;
  readonly structure?: string;
  readonly annuelle?: string;
  readonly periodes?: string;
  readonly competences?: string;
  readonly enseignants?: string;
  readonly suite?: string;
}

export function evaluation({
  attributs = 'modalite-election="S" code-matiere="061300"',
  structure = '<structure effectif="31" moyenne="11.42" repar-moins-huit="12.90" repar-huit-douze="45.16" repar-plus-douze="41.94"/>',
  annuelle = '<annuelle>Bon travail.</annuelle>',
  periodes = '<periode numero="1" moyenne="14.2"/><periode numero="2" moyenne="-1"/>',
  competences = '<competences><competence code="0094">3</competence></competences>',
  enseignants = '<enseignants><enseignant nom="DURAND" prenom="Luc"/></enseignants>',
  suite = '',
}: Evaluation = {}): string {
  const periodiques = periodes === '' ? '' : `<periodiques>${periodes}</periodiques>`;
  return `<evaluation ${attributs}>${structure}${annuelle}${periodiques}${competences}${enseignants}${suite}</evaluation>`;
}

export interface Scolarite {
  readonly attributs?: string;
  readonly avis?: string;
  readonly evaluations?: string;
}

export function scolarite({
  attributs = 'annee-scolaire="2015" code-periode="T"',
  avis = '',
  evaluations = evaluation(),
}: Scolarite = {}): string {
  return `<scolarite ${attributs}>${avis}${evaluations}</scolarite>`;
}

export interface Eleve {
  readonly attributs?: string;
  readonly avant?: string;
  readonly scolarites?: string;
}

export function eleve({ attributs = 'id="1413136"', avant = '', scolarites = scolarite() }: Eleve = {}): string {
  return `<eleve ${attributs}>${avant}<scolarites>${scolarites}</scolarites></eleve>`;
}

export interface Notes {
  readonly racine?: string;
  readonly entete?: string;
  readonly eleves?: string;
  readonly corps?: string;
}

export const ENTETE =
  '<entete><editeur>Essai</editeur><application>Essai</application><etablissement>0380029A</etablissement></entete>';

export function notes({
  racine = 'xmlns:lsl="urn:ac-grenoble.fr:lsl:import" schemaVersion="1.0"',
  entete = ENTETE,
  eleves = eleve(),
  corps = `<donnees>\n${eleves}\n</donnees>`,
}: Notes = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<lsl:lsl ${racine}>\n${entete}\n${corps}\n</lsl:lsl>\n`;
}

/** A notes file whose only evaluation is this one. */
export const notesAvec = (parties: Evaluation): string =>
  notes({ eleves: eleve({ scolarites: scolarite({ evaluations: evaluation(parties) }) }) });

export interface FicheSiecle {
  readonly id?: string;
  readonly ine?: string;
  readonly identite?: string;
  readonly suite?: string;
}

export function ficheSiecle({
  id = '1413136',
  ine = '<ID_NATIONAL>123456789AB</ID_NATIONAL>',
  identite = '<NOM_DE_FAMILLE>MARTIN</NOM_DE_FAMILLE><PRENOM>Zoé</PRENOM><DATE_NAISS>29/02/2000</DATE_NAISS>',
  suite = '<CODE_MEF>21133104110</CODE_MEF>',
}: FicheSiecle = {}): string {
  return `<ELEVE ELEVE_ID="${id}" ELENOET="00012">${ine}${identite}${suite}</ELEVE>`;
}

export interface Siecle {
  readonly parametres?: string;
  readonly eleves?: string;
  readonly options?: string;
  readonly structures?: string;
}

export const PARAMETRES =
  '<PARAMETRES><UAJ>0380029A</UAJ><ANNEE_SCOLAIRE>2015</ANNEE_SCOLAIRE><DATE_EXPORT>01/06/2016</DATE_EXPORT></PARAMETRES>';

export function siecle({
  parametres = PARAMETRES,
  eleves = ficheSiecle(),
  options = '',
  structures = affectation('1413136'),
}: Siecle = {}): string {
  return `<?xml version="1.0" encoding="ISO-8859-15"?>
<BEE_ELEVES VERSION="3.0">${parametres}<DONNEES><ELEVES>${eleves}</ELEVES><OPTIONS>${options}</OPTIONS><STRUCTURES>${structures}</STRUCTURES><BOURSES/></DONNEES></BEE_ELEVES>`;
}

export function affectation(
  eleveId: string,
  structures: readonly (readonly [string, 'D' | 'G'])[] = [['TS1', 'D']],
): string {
  const lignes = structures.map(
    ([code, type]) =>
      `<STRUCTURE><CODE_STRUCTURE>${code}</CODE_STRUCTURE><TYPE_STRUCTURE>${type}</TYPE_STRUCTURE></STRUCTURE>`,
  );
  return `<STRUCTURES_ELEVE ELEVE_ID="${eleveId}">${lignes.join('')}</STRUCTURES_ELEVE>`;
}

export interface Nomenclature {
  readonly libelles?: string;
  readonly millesime?: string;
  readonly mefs?: string;
  readonly suite?: string;
}

export const LIBELLES =
  '<competence code="0001" annee="2015">Raisonner</competence><competence code="0002" annee="2015">Rédiger</competence>';

export const matiere = (
  competences = '<competences><competence>0001</competence><competence>0002</competence></competences>',
  attributs = 'regroupement="ENSEIGNEMENTS OBLIGATOIRES" discipline="MATHÉMATIQUES" codeBcn="061300" presenceEvaluationPeriodique="true" modaliteElection="S"',
): string => `<matiere ${attributs}>${competences}</matiere>`;

export const mef = (
  matieres = matiere(),
  attributs = 'codeMef="21111010110" niveau="Terminale" codeSerie="S" serie="Scientifique" specialite=""',
): string => `<mef ${attributs}>${matieres}</mef>`;

export function nomenclature({
  libelles = LIBELLES,
  millesime = '2015',
  mefs = mef(),
  suite = '',
}: Nomenclature = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<nomenclaturesLsl><competences>${libelles}</competences><anneeScolaire millesime="${millesime}">${mefs}</anneeScolaire>${suite}</nomenclaturesLsl>`;
}

const CANDIDAT = {
  no_candidat: '0123456789',
  no_pv: '17',
  ine: '123456789AB',
  nom_famille: 'MARTIN',
  nom_usage: '',
  prenoms: 'Zoé Marie',
  date_naissance: '29/02/2000',
  uai: '0380029A',
  division: 'TS1',
  serie: 'S',
  categorie: 'scolaire',
  jury: '0381-S-01',
  centre: '0380030B',
};

export const candidat = (valeurs: Partial<typeof CANDIDAT> = {}): string =>
  Object.values({ ...CANDIDAT, ...valeurs }).join(';');

export const candidats = (...lignes: readonly string[]): string => `${[CANDIDATS_ENTETE, ...lignes].join('\r\n')}\r\n`;
