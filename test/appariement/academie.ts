import type { Candidat } from '../../shared/candidats/index.ts';
import { candidatsDe, repartirEnJurys } from '../../shared/fabrique/candidatures.ts';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { estJumeau, homonymie, identite } from '../../shared/fabrique/identites.ts';
import { type Etablissement, planifier } from '../../shared/fabrique/monde.ts';
import { NOMS, NOMS_A_PARTICULE } from '../../shared/fabrique/noms.ts';
import { parcours } from '../../shared/fabrique/parcours.ts';
import { normaliserNom } from '../../shared/kernel/texte.ts';
import type { LigneEleve } from '../../shared/livret/index.ts';
import { ligne } from '../livret/dossiers.ts';
import { candidat } from './candidats.ts';

/** The pupils and the candidates of a fictional académie, and who is who. */
export interface Academie {
  readonly session: number;
  readonly etablissements: readonly {
    readonly uai: string;
    readonly eleves: readonly LigneEleve[];
    /** Those whom the DEC enters in this establishment. */
    readonly candidats: readonly Candidat[];
  }[];
  /** All of them, those of no establishment too. */
  readonly candidats: readonly Candidat[];
  /** By livret. */
  readonly verites: ReadonlyMap<string, Verite>;
  /** How many pupils carry each defect. */
  readonly plantes: ReadonlyMap<string, number>;
}

export interface Verite {
  /** The candidate who is this pupil; null when the DEC has none. */
  readonly noCandidat: string | null;
  /** une: the lists hold one right answer · personne: they leave a doubt that only a person can lift. */
  readonly reponse: 'une' | 'personne';
  readonly defaut: string | null;
}

export interface Demande {
  readonly graine: number;
  readonly eleves: number;
  readonly candidats: number;
  readonly etablissements: number;
  /** Pupils who carry a defect, out of a thousand. */
  readonly defautsPourMille: number;
}

/** The académie of the bars of the issue. */
export const ACADEMIE = { eleves: 48_900, candidats: 50_000, etablissements: 200, defautsPourMille: 30 } as const;

/** A pupil and what both sides write of them, before the defects and after. */
interface Cas {
  readonly numero: number;
  readonly uai: string;
  eleves: LigneEleve[];
  candidats: Candidat[];
  verite: Verite;
}

interface Cible extends Cas {
  readonly hasard: Hasard;
  readonly eleve: LigneEleve;
  readonly inscrit: Candidat;
  /** The pupil before, in the same establishment: the twin or the homonym of a target that has one. */
  readonly voisin: Cas;
  /** An establishment that is not this one. */
  readonly ailleurs: string;
}

/** A way in which the lists of the two sides go wrong, planted on one pupil. */
interface Defaut {
  readonly code: string;
  /** @default une */
  readonly reponse?: Verite['reponse'];
  /** @default solitaire */
  readonly lien?: 'solitaire' | 'jumeau' | 'homonyme';
  readonly convient?: (cible: Cible) => boolean;
  readonly eleve?: (cible: Cible) => Partial<LigneEleve>;
  readonly candidat?: (cible: Cible) => Partial<Candidat>;
  /** What takes more than a change of values. */
  readonly faire?: (cas: Cas, cible: Cible) => void;
}

const SANS_INE = { ine: null };

