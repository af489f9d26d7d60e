import {
  DENOMINATION,
  divisionsDe,
  groupesDe,
  libelleDEdition,
  libelleDeDivision,
  matieresDe,
} from './ecrire-siecle.ts';
import { balise, element } from './ecriture.ts';
import { abrege, type Enseignant, libelleDeMatiere, type Registre, type Service } from './registre.ts';

/** The services of the teachers, `sts_emp_<UAI>_<année>.xml` (formats.md §3). */
export function* ecrireSts(registre: Registre): Generator<string, void, undefined> {
  const { etablissement, annee } = registre;
  yield '<?xml version="1.0" encoding="ISO-8859-15"?>\n<STS_EDT>\n<PARAMETRES>\n';
  yield `${element(
    'UAJ',
    { CODE: etablissement.uai },
    element('ACADEMIE', {}, balise('CODE', '99') + balise('LIBELLE', 'FICTIVE')) +
      balise('SIGLE', 'LGT') +
      balise('DENOM_PRINC', DENOMINATION) +
      balise('DENOM_COMPL', etablissement.nom.toUpperCase()),
  )}\n`;
  yield `${element(
    'ANNEE_SCOLAIRE',
    { ANNEE: annee },
    balise('DATE_DEBUT', `${annee}-09-01`) + balise('DATE_FIN', `${annee + 1}-07-05`),
  )}\n</PARAMETRES>\n<NOMENCLATURES>\n`;
  yield* ecrireNomenclatures(registre);
  yield '</NOMENCLATURES>\n<DONNEES>\n<INDIVIDUS>\n';
  for (const enseignant of registre.enseignants) yield ecrireIndividu(enseignant, registre);
  yield '</INDIVIDUS>\n<STRUCTURE>\n';
  yield* ecrireStructure(registre);
  yield '</STRUCTURE>\n</DONNEES>\n</STS_EDT>\n';
}

function* ecrireNomenclatures(registre: Registre): Generator<string> {
  yield '<MATIERES>\n';
  for (const [code, service] of matieresDe(registre)) {
    const libelle = libelleDeMatiere(service.suivi);
    yield `${element(
      'MATIERE',
      { CODE: code },
      balise('CODE_GESTION', abrege(service.suivi)) +
        balise('LIBELLE_COURT', libelle.slice(0, 20).trim()) +
        balise('LIBELLE_LONG', libelle.slice(0, 40).trim()) +
        balise('LIBELLE_EDITION', libelleDEdition(service).slice(0, 60).trim()),
    )}\n`;
  }
  yield '</MATIERES>\n<MEFS>\n';
  for (const { filiere } of registre.etablissement.cohortes) {
    const { codeMef, specialite } = filiere[registre.niveau];
    const libelle = `${registre.niveau === 'terminale' ? 'TERM' : '1ERE'} ${filiere.serie} ${specialite ?? ''}`.trim();
    yield `${element(
      'MEF',
      { CODE: codeMef },
      balise('LIBELLE_COURT', libelle.slice(0, 20).trim()) + balise('LIBELLE_LONG', libelle.slice(0, 40).trim()),
    )}\n`;
  }
  yield '</MEFS>\n';
}

function ecrireIndividu(enseignant: Enseignant, { annee }: Registre): string {
  const { id, type, sexe, civilite, nom, prenom, professeurPrincipalDe, disciplines } = enseignant;
  const principal = professeurPrincipalDe.map((division) =>
    element('PROF_PRINC', {}, balise('CODE_STRUCTURE', division)),
  );
  const enseignees = disciplines.map((code) =>
    element('DISCIPLINE', { CODE: code }, balise('LIBELLE_COURT', code) + balise('NB_HEURES', '18')),
  );
  return `${element(
    'INDIVIDU',
    { ID: id, TYPE: type },
    balise('SEXE', sexe) +
      balise('CIVILITE', civilite === 'M.' ? '1' : '2') +
      balise('NOM_USAGE', nom) +
      balise('NOM_PATRONYMIQUE', nom) +
      balise('PRENOM', prenom) +
      balise('DATE_NAISSANCE', `${annee - 30 - (id % 30)}-05-15`) +
      balise('FONCTION', 'ENS') +
      (principal.length === 0 ? '' : element('PROFS_PRINC', {}, principal.join(''))) +
      element('DISCIPLINES', {}, enseignees.join('')),
  )}\n`;
}

function* ecrireStructure(registre: Registre): Generator<string> {
  yield '<DIVISIONS>\n';
  const parDivision = Map.groupBy(
    registre.services.filter(({ type }) => type === 'D'),
    ({ structure }) => structure,
  );
  for (const [code, { cohorte }] of divisionsDe(registre)) {
    yield `${element(
      'DIVISION',
      { CODE: code },
      balise('LIBELLE_LONG', libelleDeDivision(code)) +
        element('MEFS_APPARTENANCE', {}, element('MEF', { CODE: cohorte.filiere[registre.niveau].codeMef }, '')) +
        element('SERVICES', {}, (parDivision.get(code) ?? []).map(ecrireService).join('')),
    )}\n`;
  }
  yield '</DIVISIONS>\n<GROUPES>\n';
  for (const groupe of groupesDe(registre)) {
    const appartenances = groupe.divisions.map((code) => element('DIVISION_APPARTENANCE', { CODE: code }, ''));
    yield `${element(
      'GROUPE',
      { CODE: groupe.structure },
      balise('LIBELLE_LONG', libelleDeMatiere(groupe.suivi).slice(0, 20).trim()) +
        balise('EFFECTIF_PREVU', groupe.figures.inscrits) +
        element('DIVISIONS_APPARTENANCE', {}, appartenances.join('')) +
        element('SERVICES', {}, ecrireService(groupe)),
    )}\n`;
  }
  yield '</GROUPES>\n';
}

function ecrireService({ suivi, enseignants }: Service): string {
  return element(
    'SERVICE',
    { CODE_MATIERE: suivi.codeMatiere, CODE_MOD_COURS: 'CG' },
    element(
      'ENSEIGNANTS',
      {},
      enseignants.map(({ id, type }) => element('ENSEIGNANT', { ID: id, TYPE: type }, '')).join(''),
    ),
  );
}
