import { type Plan, transformation } from './defauts.ts';
import { balise, element, ouvrir } from './ecriture.ts';
import { type Fiche, fichesDe, type Responsable, SECONDE } from './fiches.ts';
import { abrege, libelleDeMatiere, type Registre, type Service } from './registre.ts';

/**
 * The five exports of SIECLE that the livret reads (formats.md §2), in their tags and order. A tag whose value is not
 * known is left out. What the sheet gives no tag for (the periods of Communs) has one of ours.
 *
 * Sections that come one after another are written in as many passes over the pupils, who are made again each time.
 */
type Textes = Generator<string, void, undefined>;

const DECLARATION = '<?xml version="1.0" encoding="ISO-8859-15"?>\n';

function* document(
  racine: string,
  version: string,
  { etablissement, annee }: Registre,
  donnees: () => Iterable<string>,
): Textes {
  const jour = `06/06/${annee + 1}`;
  yield `${DECLARATION}${ouvrir(racine, { VERSION: version })}\n`;
  yield `<PARAMETRES>${balise('UAJ', etablissement.uai)}${balise('ANNEE_SCOLAIRE', annee)}`;
  yield `${balise('DATE_EXPORT', jour)}${balise('HORODATAGE', `${jour} 08:00:00`)}</PARAMETRES>\n<DONNEES>\n`;
  yield* donnees();
  yield `</DONNEES>\n</${racine}>\n`;
}

export function ecrireEleves(registre: Registre, plan: Plan): Textes {
  return document('BEE_ELEVES', '3.0', registre, function* () {
    yield '<ELEVES>\n';
    for (const fiche of fiches(registre, plan)) yield ecrireEleve(fiche, registre);
    yield '</ELEVES>\n<OPTIONS>\n';
    for (const fiche of fiches(registre, plan)) if (fiche.options.length > 0) yield ecrireOptions(fiche);
    yield '</OPTIONS>\n<STRUCTURES>\n';
    for (const fiche of fiches(registre, plan)) if (fiche.structures.length > 0) yield ecrireStructuresDe(fiche);
    yield '</STRUCTURES>\n';
  });
}

/** The defects are those of the year of the exam. */
function* fiches(registre: Registre, plan: Plan): Generator<Fiche> {
  const { monde, etablissement, niveau } = registre;
  for (const { eleve, fiche } of fichesDe(registre)) {
    if (niveau === 'premiere' || eleve.terminale === null) yield fiche;
    else yield* transformation(plan, monde, etablissement, eleve.rang).fiche(fiche);
  }
}

function ecrireEleve(fiche: Fiche, { annee }: Registre): string {
  const { anDernier } = fiche;
  return `${element(
    'ELEVE',
    { ELEVE_ID: fiche.eleveId, ELENOET: fiche.elenoet },
    balise('ID_NATIONAL', fiche.idNational) +
      balise('INE_BEA', fiche.ineBea) +
      balise('INE_RNIE', fiche.ineRnie) +
      balise('ELENOET', fiche.elenoet) +
      balise('NOM_DE_FAMILLE', fiche.nom) +
      balise('NOM_USAGE', fiche.nomUsage) +
      balise('PRENOM', fiche.prenoms[0] ?? '') +
      balise('PRENOM2', fiche.prenoms[1] ?? null) +
      balise('PRENOM3', fiche.prenoms[2] ?? null) +
      balise('DATE_NAISS', fiche.naissance) +
      balise('DOUBLEMENT', fiche.doublement) +
      balise('CODE_PAYS', '100') +
      balise('ACCEPTE_SMS', '0') +
      balise('DATE_MODIFICATION', `15/09/${annee}`) +
      balise('DATE_SORTIE', fiche.dateSortie) +
      balise('CODE_REGIME', fiche.codeRegime) +
      balise('DATE_ENTREE', fiche.dateEntree) +
      balise('VILLE_NAISS', fiche.villeDeNaissance) +
      balise('CODE_MOTIF_SORTIE', fiche.dateSortie === null ? null : '10') +
      balise('CODE_SEXE', fiche.codeSexe) +
      balise('CODE_STATUT', 'ST') +
      balise('CODE_MEF', fiche.codeMef) +
      balise('ADHESION_TRANSPORT', '0') +
      balise('CODE_PROVENANCE', '1') +
      element(
        'SCOLARITE_AN_DERNIER',
        {},
        balise('CODE_MEF', anDernier.codeMef) +
          balise('CODE_STRUCTURE', anDernier.codeStructure) +
          balise('CODE_RNE', anDernier.codeRne),
      ),
  )}\n`;
}

