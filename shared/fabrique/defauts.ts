import type { Flux, Gravite } from '../imports/index.ts';
import { type Candidature, candidatsDe, type Repartition } from './candidatures.ts';
import type { Dossier, EvaluationEcrite, Scolarite } from './dossiers.ts';
import { eleveIdDe, type Fiche } from './fiches.ts';
import { repeteUnCommun } from './filieres.ts';
import { Hasard } from './hasard.ts';
import { estJumeau, homonymie, type Identite, identite } from './identites.ts';
import type { Etablissement, Monde } from './monde.ts';
import { type Parcours, parcours, type Suivi, suivis } from './parcours.ts';

/**
 * Named defects, each planted on one pupil, with what must come of it. The truth is written here, by who knows what
 * was broken; nothing of it is asked from the code that reads the files.
 */
export interface Defaut {
  readonly code: string;
  /** What is wrong, a French sentence. */
  readonly titre: string;
  /** Only a pupil of whom this is true can carry it. */
  readonly convient?: (cible: Cible) => boolean;
  readonly fiche?: (fiche: Fiche, cible: Cible) => readonly Fiche[];
  readonly dossier?: (dossier: Dossier, cible: Cible) => readonly Dossier[];
  readonly candidature?: (candidature: Candidature, cible: Cible) => readonly Candidature[];
  readonly attendu: (cible: Cible) => Partial<Attendu>;
}

/** The pupil who carries a defect. */
export interface Cible {
  readonly monde: Monde;
  readonly etablissement: Etablissement;
  readonly eleve: Parcours;
  readonly identite: Identite;
  readonly eleveId: string;
}

export interface Attendu {
  /** Anomalies that the check of the files alone must tell, and no other. */
  readonly verifier: readonly Anomalie[];
  /** Anomalies that the import adds because of the defect, once the other files and the nomenclature are known. */
  readonly integration: readonly Anomalie[];
  /** Whether the notes file still validates against the import schema, this pupil's part of it. */
  readonly schema: 'valide' | 'invalide';
  readonly appariement: Appariement;
  /** What must be shown to the establishment before validation, and masked for the jury (rules.md 15). */
  readonly relecture: readonly ('prenom' | 'etablissement' | 'commune')[];
  /** For two evaluations of one code and modalité: the block of each, in the file's order (rules.md 10). */
  readonly lignes: readonly string[];
}

export interface Anomalie {
  readonly flux: Flux;
  readonly code: string;
  readonly gravite: Gravite;
  /** ELEVE_ID, or No candidat. */
  readonly dossier: string;
}

/**
 * `ine`, `ine-corrige`, `identite`: how a machine pairs them. `a-decider`: a person must choose or confirm.
 * `sans-candidat`, `sans-eleve`: one of the two is missing.
 */
export type Appariement = 'ine' | 'ine-corrige' | 'identite' | 'a-decider' | 'sans-candidat' | 'sans-eleve';

const SANS_SUITE: Attendu = {
  verifier: [],
  integration: [],
  schema: 'valide',
  appariement: 'ine',
  relecture: [],
  lignes: [],
};

const refus = (flux: Flux, code: string, dossier: string): Anomalie => ({
  flux,
  code,
  gravite: 'refus-dossier',
  dossier,
});
const avis = (flux: Flux, code: string, dossier: string): Anomalie => ({
  flux,
  code,
  gravite: 'avertissement',
  dossier,
});

/** The notes of a pupil whom SIECLE does not give, or gives badly, wait for them. */
const inconnu = ({ eleveId }: Cible): Partial<Attendu> => ({
  integration: [avis('notes', 'eleve-attendu', eleveId)],
  appariement: 'sans-eleve',
});

/** The refusal of a pupil's notes, alone; the schema refuses the file too, or lets it pass. */
const notesRefusees =
  (code: string, schema: Attendu['schema']) =>
  ({ eleveId }: Cible): Partial<Attendu> => ({ verifier: [refus('notes', code, eleveId)], schema });

const notesAverties =
  (code: string) =>
  ({ eleveId }: Cible): Partial<Attendu> => ({ verifier: [avis('notes', code, eleveId)] });

/** In `attendu.json` the numbers of the candidate are not known yet: this stands for them. */
const NO_CANDIDAT = '';

