import { CANDIDATS_ENTETE } from '../../shared/imports/candidats.ts';
import { INSCRIPTIONS_ENTETE } from '../../shared/imports/inscriptions.ts';

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

/** Notes of these pupils, one mark a pupil and a year. */
export const carnet = (marques: Readonly<Record<string, string>>, annees: readonly number[] = [2015]): string =>
  notes({
    eleves: Object.entries(marques)
      .map(([id, moyenne]) => {
        const evaluations = evaluation({ periodes: `<periode numero="1" moyenne="${moyenne}"/>`, competences: '' });
        const scolarites = annees.map((annee) =>
          scolarite({ attributs: `annee-scolaire="${annee}" code-periode="T"`, evaluations }),
        );
        return eleve({ attributs: `id="${id}"`, scolarites: scolarites.join('') });
      })
      .join('\n'),
  });

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

/** An export of SIECLE with these sections. */
export const bee = (racine: string, donnees: string, parametres = PARAMETRES): string =>
  `<?xml version="1.0" encoding="ISO-8859-15"?>\n<${racine} VERSION="2.0">${parametres}<DONNEES>${donnees}</DONNEES></${racine}>`;

/** The links between pupils and groups: SIECLE's pupils without pupils. */
export const liens = (structures = affectation('1413136')): string => siecle({ eleves: '', structures });

export const division = (code = 'TS1', mefs: readonly string[] = ['21133104110'], suite = ''): string =>
  `<DIVISION CODE_STRUCTURE="${code}"><LIBELLE_LONG>TERMINALE</LIBELLE_LONG><MEFS_APPARTENANCE>${mefs
    .map((mef) => `<MEF_APPARTENANCE><CODE_MEF>${mef}</CODE_MEF></MEF_APPARTENANCE>`)
    .join('')}</MEFS_APPARTENANCE>${suite}</DIVISION>`;

export const groupe = (code = 'T_MATHS', divisions: readonly string[] = ['TS1']): string =>
  `<GROUPE CODE_STRUCTURE="${code}"><LIBELLE_LONG>MATHS</LIBELLE_LONG><DIVISIONS_APPARTENANCE>${divisions
    .map((une) => `<DIVISION_APPARTENANCE><CODE_STRUCTURE>${une}</CODE_STRUCTURE></DIVISION_APPARTENANCE>`)
    .join('')}</DIVISIONS_APPARTENANCE></GROUPE>`;

export const structures = (divisions = division(), groupes = ''): string =>
  bee('BEE_STRUCTURES', `<DIVISIONS>${divisions}</DIVISIONS><GROUPES>${groupes}</GROUPES>`);

export const mefDeSiecle = (code = '21133104110', rattachement = '21133104110'): string =>
  `<MEF CODE_MEF="${code}"><FORMATION>TERM</FORMATION><LIBELLE_LONG>TERMINALE ST2S</LIBELLE_LONG><MEF_RATTACHEMENT>${rattachement}</MEF_RATTACHEMENT></MEF>`;

export const matiereDeSiecle = (
  code = '061300',
  libelle = '<LIBELLE_EDITION>Mathématiques</LIBELLE_EDITION>',
): string => `<MATIERE CODE_MATIERE="${code}"><CODE_GESTION>MATHS</CODE_GESTION>${libelle}</MATIERE>`;

export const programme = (mef = '21133104110', matiere = '061300', modalite = 'S'): string =>
  `<PROGRAMME><CODE_MEF>${mef}</CODE_MEF><CODE_MATIERE>${matiere}</CODE_MATIERE><CODE_MODALITE_ELECT>${modalite}</CODE_MODALITE_ELECT><HORAIRE>0.00</HORAIRE></PROGRAMME>`;

export const nomenclatureSiecle = ({
  mefs = mefDeSiecle(),
  matieres = matiereDeSiecle(),
  programmes = programme(),
}: {
  readonly mefs?: string;
  readonly matieres?: string;
  readonly programmes?: string;
} = {}): string =>
  bee(
    'BEE_NOMENCLATURES',
    `<MEFS>${mefs}</MEFS><MATIERES>${matieres}</MATIERES><PROGRAMMES>${programmes}</PROGRAMMES><REGIMES/>`,
  );

export const personne = (id = '31', identite = '<NOM_DE_FAMILLE>MARTIN</NOM_DE_FAMILLE><PRENOM>Ève</PRENOM>'): string =>
  `<PERSONNE PERSONNE_ID="${id}"><LC_CIVILITE>MME</LC_CIVILITE>${identite}<TEL_PORTABLE>0600000000</TEL_PORTABLE><MEL>e@exemple.fr</MEL><ADRESSE_ID>7</ADRESSE_ID><CODE_PROFESSION>33</CODE_PROFESSION></PERSONNE>`;

export const lienResponsable = (
  eleveId = '1413136',
  personneId = '31',
  niveau = '<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>',
): string =>
  `<RESPONSABLE_ELEVE><ELEVE_ID>${eleveId}</ELEVE_ID><PERSONNE_ID>${personneId}</PERSONNE_ID>${niveau}<CODE_PARENTE>1</CODE_PARENTE></RESPONSABLE_ELEVE>`;