function ecrireOptions({ eleveId, elenoet, options }: Fiche): string {
  const ecrites = options.map(({ modalite, codeMatiere }, rang) =>
    element(
      'OPTIONS_ELEVE',
      {},
      balise('NUM_OPTION', rang + 1) + balise('CODE_MODALITE_ELECT', modalite) + balise('CODE_MATIERE', codeMatiere),
    ),
  );
  return `${element('OPTION', { ELEVE_ID: eleveId, ELENOET: elenoet }, ecrites.join(''))}\n`;
}

function ecrireStructuresDe({ eleveId, elenoet, structures }: Fiche): string {
  const ecrites = structures.map(({ code, type }) =>
    element('STRUCTURE', {}, balise('CODE_STRUCTURE', code) + balise('TYPE_STRUCTURE', type)),
  );
  return `${element('STRUCTURES_ELEVE', { ELEVE_ID: eleveId, ELENOET: elenoet }, ecrites.join(''))}\n`;
}

export function ecrireResponsables(registre: Registre, plan: Plan): Textes {
  return document('BEE_RESPONSABLES', '2.1', registre, function* () {
    yield '<PERSONNES>\n';
    for (const { responsables } of uneParEleve(fiches(registre, plan))) yield responsables.map(ecrirePersonne).join('');
    yield '</PERSONNES>\n<RESPONSABLES>\n';
    for (const fiche of uneParEleve(fiches(registre, plan))) yield ecrireLiens(fiche);
    yield '</RESPONSABLES>\n';
  });
}

/** A pupil who is twice in SIECLE has their guardians once. */
function* uneParEleve(fiches: Iterable<Fiche>): Generator<Fiche> {
  let precedente: Fiche | undefined;
  for (const fiche of fiches) {
    if (fiche.responsables !== precedente?.responsables) yield fiche;
    precedente = fiche;
  }
}

function ecrirePersonne({ personneId, civilite, nom, prenom, telephone }: Responsable): string {
  return `${element(
    'PERSONNE',
    { PERSONNE_ID: personneId },
    balise('LC_CIVILITE', civilite.replace('Mme', 'MME')) +
      balise('LL_CIVILITE', civilite === 'M.' ? 'MONSIEUR' : 'MADAME') +
      balise('NOM_DE_FAMILLE', nom) +
      balise('PRENOM', prenom) +
      balise('TEL_PORTABLE', telephone) +
      balise('COMMUNICATION_ADRESSE', '1'),
  )}\n`;
}

function ecrireLiens({ eleveId, responsables }: Fiche): string {
  return responsables
    .map(
      ({ personneId, codeParente }, rang) =>
        `${element(
          'RESPONSABLE_ELEVE',
          {},
          balise('ELEVE_ID', eleveId) +
            balise('PERSONNE_ID', personneId) +
            balise('NIVEAU_RESPONSABILITE', '1') +
            balise('CODE_PARENTE', codeParente) +
            balise('PAIE_FRAIS_SCOLAIRES', rang === 0 ? '1' : '0') +
            balise('PERCOIT_LES_AIDES', rang === 0 ? '1' : '0') +
            balise('HEBERGE_ELEVE', '1') +
            balise('A_CONTACTER_EN_PRIORITE', rang === 0 ? '1' : '0'),
        )}\n`,
    )
    .join('');
}