const candidatRefuse = (code: string) => (): Partial<Attendu> => ({
  verifier: [refus('candidats', code, NO_CANDIDAT)],
  appariement: 'sans-candidat',
});

export const DEFAUTS: readonly Defaut[] = [
  {
    code: 'ine-faute-de-frappe',
    titre: 'Un chiffre de l’INE est faux dans SIECLE, sa forme reste bonne.',
    fiche: (fiche, { identite: { ine } }) => [seulIne(fiche, fauter(ine.retenu))],
    attendu: () => ({ appariement: 'ine-corrige' }),
  },
  {
    code: 'ine-mal-forme',
    titre: 'L’INE de SIECLE a perdu sa lettre finale.',
    fiche: (fiche, { identite: { ine } }) => [seulIne(fiche, ine.retenu.slice(0, 10))],
    attendu: ({ eleveId }) => ({ verifier: [avis('eleves', 'ine-mal-forme', eleveId)], appariement: 'identite' }),
  },
  {
    code: 'ine-absent',
    titre: 'SIECLE ne donne aucun INE.',
    fiche: (fiche) => [seulIne(fiche, null)],
    attendu: ({ eleveId }) => ({ verifier: [avis('eleves', 'ine-absent', eleveId)], appariement: 'identite' }),
  },
  {
    code: 'ine-en-double',
    titre: 'Deux fiches de SIECLE, aux identifiants différents, portent le même INE.',
    fiche: (fiche) => [fiche, { ...fiche, eleveId: autreId(fiche.eleveId) }],
    attendu: (cible) => ({
      ...inconnu(cible),
      verifier: [cible.eleveId, autreId(cible.eleveId)].map((id) => refus('eleves', 'ine-en-double', id)),
    }),
  },
  {
    code: 'eleve-en-double-dans-siecle',
    titre: 'La fiche de l’élève figure deux fois dans l’export de SIECLE.',
    fiche: (fiche) => [fiche, fiche],
    attendu: ({ eleveId }) => ({ verifier: [refus('eleves', 'eleve-en-double', eleveId)] }),
  },
  {
    code: 'division-absente',
    titre: 'L’élève n’est affecté à aucune division dans SIECLE.',
    fiche: (fiche) => [{ ...fiche, structures: [] }],
    attendu: ({ eleveId }) => ({ verifier: [avis('eleves', 'division-absente', eleveId)] }),
  },
  {
    code: 'mef-absent',
    titre: 'La fiche de SIECLE n’a pas de code MEF.',
    fiche: (fiche) => [{ ...fiche, codeMef: '' }],
    attendu: ({ eleveId }) => ({
      verifier: [avis('eleves', 'mef-absent', eleveId)],
      integration: [avis('notes', 'nomenclature-absente', eleveId)],
    }),
  },
  {
    code: 'naissance-impossible',
    titre: 'La date de naissance de SIECLE est un 31 février.',
    fiche: (fiche) => [{ ...fiche, naissance: `31/02/${fiche.naissance.slice(6)}` }],
    attendu: (cible) => ({
      ...inconnu(cible),
      verifier: [refus('eleves', 'date-de-naissance-invalide', cible.eleveId)],
    }),
  },
  {
    code: 'eleve-absent-de-siecle',
    titre: 'L’élève a des notes et une candidature, mais pas de fiche dans SIECLE.',
    fiche: () => [],
    attendu: inconnu,
  },
  {
    code: 'candidat-manquant',
    titre: 'L’élève n’est pas inscrit à l’examen.',
    candidature: () => [],
    attendu: () => ({ appariement: 'sans-candidat' }),
  },
  {
    code: 'candidat-noms-inverses',
    titre: 'Le nom et les prénoms du candidat sont inversés.',
    candidature: (candidature) => [inverser(candidature)],
    attendu: () => ({}),
  },
  {
    code: 'candidat-sans-ine-noms-inverses',
    titre: 'Le candidat n’a pas d’INE, son nom et ses prénoms sont inversés.',
    candidature: (candidature) => [{ ...inverser(candidature), ine: '' }],
    attendu: () => ({ verifier: [avis('candidats', 'ine-absent', NO_CANDIDAT)], appariement: 'identite' }),
  },
  {
    code: 'candidat-sans-ine-nom-usage',
    titre: 'Le candidat n’a pas d’INE et son nom d’usage tient lieu de nom de famille.',
    convient: ({ identite: { nomUsage } }) => nomUsage !== null,
    candidature: (candidature) => [{ ...candidature, ine: '', nomDeFamille: candidature.nomUsage, nomUsage: '' }],
    attendu: () => ({ verifier: [avis('candidats', 'ine-absent', NO_CANDIDAT)], appariement: 'identite' }),
  },
  {
    code: 'candidat-uai-errone',
    titre: 'L’UAI du candidat n’a pas la bonne lettre.',
    candidature: (candidature) => [{ ...candidature, uai: mauvaiseLettre(candidature.uai) }],
    attendu: candidatRefuse('candidat-uai-invalide'),
  },
  {
    code: 'candidat-naissance-impossible',
    titre: 'La date de naissance du candidat est un 31 février.',
    candidature: (candidature) => [{ ...candidature, naissance: `31/02/${candidature.naissance.slice(6)}` }],
    attendu: candidatRefuse('date-de-naissance-invalide'),
  },
  {
    code: 'candidat-categorie-inconnue',
    titre: 'La catégorie du candidat est « libre ».',
    candidature: (candidature) => [{ ...candidature, categorie: 'libre' }],
    attendu: candidatRefuse('candidat-categorie-inconnue'),
  },
  {
    code: 'candidat-en-double',
    titre: 'La ligne du candidat figure deux fois.',
    candidature: (candidature) => [candidature, candidature],
    attendu: () => ({ verifier: [refus('candidats', 'candidat-en-double', NO_CANDIDAT)] }),
  },
  {
    code: 'candidat-inscrit-deux-fois',
    titre: 'Deux candidatures, aux numéros différents, portent le même INE.',
    candidature: (candidature) => [candidature, { ...candidature, noCandidat: autreNo(candidature.noCandidat) }],
    attendu: () => ({ appariement: 'a-decider' }),
  },
  {
    code: 'candidats-homonymes-sans-ine',
    titre: 'Deux candidats de mêmes nom, prénoms et date de naissance, tous deux sans INE.',
    candidature: (candidature) => [
      { ...candidature, ine: '' },
      { ...candidature, ine: '', noCandidat: autreNo(candidature.noCandidat) },
    ],
    attendu: () => ({
      verifier: [avis('candidats', 'ine-absent', NO_CANDIDAT), avis('candidats', 'ine-absent', SECOND_CANDIDAT)],
      appariement: 'a-decider',
    }),
  },
  {
    code: 'moyenne-hors-bornes',
    titre: 'Une moyenne vaut 25.',
    dossier: surUneNote(({ periodes }) => ({ periodes: remplacer(periodes, 0, { moyenne: '25' }) })),
    attendu: notesRefusees('moyenne-hors-bornes', 'valide'),
  },
  {
    code: 'moyenne-en-lettres',
    titre: 'Une période non notée est écrite « NN » au lieu de -1.',
    dossier: surUneNote(({ periodes }) => ({ periodes: remplacer(periodes, 0, { moyenne: 'NN' }) })),
    attendu: notesRefusees('moyenne-invalide', 'invalide'),
  },
  {
    code: 'periode-hors-decoupage',
    titre: 'Une période porte un numéro que le découpage de l’année n’a pas.',
    dossier: surUneNote(({ periodes }) => ({
      periodes: remplacer(periodes, 0, { numero: String(periodes.length + 1) }),
    })),
    attendu: notesRefusees('periode-hors-decoupage', 'valide'),
  },
  {
    code: 'matiere-inconnue',
    titre: 'Une évaluation porte un code matière que la nomenclature ne connaît pas.',
    dossier: surAnnee(({ evaluations }) => ({
      evaluations: [...evaluations, { ...premiereNotee(evaluations), codeMatiere: '999999', competences: [] }],
    })),
    attendu: ({ eleveId }) => ({ integration: [avis('notes', 'matiere-hors-nomenclature', eleveId)] }),
  },
  {
    code: 'appreciation-vide',
    titre: 'Une appréciation est un élément vide, comme l’écrit GEPI quand elle contient « & ».',
    dossier: surUneNote(() => ({ annuelle: '' })),
    attendu: notesRefusees('appreciation-vide', 'invalide'),
  },
  {
    code: 'appreciation-blanche',
    titre: 'Une appréciation ne contient qu’une espace insécable.',
    dossier: surUneNote(() => ({ annuelle: '\u00A0' })),
    attendu: notesAverties('appreciation-blanche'),
  },
  {
    code: 'appreciation-trop-longue',
    titre: 'Une appréciation compte 301 caractères.',
    dossier: surUneNote(({ annuelle }) => ({ annuelle: (annuelle ?? '').padEnd(301, ' Bien.') })),
    attendu: notesRefusees('texte-trop-long', 'invalide'),
  },
  {
    code: 'appreciation-nomme-eleve',
    titre: 'Une appréciation contient le prénom de l’élève.',
    dossier: surUneNote((_evaluation, { identite: { prenoms } }) => ({
      annuelle: `${prenoms[0]} a bien travaillé toute l’année.`,
    })),
    attendu: () => ({ relecture: ['prenom'] }),
  },
  {
    code: 'appreciation-nomme-etablissement',
    titre: 'Une appréciation contient le nom du lycée et celui de la commune.',
    dossier: surUneNote((_evaluation, { etablissement: { nom, commune } }) => ({
      annuelle: `Bonne année. Le lycée ${nom} de ${commune} regrettera sa bonne humeur.`,
    })),
    attendu: () => ({ relecture: ['etablissement', 'commune'] }),
  },
  {
    code: 'eleve-en-double-dans-les-notes',
    titre: 'Le dossier de notes de l’élève figure deux fois.',
    dossier: (dossier) => [dossier, dossier],
    attendu: notesRefusees('eleve-en-double', 'valide'),
  },
  {
    code: 'annee-en-double',
    titre: 'La même année scolaire figure deux fois dans le dossier de notes.',
    dossier: (dossier) => [
      { ...dossier, scolarites: dossier.scolarites.flatMap((s, rang) => (rang === 0 ? [s, s] : [s])) },
    ],
    attendu: notesRefusees('annee-en-double', 'valide'),
  },
  {
    code: 'repartition-incoherente',
    titre: 'La répartition d’un groupe fait 180 %.',
    dossier: surUneNote(({ structure }) => ({
      structure: { ...structure, moinsDe8: '60', de8a12: '60', plusDe12: '60' },
    })),
    attendu: notesAverties('repartition-incoherente'),
  },
  {
    code: 'enseignant-sans-nom',
    titre: 'Une évaluation a un enseignant sans nom ni prénom.',
    dossier: surUneNote(() => ({ enseignants: [{ nom: null, prenom: null }] })),
    attendu: notesAverties('enseignant-sans-nom'),
  },
  {
    code: 'competence-en-double',
    titre: 'Une compétence est évaluée deux fois dans la même matière.',
    dossier: surUneNote(() => ({
      competences: [
        { code: '9999', niveau: '3' },
        { code: '9999', niveau: '2' },
      ],
    })),
    attendu: notesRefusees('competence-en-double', 'invalide'),
  },
  {
    code: 'engagement-en-double',
    titre: 'Un engagement est donné deux fois.',
    dossier: (dossier) => [{ ...dossier, engagements: ['C', 'C'] }],
    attendu: notesRefusees('engagement-en-double', 'invalide'),
  },
  {
    code: 'avis-examen-inconnu',
    titre: 'L’avis pour l’examen a le code B.',
    dossier: (dossier) => [{ ...dossier, avisExamen: 'B' }],
    attendu: notesRefusees('avis-examen-inconnu', 'invalide'),
  },
  {
    code: 'specialite-avant-tronc-commun',
    titre: 'L’évaluation de la spécialité précède celle du tronc commun, de mêmes code et modalité.',
    convient: (cible) => specialiteRepetee(cible) !== undefined,
    dossier: surAnnee(({ evaluations }, cible) => ({ evaluations: specialiteEnTete(evaluations, cible) })),
    attendu: (cible) => ({ lignes: lignesRepetees(cible).reverse() }),
  },
];