/** Written by who knows what was broken; nothing of it is asked from the rules that it judges. */
const DEFAUTS: readonly Defaut[] = [
  {
    code: 'INE : un chiffre faux à la DEC',
    candidat: ({ inscrit, hasard }) => ({ ine: substituer(inscrit.ine, hasard) }),
  },
  { code: 'INE : un chiffre faux dans SIECLE', eleve: ({ eleve, hasard }) => ({ ine: substituer(eleve.ine, hasard) }) },
  { code: 'INE : deux chiffres échangés', candidat: ({ inscrit, hasard }) => ({ ine: echanger(inscrit.ine, hasard) }) },
  { code: 'INE : la lettre fausse', candidat: ({ inscrit }) => ({ ine: autreLettre(inscrit.ine) }) },
  { code: 'INE absent à la DEC', candidat: () => SANS_INE },
  { code: 'INE absent dans SIECLE', eleve: () => SANS_INE },
  { code: 'INE absent des deux côtés', eleve: () => SANS_INE, candidat: () => SANS_INE },
  { code: 'INE tout autre', reponse: 'personne', candidat: ({ hasard }) => ({ ine: tirerIne(hasard) }) },
  {
    code: 'INE du voisin à la DEC',
    reponse: 'personne',
    candidat: ({ voisin }) => ({ ine: voisin.eleves[0]?.ine ?? null }),
  },
  {
    code: 'INE du voisin dans SIECLE',
    reponse: 'personne',
    eleve: ({ voisin }) => ({ ine: voisin.eleves[0]?.ine ?? null }),
  },
  { code: 'nom et prénoms inversés', candidat: inverser },
  { code: 'nom et prénoms inversés, sans INE', candidat: (cible) => ({ ...inverser(cible), ...SANS_INE }) },
  { code: 'nom d’usage pour nom de famille', eleve: avecUsage, faire: (cas) => nommerDUsage(cas) },
  {
    code: 'nom d’usage pour nom de famille, sans INE',
    eleve: avecUsage,
    candidat: () => SANS_INE,
    faire: (cas) => nommerDUsage(cas),
  },
  {
    code: 'nom tout autre',
    candidat: ({ inscrit, hasard }) => ({
      nomDeFamille: hasard.choix(NOMS.filter((nom) => !inscrit.nomDeFamille.includes(normaliserNom(nom)))),
      nomUsage: null,
    }),
  },
  {
    code: 'particule collée, sans INE',
    eleve: ({ hasard }) => ({ nomDeFamille: hasard.choix(NOMS_A_PARTICULE), nomUsage: null }),
    candidat: () => SANS_INE,
    faire: (cas) => recopier(cas, (nom) => nom.replaceAll(/[ ']/g, '')),
  },
  {
    code: 'particule omise, sans INE',
    eleve: ({ hasard }) => ({
      nomDeFamille: hasard.choix(NOMS_A_PARTICULE.filter((nom) => / /.test(nom))),
      nomUsage: null,
    }),
    candidat: () => SANS_INE,
    faire: (cas) => recopier(cas, (nom) => nom.split(' ').at(-1) ?? ''),
  },
  {
    code: 'moitié d’un nom composé, sans INE',
    eleve: nomCompose,
    candidat: () => SANS_INE,
    faire: (cas) => recopier(cas, (nom) => nom.split('-')[Number(cas.numero % 2 === 0)] ?? ''),
  },
  {
    code: 'nom composé à l’envers, sans INE',
    eleve: nomCompose,
    candidat: () => SANS_INE,
    faire: (cas) => recopier(cas, (nom) => nom.split('-').reverse().join(' ')),
  },
  {
    code: 'nom : une faute de frappe, sans INE',
    convient: ({ inscrit }) => /^[A-Z]{5,}$/.test(inscrit.nomDeFamille) && inscrit.nomUsage === null,
    candidat: ({ inscrit, hasard }) => ({ nomDeFamille: fauter(inscrit.nomDeFamille, hasard), ...SANS_INE }),
  },
  {
    code: 'nom et INE : une faute de frappe chacun',
    convient: ({ inscrit }) => /^[A-Z]{5,}$/.test(inscrit.nomDeFamille) && inscrit.nomUsage === null,
    candidat: ({ inscrit, hasard }) => ({
      nomDeFamille: fauter(inscrit.nomDeFamille, hasard),
      ine: substituer(inscrit.ine, hasard),
    }),
  },
  { code: 'prénom absent', candidat: () => ({ prenoms: [] }) },
  { code: 'prénom absent, sans INE', candidat: () => ({ prenoms: [], ...SANS_INE }) },
  {
    code: 'prénoms dans un autre ordre, sans INE',
    convient: ({ eleve }) => eleve.prenoms.length > 1,
    candidat: ({ inscrit: { prenoms } }) => ({ prenoms: [...prenoms].reverse(), ...SANS_INE }),
  },
  {
    code: 'second prénom seul',
    convient: ({ eleve }) => eleve.prenoms.length > 1,
    candidat: ({ inscrit: { prenoms } }) => ({ prenoms: prenoms.slice(1, 2) }),
  },
  {
    // It may be the first name of a twin.
    code: 'second prénom seul, sans INE',
    reponse: 'personne',
    convient: ({ eleve }) => eleve.prenoms.length > 1,
    candidat: ({ inscrit: { prenoms } }) => ({ prenoms: prenoms.slice(1, 2), ...SANS_INE }),
  },
  {
    code: 'prénom composé abrégé, sans INE',
    convient: ({ eleve }) => eleve.prenoms[0]?.includes('-') ?? false,
    candidat: ({ inscrit: { prenoms } }) => ({ prenoms: [prenoms[0]?.split('-')[0] ?? ''], ...SANS_INE }),
  },
  {
    code: 'prénom : une faute de frappe',
    convient: aUnLongPrenom,
    candidat: (cible) => ({ prenoms: mauvaisPrenom(cible) }),
  },
  {
    code: 'prénom : une faute de frappe, sans INE',
    reponse: 'personne',
    convient: aUnLongPrenom,
    candidat: (cible) => ({ prenoms: mauvaisPrenom(cible), ...SANS_INE }),
  },
  { code: 'date de naissance fausse', candidat: (cible) => ({ dateNaissance: autreDate(cible) }) },
  {
    code: 'date de naissance fausse, sans INE',
    reponse: 'personne',
    candidat: (cible) => ({ dateNaissance: autreDate(cible), ...SANS_INE }),
  },
  { code: 'inscrit dans un autre établissement', candidat: ({ ailleurs }) => ({ uai: ailleurs, division: null }) },
  {
    code: 'inscrit dans un autre établissement, sans INE',
    reponse: 'personne',
    candidat: ({ ailleurs }) => ({ uai: ailleurs, division: null, ...SANS_INE }),
  },
  { code: 'candidat absent', faire: desinscrire },
  { code: 'élève absent de SIECLE', faire: retirerDeSiecle },
  { code: 'élève deux fois dans SIECLE, dont une sans INE', faire: dedoubler },
  { code: 'inscrit deux fois', reponse: 'personne', faire: (cas) => void cas.candidats.push(second(cas, {})) },
  { code: 'inscrit deux fois, dont une sans INE', faire: (cas) => void cas.candidats.push(second(cas, SANS_INE)) },
  { code: 'jumeau : INE absent à la DEC', lien: 'jumeau', candidat: () => SANS_INE },
  {
    code: 'jumeau : INE de l’autre à la DEC',
    lien: 'jumeau',
    reponse: 'personne',
    candidat: ({ voisin }) => ({ ine: voisin.eleves[0]?.ine ?? null }),
  },
  {
    code: 'jumeau : INE et prénom absents',
    lien: 'jumeau',
    reponse: 'personne',
    candidat: () => ({ prenoms: [], ...SANS_INE }),
  },
  {
    code: 'jumeau absent à la DEC, l’autre sans INE',
    lien: 'jumeau',
    faire: (cas, { voisin }) => {
      desinscrire(cas);
      toucher(voisin, cas.verite);
    },
  },
  {
    code: 'jumeau absent de SIECLE, l’autre absent à la DEC',
    lien: 'jumeau',
    faire: (cas, { voisin }) => {
      cas.eleves = [];
      cas.candidats = cas.candidats.map((un) => ({ ...un, ...SANS_INE }));
      toucher(voisin, cas.verite);
      desinscrire(voisin);
    },
  },
  { code: 'homonyme : INE absent à la DEC', lien: 'homonyme', reponse: 'personne', candidat: () => SANS_INE },
  {
    code: 'homonyme absent à la DEC, l’autre sans INE',
    lien: 'homonyme',
    reponse: 'personne',
    faire: (cas, { voisin }) => {
      desinscrire(cas);
      toucher(voisin, cas.verite);
    },
  },
  {
    code: 'homonyme : INE : un chiffre faux à la DEC',
    lien: 'homonyme',
    candidat: ({ inscrit, hasard }) => ({ ine: substituer(inscrit.ine, hasard) }),
  },
];

export function fabriquerAcademie(demande: Demande): Academie {
  const { graine, eleves, candidats, etablissements, defautsPourMille } = demande;
  const fois = Math.round((eleves * defautsPourMille) / 1000 / DEFAUTS.length);
  const monde = planifier({
    graine,
    // The world has two candidates of their own in a hundred, of whom half are kept; pupils who are too many go.
    eleves: Math.ceil(Math.max(eleves + 2 * fois, (candidats - fois) / 1.01)),
    academie: etablissements,
    annee: null,
    defauts: false,
    nomenclature: null,
  });
  const cas: Cas[] = [];
  const individuels: Candidat[] = [];
  const session = monde.annee + 1;
  for (const { candidature, eleve } of candidatsDe(monde, repartirEnJurys(monde))) {
    const inscrit = candidat({
      ...candidature,
      session,
      ine: candidature.ine || null,
      // The DEC writes in capitals without accents.
      nomDeFamille: sansAccents(candidature.nomDeFamille),
      nomUsage: sansAccents(candidature.nomUsage) || null,
      prenoms: sansAccents(candidature.prenoms).split(' '),
      dateNaissance: isoDe(candidature.naissance),
      division: candidature.division || null,
      categorie: candidature.categorie === 'scolaire' ? 'scolaire' : 'individuel',
    });
    if (eleve === null) individuels.push(inscrit);
    else cas.push(casDe(monde, eleve.etablissement, eleve.rang, inscrit));
  }
  planter(cas, graine, fois);
  const presents = cas.filter((un) => un.eleves.length > 0 && un.verite.defaut === null);
  const surnombre = cas.reduce((nombre, un) => nombre + un.eleves.length, 0) - eleves;
  for (let n = 0; n < surnombre; n++) {
    const un = presents[Math.floor((n * presents.length) / surnombre)];
    if (un !== undefined) un.eleves = [];
  }
  const inscrits = cas.flatMap((un) => un.candidats);
  const tous = [...inscrits, ...individuels.slice(0, Math.max(0, candidats - inscrits.length))];
  const elevesPar = Map.groupBy(
    cas.flatMap((un) => un.eleves),
    ({ uai }) => uai,
  );
  const candidatsPar = Map.groupBy(tous, ({ uai }) => uai);
  return {
    session,
    etablissements: monde.etablissements.map(({ uai }) => ({
      uai,
      eleves: elevesPar.get(uai) ?? [],
      candidats: candidatsPar.get(uai) ?? [],
    })),
    candidats: tous,
    plantes: new Map(
      [...Map.groupBy(cas, ({ verite }) => verite.defaut)].flatMap(([defaut, les]) =>
        defaut === null ? [] : [[defaut, les.length] as const],
      ),
    ),
    verites: new Map(
      cas.flatMap(({ eleves: siens, verite }) =>
        // A second row of one pupil is nobody's.
        siens.map(({ livretId }, rang) => [livretId, rang === 0 ? verite : { ...verite, noCandidat: null }]),
      ),
    ),
  };
}

function casDe(
  monde: ReturnType<typeof planifier>,
  etablissement: Etablissement,
  rang: number,
  inscrit: Candidat,
): Cas {
  const { numero, redoublant, cohorte, terminale } = parcours(monde, etablissement, rang);
  const { nom, nomUsage, prenoms, naissance, ine } = identite(monde.graine, numero, monde.annee, redoublant);
  const eleve = ligne({
    uai: etablissement.uai,
    annee: monde.annee,
    eleveId: String(1_000_000 + rang),
    livretId: `01J${String(numero).padStart(23, '0')}`,
    ine: ine.retenu,
    nomDeFamille: nom,
    nomUsage,
    prenoms,
    dateNaissance: isoDe(naissance),
    divisions: [cohorte.divisions.terminale[terminale?.division ?? 0] ?? ''],
  });
  const verite: Verite = { noCandidat: inscrit.noCandidat, reponse: 'une', defaut: null };
  return { numero, uai: etablissement.uai, eleves: [eleve], candidats: [inscrit], verite };
}

/** Each defect on as many pupils; none of them, nor their neighbour in the list, has another one. */
function planter(cas: readonly Cas[], graine: number, fois: number): void {
  const liens = cas.map((un, rang) => lienDe(graine, un, cas[rang - 1]));
  const lycees = [...new Set(cas.map(({ uai }) => uai))];
  const pris = new Set<number>();
  // Twins and homonyms are few: they choose first.
  for (const defaut of [...DEFAUTS].sort((a, b) => Number(a.lien === undefined) - Number(b.lien === undefined))) {
    const hasard = new Hasard(graine, 'defaut', defaut.code);
    let restent = fois;
    for (let essai = 0; restent > 0 && essai < 4 * cas.length; essai++) {
      const rang = hasard.entier(cas.length);
      const voulu = defaut.lien ?? 'solitaire';
      if (liens[rang] !== voulu || (voulu === 'solitaire' && (liens[rang + 1] ?? voulu) !== voulu)) continue;
      const [un, voisin] = [cas[rang], cas[rang - 1]];
      const [eleve, inscrit] = [un?.eleves[0], un?.candidats[0]];
      if (un === undefined || voisin === undefined || eleve === undefined || inscrit === undefined) continue;
      if ([rang - 1, rang, rang + 1].some((pres) => pris.has(pres)) || voisin.uai !== un.uai) continue;
      const ailleurs = lycees[(lycees.indexOf(un.uai) + 1) % lycees.length] ?? '';
      const cible = { ...un, hasard, eleve, inscrit, voisin, ailleurs };
      if (defaut.convient?.(cible) === false) continue;
      pris.add(rang);
      appliquer(defaut, un, cible);
      restent -= 1;
    }
  }
}

function appliquer({ code, reponse = 'une', ...defaut }: Defaut, cas: Cas, cible: Cible): void {
  cas.verite = { ...cas.verite, defaut: code, reponse };
  const change = defaut.eleve?.(cible);
  if (change !== undefined) cas.eleves = [{ ...cible.eleve, ...change }];
  const changeDeLaDec = defaut.candidat?.(cible);
  if (changeDeLaDec !== undefined) cas.candidats = [{ ...cible.inscrit, ...changeDeLaDec }];
  defaut.faire?.(cas, cible);
}

function lienDe(
  graine: number,
  { numero, uai, eleves }: Cas,
  precedent: Cas | undefined,
): NonNullable<Defaut['lien']> | 'autre' {
  const homonyme = homonymie(graine, numero) !== null;
  if (!homonyme && !estJumeau(graine, numero)) return 'solitaire';
  // Who repeats is a year older than the world's plan of homonyms and twins has it.
  const [un, autre] = [eleves[0], precedent?.eleves[0]];
  if (precedent?.uai !== uai || un?.dateNaissance !== autre?.dateNaissance) return 'autre';
  if (homonyme) return 'homonyme';
  // Names are drawn: these twins could be called the same.
  return un?.prenoms[0] === autre?.prenoms[0] ? 'autre' : 'jumeau';
}

/** The other one of a defect that bears on two: the DEC lacks their INE. */
function toucher(voisin: Cas, { defaut, reponse }: Verite): void {
  voisin.candidats = voisin.candidats.map((un) => ({ ...un, ...SANS_INE }));
  voisin.verite = { ...voisin.verite, defaut, reponse };
}

function retirerDeSiecle(cas: Cas): void {
  cas.eleves = [];
}

function dedoubler(cas: Cas): void {
  const [eleve] = cas.eleves;
  if (eleve === undefined) return;
  const double = { eleveId: `2${eleve.eleveId}`, livretId: eleve.livretId.replace('01J', '01K'), ...SANS_INE };
  cas.eleves = [eleve, { ...eleve, ...double }];
}

function desinscrire(cas: Cas): void {
  cas.candidats = [];
  cas.verite = { ...cas.verite, noCandidat: null };
}

const second = ({ candidats: [premier], numero }: Cas, change: Partial<Candidat>): Candidat =>
  candidat({ ...premier, noCandidat: `98${String(numero).padStart(8, '0')}`, ...change });

/** The candidate has the pupil's new name, as the DEC writes it. */
function recopier(cas: Cas, ecrire: (nom: string) => string): void {
  const nom = sansAccents(cas.eleves[0]?.nomDeFamille ?? '');
  cas.candidats = cas.candidats.map((un) => ({ ...un, nomDeFamille: ecrire(nom), nomUsage: null }));
}

function inverser({ inscrit: { nomDeFamille, prenoms } }: Cible): Partial<Candidat> {
  return { nomDeFamille: prenoms.join(' '), prenoms: nomDeFamille.split(' ') };
}

function avecUsage({ eleve, hasard }: Cible): Partial<LigneEleve> {
  return { nomUsage: eleve.nomUsage ?? hasard.choix(NOMS) };
}

function nommerDUsage(cas: Cas): void {
  const nomDeFamille = sansAccents(cas.eleves[0]?.nomUsage ?? '');
  cas.candidats = cas.candidats.map((un) => ({ ...un, nomDeFamille, nomUsage: null }));
}

function nomCompose({ hasard }: Cible): Partial<LigneEleve> {
  const premier = hasard.choix(NOMS);
  return { nomDeFamille: `${premier}-${hasard.choix(NOMS.filter((nom) => nom !== premier))}`, nomUsage: null };
}

function aUnLongPrenom({ inscrit: { prenoms } }: Cible): boolean {
  return /^[A-Z]{5,}$/.test(prenoms[0] ?? '');
}

function mauvaisPrenom({ inscrit: { prenoms }, hasard }: Cible): string[] {
  return prenoms.map((prenom, rang) => (rang === 0 ? fauter(prenom, hasard) : prenom));
}

/** One year more or less, or another day of the month. */
function autreDate({ inscrit: { dateNaissance }, hasard }: Cible): string {
  const [annee = '', mois, jour = ''] = dateNaissance.split('-');
  if (hasard.chance(500)) return `${Number(annee) + (hasard.chance(500) ? 1 : -1)}-${mois}-${jour}`;
  return `${annee}-${mois}-${String(1 + ((Number(jour) + hasard.entier(27)) % 28)).padStart(2, '0')}`;
}

/** One letter put for another, left out, doubled, or exchanged with its neighbour. */
function fauter(mot: string, hasard: Hasard): string {
  for (;;) {
    const rang = hasard.entier(mot.length - 1);
    const lettre = String.fromCharCode(65 + hasard.entier(26));
    const [avant, apres] = [mot.slice(0, rang), mot.slice(rang + 1)];
    const faute = hasard.choix([
      avant + lettre + apres,
      avant + apres,
      avant + mot.charAt(rang) + mot.slice(rang),
      avant + apres.charAt(0) + mot.charAt(rang) + apres.slice(1),
    ]);
    if (faute !== mot) return faute;
  }
}

/** Another figure in the place of one that is no sign of fiction. */
function substituer(ine: string | null, hasard: Hasard): string {
  const rangs = [...(ine ?? '')].flatMap((signe, rang) => (/\d/.test(signe) ? [rang] : []));
  const rang = hasard.choix(rangs);
  const chiffre = String((Number(ine?.charAt(rang)) + 1 + hasard.entier(9)) % 10);
  return `${ine?.slice(0, rang)}${chiffre}${ine?.slice(rang + 1)}`;
}

function echanger(ine: string | null, hasard: Hasard): string {
  const mot = ine ?? '';
  const rangs = [...mot].flatMap((signe, rang) => {
    const suivant = mot.charAt(rang + 1);
    return /\d/.test(signe) && /\d/.test(suivant) && signe !== suivant ? [rang] : [];
  });
  const rang = hasard.choix(rangs);
  return mot.slice(0, rang) + mot.charAt(rang + 1) + mot.charAt(rang) + mot.slice(rang + 2);
}

function autreLettre(ine: string | null): string {
  return `${ine?.slice(0, -1)}${ine?.endsWith('K') ? 'L' : 'K'}`;
}

function tirerIne(hasard: Hasard): string {
  return `99${String(hasard.entier(1e8)).padStart(8, '0')}${String.fromCharCode(65 + hasard.entier(26))}`;
}

function sansAccents(texte: string): string {
  return texte.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
}

/** JJ/MM/AAAA */
function isoDe(date: string): string {
  return date.split('/').reverse().join('-');
}