export function ecrireStructures(registre: Registre): Textes {
  return document('BEE_STRUCTURES', '2.0', registre, function* () {
    yield '<DIVISIONS>\n';
    for (const [code, { cohorte }] of divisionsDe(registre)) {
      const mef = element('MEF_APPARTENANCE', {}, balise('CODE_MEF', cohorte.filiere[registre.niveau].codeMef));
      yield `${element('DIVISION', { CODE_STRUCTURE: code }, balise('LIBELLE_LONG', libelleDeDivision(code)) + element('MEFS_APPARTENANCE', {}, mef))}\n`;
    }
    yield '</DIVISIONS>\n<GROUPES>\n';
    for (const { structure, suivi, divisions } of groupesDe(registre)) {
      const appartenances = divisions.map((code) =>
        element('DIVISION_APPARTENANCE', {}, balise('CODE_STRUCTURE', code)),
      );
      yield `${element(
        'GROUPE',
        { CODE_STRUCTURE: structure },
        balise('LIBELLE_LONG', libelleDeMatiere(suivi).slice(0, 20).trim()) +
          element('DIVISIONS_APPARTENANCE', {}, appartenances.join('')),
      )}\n`;
    }
    yield '</GROUPES>\n';
  });
}

/** The divisions of that level, each with one of its services. */
export function divisionsDe({ services }: Registre): Map<string, Service> {
  return new Map(services.filter(({ type }) => type === 'D').map((service) => [service.structure, service]));
}

export function groupesDe({ services }: Registre): Service[] {
  return services.filter(({ type }) => type === 'G');
}

/** « TERMINALE S1 » */
export function libelleDeDivision(code: string): string {
  return `${code.startsWith('T') ? 'TERMINALE' : 'PREMIERE'} ${code.slice(1)}`;
}

export function ecrireNomenclature(registre: Registre): Textes {
  return document('BEE_NOMENCLATURES', '3.1', registre, function* () {
    yield '<MEFS>\n';
    for (const mef of mefsDe(registre)) yield ecrireMef(mef);
    yield '</MEFS>\n<MATIERES>\n';
    for (const [code, service] of matieresDe(registre)) {
      yield `${element(
        'MATIERE',
        { CODE_MATIERE: code },
        balise('CODE_GESTION', abrege(service.suivi)) +
          balise('LIBELLE_COURT', libelleDeMatiere(service.suivi).slice(0, 20).trim()) +
          balise('LIBELLE_LONG', libelleDeMatiere(service.suivi).slice(0, 40).trim()) +
          balise('LIBELLE_EDITION', libelleDEdition(service).slice(0, 60).trim()) +
          balise('MATIERE_ETP', '1'),
      )}\n`;
    }
    yield '</MATIERES>\n<PROGRAMMES>\n';
    const programmes = [...programmesDe(registre)];
    for (const [codeMef, codeMatiere, modalite] of programmes) {
      yield `${element(
        'PROGRAMME',
        {},
        balise('CODE_MEF', codeMef) +
          balise('CODE_MATIERE', codeMatiere) +
          balise('CODE_MODALITE_ELECT', modalite) +
          balise('HORAIRE', '0.00'),
      )}\n`;
    }
    yield '</PROGRAMMES>\n<OPTIONS_OBLIGATOIRES>\n';
    for (const [codeMef, codeMatiere, , rang] of programmes.filter(([, , modalite]) => modalite === 'O')) {
      yield `${element(
        'OPTION_OBLIGATOIRE',
        {},
        balise('CODE_MEF', codeMef) + balise('CODE_MATIERE', codeMatiere) + balise('RANG_OPTION', rang),
      )}\n`;
    }
    yield '</OPTIONS_OBLIGATOIRES>\n';
    for (const { nom, membre, cle, valeurs } of TABLES) {
      yield `${element(
        nom,
        {},
        valeurs
          .map(([code, court, long]) =>
            element(membre, { [cle]: code }, balise('LIBELLE_COURT', court) + balise('LIBELLE_LONG', long)),
          )
          .join(''),
      )}\n`;
    }
  });
}

interface MefEcrit {
  readonly code: string;
  readonly formation: string;
  readonly specialite: string;
  readonly libelle: string;
}