function seulIne(fiche: Fiche, ine: string | null): Fiche {
  return { ...fiche, idNational: ine, ineRnie: null, ineBea: null };
}

/** Another figure at the last place that has one. */
function fauter(ine: string): string {
  return ine.replace(/[0-9](?=[^0-9]*$)/, (chiffre) => String((Number(chiffre) + 1) % 10));
}

/** SIECLE's keys go by seven: this one is nobody's. */
function autreId(eleveId: string): string {
  return String(Number(eleveId) + 3);
}

/** The candidates of the world begin with 99. */
function autreNo(noCandidat: string): string {
  return `98${noCandidat.slice(2)}`;
}
const SECOND_CANDIDAT = 'second';

function inverser(candidature: Candidature): Candidature {
  return { ...candidature, nomDeFamille: candidature.prenoms, prenoms: candidature.nomDeFamille };
}

function mauvaiseLettre(uai: string): string {
  return uai.slice(0, 7) + (uai.endsWith('A') ? 'B' : 'A');
}

function remplacer<T>(liste: readonly T[], rang: number, valeurs: Partial<T>): T[] {
  return liste.map((membre, i) => (i === rang ? { ...membre, ...valeurs } : membre));
}

/** Changes the year of terminale. */
function surAnnee(changer: (scolarite: Scolarite, cible: Cible) => Partial<Scolarite>): NonNullable<Defaut['dossier']> {
  return (dossier, cible) => [
    {
      ...dossier,
      scolarites: dossier.scolarites.map((scolarite, rang) =>
        rang === 0 ? { ...scolarite, ...changer(scolarite, cible) } : scolarite,
      ),
    },
  ];
}