export const responsables = (personnes = personne(), liensDesEleves = lienResponsable()): string =>
  bee(
    'BEE_RESPONSABLES',
    `<PERSONNES>${personnes}</PERSONNES><RESPONSABLES>${liensDesEleves}</RESPONSABLES><ADRESSES><ADRESSE ADRESSE_ID="7"><LIGNE1>1 rue des Lilas</LIGNE1></ADRESSE></ADRESSES>`,
  );

export const periode = (
  indice = '1',
  type = 'T',
  dates = '<DATE_DEBUT>01/09/2015</DATE_DEBUT><DATE_FIN>30/11/2015</DATE_FIN>',
): string =>
  `<PERIODE_PEDAGOGIQUE><CODE_PERIODE>${type}${indice}</CODE_PERIODE>${dates}<LL_PERIODE>PERIODE ${indice}</LL_PERIODE><INDICE>${indice}</INDICE><CODE_TYPE_PERIODE>${type}</CODE_TYPE_PERIODE></PERIODE_PEDAGOGIQUE>`;

export const UAJ =
  '<UAJ><SIGLE>LGT</SIGLE><DENOM_PRINC>LYCEE GENERAL</DENOM_PRINC><DENOM_COMPL>DES LILAS</DENOM_COMPL><COMMUNE>VILLE</COMMUNE></UAJ>';

export const communs = (periodes = periode(), uaj = UAJ): string =>
  bee('BEE_COMMUN', `${uaj}<PERIODES_PEDAGOGIQUES>${periodes}</PERIODES_PEDAGOGIQUES>`);

export const individu = (
  attributs = 'ID="41" TYPE="epp"',
  identite = '<CIVILITE>1</CIVILITE><NOM_USAGE>DURAND</NOM_USAGE><PRENOM>Luc</PRENOM>',
  principal = '',
): string =>
  `<INDIVIDU ${attributs}><SEXE>1</SEXE>${identite}<DATE_NAISSANCE>1970-01-01</DATE_NAISSANCE><GRADE>CERT</GRADE><FONCTION>ENS</FONCTION>${principal}</INDIVIDU>`;

export const service = (
  attributs = 'CODE_MATIERE="061300" CODE_MOD_COURS="CG"',
  enseignants = '<ENSEIGNANT ID="41" TYPE="epp"/>',
): string => `<SERVICE ${attributs}><ENSEIGNANTS>${enseignants}</ENSEIGNANTS></SERVICE>`;

export const divisionDeSts = (services = service(), mefs = '<MEF CODE="21133104110"/>', code = 'TS1'): string =>
  `<DIVISION CODE="${code}"><LIBELLE_LONG>TERMINALE</LIBELLE_LONG><MEFS_APPARTENANCE>${mefs}</MEFS_APPARTENANCE><SERVICES>${services}</SERVICES></DIVISION>`;

export const sts = ({
  parametres = '<PARAMETRES><UAJ CODE="0380029A"><SIGLE>LGT</SIGLE></UAJ><ANNEE_SCOLAIRE ANNEE="2015"/></PARAMETRES>',
  individus = individu(),
  divisions = divisionDeSts(),
  groupes = '',
}: {
  readonly parametres?: string;
  readonly individus?: string;
  readonly divisions?: string;
  readonly groupes?: string;
} = {}): string =>
  `<?xml version="1.0" encoding="ISO-8859-15"?>\n<STS_EDT>${parametres}<NOMENCLATURES/><DONNEES><INDIVIDUS>${individus}</INDIVIDUS><STRUCTURE><DIVISIONS>${divisions}</DIVISIONS><GROUPES>${groupes}</GROUPES></STRUCTURE></DONNEES></STS_EDT>`;

const INSCRIPTION = {
  civilite: 'MME',
  nom_famille: 'MARTIN',
  prenoms: 'Zoé Marie',
  ine: '123456789AB',
  pays_naissance: '100',
  date_naissance: '29/02/2000',
  depCOM_naissance: '38185',
  commune_naissance: 'NAISSANCE-SUR-MER',
  nationalite: '100',
  pays: 'FRANCE',
  adresse_1: '1 rue des Lilas',
  adresse_2: '',
  adresse_3: '',
  adresse_4: '',
  code_postal: '38000',
  localite: 'LOCALITE',
  telephone: '0400000000',
  telephone_mobile: '0600000000',
  adresse_mail: 'zoe@exemple.fr',
  categ_socio_pro: '33',
  etablissement: '0380029A',
  division_classe: 'TG1',
  serie: 'BCG',
  enseignement: '',
  categorie: '520',
  langue_section_inter: '',
  langue_section_euro: '',
  specialite1: 'MATH',
  specialite2: 'NUMINF',
  specialite3: '',
  LVA: '0002',
  LVB: '0007',
  zone_geo_souhaitee: '',
  dnl: '',
};

export const inscription = (valeurs: Partial<typeof INSCRIPTION> = {}): string =>
  Object.values({ ...INSCRIPTION, ...valeurs }).join(';');

export const inscriptions = (...lignes: readonly string[]): string =>
  `${[INSCRIPTIONS_ENTETE, ...lignes].join('\r\n')}\r\n`;