function mefsDe({ etablissement, niveau }: Registre): MefEcrit[] {
  const mefs = new Map<string, MefEcrit>();
  const ajouter = (mef: MefEcrit): void => void (mefs.has(mef.code) || mefs.set(mef.code, mef));
  if (niveau === 'premiere') {
    ajouter({ code: SECONDE, formation: '2NDE', specialite: '', libelle: 'SECONDE GENERALE ET TECHNOLOGIQUE' });
  }
  for (const { filiere } of etablissement.cohortes) {
    for (const un of ['premiere', 'terminale'] as const) {
      if (niveau === 'premiere' && un === 'terminale') continue;
      const { codeMef, specialite } = filiere[un];
      const formation = un === 'terminale' ? 'TERM' : '1ERE';
      ajouter({
        code: codeMef,
        formation,
        specialite: filiere.serie.slice(0, 5),
        libelle: `${formation} ${filiere.serie} ${specialite ?? ''}`.trim(),
      });
    }
  }
  return [...mefs.values()];
}

function ecrireMef({ code, formation, specialite, libelle }: MefEcrit): string {
  return `${element(
    'MEF',
    { CODE_MEF: code },
    balise('FORMATION', formation) +
      balise('SPECIALITE', specialite) +
      balise('LIBELLE_LONG', libelle.slice(0, 40).trim()) +
      balise('LIBELLE_EDITION', libelle.slice(0, 60).trim()) +
      balise('STATUT_MEF', '1') +
      balise('MEF_RATTACHEMENT', code) +
      balise('NB_OPT_OBLIG', '2') +
      balise('NB_OPT_MINI', '0') +
      balise('MEF_SELECTIONNE', '1') +
      balise('DATE_OUVERTURE', '01/09/2000') +
      balise('DATE_FERMETURE', '31/12/9999'),
  )}\n`;
}