/** Changes the first evaluation of the year that has marks and figures of a group. */
function surUneNote(
  changer: (evaluation: EvaluationEcrite, cible: Cible) => Partial<EvaluationEcrite>,
): NonNullable<Defaut['dossier']> {
  return surAnnee(({ evaluations }, cible) => {
    const visee = premiereNotee(evaluations);
    return { evaluations: remplacer(evaluations, evaluations.indexOf(visee), changer(visee, cible)) };
  });
}

function premiereNotee(evaluations: readonly EvaluationEcrite[]): EvaluationEcrite {
  const notee = evaluations.find(({ periodes, structure }) => periodes.length > 0 && structure.moinsDe8 !== null);
  if (notee === undefined) throw new RangeError('a pupil without any mark');
  return notee;
}

/** The specialty of a pupil, where it repeats a common subject. */
function specialiteRepetee({ monde, eleve }: Cible): Suivi | undefined {
  return suivis(monde.graine, eleve, 'terminale').find(
    ({ ligne }) => ligne.place === 'choix' && repeteUnCommun(ligne, eleve.cohorte.filiere.terminale),
  );
}

/** The blocks of the two rows, in the order of the nomenclature. */
function lignesRepetees(cible: Cible): string[] {
  const specialite = specialiteRepetee(cible);
  return suivis(cible.monde.graine, cible.eleve, 'terminale')
    .filter(({ codeMatiere, modalite }) => codeMatiere === specialite?.codeMatiere && modalite === specialite.modalite)
    .map(({ ligne }) => ligne.matiere.regroupement);
}

function specialiteEnTete(evaluations: readonly EvaluationEcrite[], cible: Cible): EvaluationEcrite[] {
  const specialite = specialiteRepetee(cible);
  const deux = evaluations.filter(
    ({ codeMatiere, modalite }) => codeMatiere === specialite?.codeMatiere && modalite === specialite.modalite,
  );
  const [commune, propre] = deux;
  if (commune === undefined || propre === undefined) throw new RangeError('a specialty that repeats nothing');
  return evaluations.map((evaluation) =>
    evaluation === commune ? propre : evaluation === propre ? commune : evaluation,
  );
}

/** Which pupil of which establishment carries which defect. */
export type Plan = ReadonlyMap<Etablissement, ReadonlyMap<number, Defaut>>;

/** At most one pupil out of six. */
const ELEVES_PAR_DEFAUT = 6;

/** The defects of a world, all of them in a lycée of some size, each on a pupil of whom nothing else is unusual. */
export function planterLesDefauts(monde: Monde): Plan {
  if (!monde.defauts) return new Map();
  return new Map(
    monde.etablissements.map((etablissement) => {
      const nombre = Math.min(DEFAUTS.length, Math.floor(etablissement.taille / ELEVES_PAR_DEFAUT));
      const premier = etablissement.rang * 5;
      const portes = new Map<number, Defaut>();
      for (let i = 0; i < nombre; i++) {
        const defaut = DEFAUTS[(premier + i) % DEFAUTS.length];
        if (defaut !== undefined) planter(monde, etablissement, defaut, portes);
      }
      return [etablissement, portes];
    }),
  );
}