/** One service of each subject that is taught. */
export function matieresDe({ services }: Registre): Map<string, Service> {
  return new Map(
    services.map((service) => [service.suivi.codeMatiere, service] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** « Espagnol lv2 » */
export function libelleDEdition({ suivi }: Service): string {
  const libelle = libelleDeMatiere(suivi).toLowerCase();
  return libelle.charAt(0).toUpperCase() + libelle.slice(1);
}

type Programme = readonly [codeMef: string, codeMatiere: string, modalite: string, rang: number];

/** Each (MEF, subject, modalité) once. A chosen subject is O, whatever the livret's nomenclature says of it. */
function* programmesDe({ services, niveau }: Registre): Generator<Programme> {
  const connus = new Set<string>();
  for (const { cohorte, suivi } of services) {
    const { codeMef } = cohorte.filiere[niveau];
    const modalite = suivi.ligne.place === 'choix' ? 'O' : suivi.modalite;
    const cle = [codeMef, suivi.codeMatiere, modalite].join('/');
    if (connus.has(cle)) continue;
    connus.add(cle);
    const rangDeLangue = Number(suivi.codeMatiere.at(-1));
    yield [codeMef, suivi.codeMatiere, modalite, suivi.langue === null || rangDeLangue > 2 ? 3 : rangDeLangue];
  }
}

type Valeur = readonly [code: string, court: string, long: string];

/** The small tables, as far as this world uses them. */
const TABLES: readonly {
  readonly nom: string;
  readonly membre: string;
  readonly cle: string;
  readonly valeurs: readonly Valeur[];
}[] = [
  {
    nom: 'MODALITES_ELECTION',
    membre: 'MODALITE_ELECTION',
    cle: 'CODE_MODALITE_ELECT',
    valeurs: [
      ['S', 'TRONC COMM', 'MATIERE ENSEIGNEE EN TRONC COMMUN'],
      ['O', 'OBLIGATOIR', 'OPTION OBLIGATOIRE'],
      ['F', 'FACULTATIF', 'OPTION FACULTATIVE'],
    ],
  },
  {
    nom: 'REGIMES',
    membre: 'REGIME',
    cle: 'CODE_REGIME',
    valeurs: [
      ['0', 'EXTERN', 'EXTERNE LIBRE'],
      ['2', 'DP DAN', "DEMI-PENSIONNAIRE DANS L'ETABLISSEMENT"],
      ['3', 'INTERN', "INTERNE DANS L'ETABLISSEMENT"],
    ],
  },
  {
    nom: 'LIENS_PARENTE',
    membre: 'LIEN_PARENTE',
    cle: 'CODE_PARENTE',
    valeurs: [
      ['1', 'MERE', 'MERE'],
      ['2', 'PERE', 'PERE'],
    ],
  },
  {
    nom: 'PROVENANCES',
    membre: 'PROVENANCE',
    cle: 'CODE_PROVENANCE',
    valeurs: [['1', 'MEME ETAB', 'ETABLISSEMENT PUBLIC']],
  },
  {
    nom: 'MOTIFS_SORTIE',
    membre: 'MOTIF_SORTIE',
    cle: 'CODE_MOTIF_SORTIE',
    valeurs: [['10', 'CHANG ETAB', "CHANGEMENT D'ETABLISSEMENT"]],
  },
  {
    nom: 'STATUTS_ELEVE',
    membre: 'STATUT_ELEVE',
    cle: 'CODE_STATUT',
    valeurs: [['ST', 'SCOLAIRE', 'SCOLAIRE']],
  },
];

export function ecrireCommuns(registre: Registre): Textes {
  const { etablissement, annee } = registre;
  return document('BEE_COMMUN', '1.0', registre, function* () {
    yield `${element(
      'UAJ',
      {},
      balise('CODE_UAJ', etablissement.uai) +
        balise('SIGLE', 'LGT') +
        balise('DENOM_PRINC', DENOMINATION) +
        balise('DENOM_COMPL', etablissement.nom.toUpperCase()) +
        balise('CODE_POSTAL', etablissement.codePostal) +
        balise('COMMUNE', etablissement.commune.toUpperCase()),
    )}\n`;
    yield `${element(
      'ANNEE_SCOLAIRE',
      {},
      balise('DATE_DEBUT_ELEVE', `01/09/${annee}`) + balise('DATE_FIN_ELEVE', `05/07/${annee + 1}`),
    )}\n`;
    yield `${balise('ANNEE_SCOLAIRE_AD', annee)}\n<PERIODES_PEDAGOGIQUES>\n`;
    for (const [rang, periode] of PERIODES[etablissement.decoupage].entries()) {
      const [debut, fin] = periode.map(([jour, ans]) => `${jour}/${annee + ans}`);
      yield `${element(
        'PERIODE_PEDAGOGIQUE',
        {},
        balise('CODE_PERIODE', `${etablissement.decoupage}${rang + 1}`) +
          balise('DATE_DEBUT', debut ?? '') +
          balise('DATE_FIN', fin ?? '') +
          balise('LL_PERIODE', `${etablissement.decoupage === 'T' ? 'TRIMESTRE' : 'SEMESTRE'} ${rang + 1}`) +
          balise('INDICE', rang + 1) +
          balise('CODE_TYPE_PERIODE', etablissement.decoupage),
      )}\n`;
    }
    yield '</PERIODES_PEDAGOGIQUES>\n';
  });
}

export const DENOMINATION = 'LYCEE GENERAL ET TECHNO';

/** Day and month of the beginning and end of each period, and the civil year: 0 or 1 after September's. */
type Jour = readonly [jourEtMois: string, ans: 0 | 1];
const PERIODES: Readonly<Record<'T' | 'S', readonly (readonly [Jour, Jour])[]>> = {
  T: [
    [
      ['01/09', 0],
      ['30/11', 0],
    ],
    [
      ['01/12', 0],
      ['10/03', 1],
    ],
    [
      ['11/03', 1],
      ['05/07', 1],
    ],
  ],
  S: [
    [
      ['01/09', 0],
      ['31/01', 1],
    ],
    [
      ['01/02', 1],
      ['05/07', 1],
    ],
  ],
};