function planter(monde: Monde, etablissement: Etablissement, defaut: Defaut, portes: Map<number, Defaut>): void {
  const debut = new Hasard(monde.graine, 'defaut', etablissement.rang, defaut.code).entier(etablissement.taille);
  for (let pas = 0; pas < etablissement.taille; pas++) {
    const rang = (debut + pas) % etablissement.taille;
    if (portes.has(rang)) continue;
    const cible = cibleDe(monde, etablissement, rang);
    if (!estOrdinaire(cible) || defaut.convient?.(cible) === false) continue;
    portes.set(rang, defaut);
    return;
  }
}

export function cibleDe(monde: Monde, etablissement: Etablissement, rang: number): Cible {
  const eleve = parcours(monde, etablissement, rang);
  return {
    monde,
    etablissement,
    eleve,
    identite: identite(monde.graine, eleve.numero, monde.annee, eleve.redoublant),
    eleveId: eleveIdDe(monde.graine, etablissement, rang),
  };
}

function estOrdinaire({ monde: { graine }, eleve: { numero, redoublant, arrivee, divisionQuittee } }: Cible): boolean {
  const unique = [numero, numero + 1].every((n) => homonymie(graine, n) === null && !estJumeau(graine, n));
  return unique && !redoublant && arrivee === null && divisionQuittee === null;
}

/** What becomes of what is written of a pupil: itself, or what their defect makes of it. */
export interface Transformation {
  readonly fiche: (fiche: Fiche) => readonly Fiche[];
  readonly dossier: (dossier: Dossier) => readonly Dossier[];
  readonly candidature: (candidature: Candidature) => readonly Candidature[];
}

const INTACT: Transformation = {
  fiche: (fiche) => [fiche],
  dossier: (dossier) => [dossier],
  candidature: (candidature) => [candidature],
};

export function transformation(plan: Plan, monde: Monde, etablissement: Etablissement, rang: number): Transformation {
  const defaut = plan.get(etablissement)?.get(rang);
  if (defaut === undefined) return INTACT;
  const cible = cibleDe(monde, etablissement, rang);
  return {
    fiche: (fiche) => defaut.fiche?.(fiche, cible) ?? [fiche],
    dossier: (dossier) => defaut.dossier?.(dossier, cible) ?? [dossier],
    candidature: (candidature) => defaut.candidature?.(candidature, cible) ?? [candidature],
  };
}

/** An entry of `attendu.json`. */
export interface DefautPlante {
  readonly code: string;
  readonly titre: string;
  readonly etablissement: string;
  readonly eleve: {
    readonly eleveId: string;
    readonly ine: string;
    readonly nom: string;
    readonly prenoms: readonly string[];
    readonly naissance: string;
  };
  readonly noCandidat: string;
  readonly attendu: Attendu;
}

/** The truth of a world, in the order of its candidates. */
export function* defautsPlantes(monde: Monde, plan: Plan, repartition: Repartition): Generator<DefautPlante> {
  for (const { candidature, eleve } of candidatsDe(monde, repartition)) {
    const defaut = eleve === null ? undefined : plan.get(eleve.etablissement)?.get(eleve.rang);
    if (eleve === null || defaut === undefined) continue;
    const cible = cibleDe(monde, eleve.etablissement, eleve.rang);
    const { noCandidat } = candidature;
    const numeros: Readonly<Record<string, string>> = {
      [NO_CANDIDAT]: noCandidat,
      [SECOND_CANDIDAT]: autreNo(noCandidat),
    };
    const attendu = { ...SANS_SUITE, ...defaut.attendu(cible) };
    yield {
      code: defaut.code,
      titre: defaut.titre,
      etablissement: eleve.etablissement.uai,
      eleve: {
        eleveId: cible.eleveId,
        ine: cible.identite.ine.retenu,
        nom: cible.identite.nom,
        prenoms: cible.identite.prenoms,
        naissance: cible.identite.naissance,
      },
      noCandidat,
      attendu: {
        ...attendu,
        verifier: attendu.verifier.map((une) => ({ ...une, dossier: numeros[une.dossier] ?? une.dossier })),
      },
    };
  }
}
