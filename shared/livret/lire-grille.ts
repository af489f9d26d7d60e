import { z } from 'zod';
import { type Acteur, contexteDeDroit, exiger, type Operation } from '../habilitations/index.ts';
import { comparerNoms } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import type { Evaluation } from './contenu.ts';
import { suitLOption } from './indices.ts';
import { lignesPossibles, rattacher } from './lignes.ts';
import type { BaseNotes, LigneEleve } from './livret.ts';
import { OUVERTURES } from './machine.ts';
import type { ExtraitDeLivret } from './magasin-livrets.ts';
import { lireMefDuLivret } from './mef-du-livret.ts';
import { estAuChoix, type MatiereDeNomenclature, type MefDeNomenclature } from './nomenclature.ts';
import type { PartiesDActe } from './parts-d-acte.ts';
import { cleDeSaisie, estDeLigne, type LigneDeMatiere, type ValeurSaisie } from './saisie.ts';
import { type SaisieVue, voir } from './saisir.ts';

/** A division or a group, as SIECLE and STS-Web name it. */
export const structureDemandee = z.strictObject({ type: z.enum(['D', 'G']), code: z.string().min(1).max(40) });

/** What is entered once a pupil: R38's own, and what the head enters of a whole class. */
export const SORTES_DE_CLASSE = [
  'engagements',
  'observation',
  'investissement',
  'avis-chef',
  'avis-examen',
  'mentions',
] as const;

export const demandeLireGrille = z.strictObject({
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
  structure: structureDemandee,
  /** A subject, as STS-Web has it; or what is entered once a pupil. */
  quoi: z.discriminatedUnion('sorte', [
    z.strictObject({
      sorte: z.literal('evaluation'),
      codeMatiere: z.string().regex(/^[0-9]{6}$/),
      /** Of several rows with this code, those of one modalité or one block; without, the one that the pupil follows. */
      modalite: z.enum(['S', 'O', 'F']).optional(),
      regroupement: z.string().max(300).optional(),
    }),
    z.strictObject({ sorte: z.enum(SORTES_DE_CLASSE) }),
  ]),
});
type Quoi = z.infer<typeof demandeLireGrille>['quoi'];

/** One entry to make: a pupil, and of a subject its row. */
export interface LigneDeGrille {
  readonly eleveId: string;
  readonly livretId: string;
  readonly nom: string;
  readonly prenom: string;
  readonly division: string | null;
  /** Null where the entry is not of a subject. */
  readonly matiere: Pick<MatiereDeNomenclature, keyof LigneDeMatiere | 'periodique' | 'rubriques'> | null;
  readonly saisie: SaisieVue | null;
  /** What the import holds, in the shape of an entry; null for nothing. */
  readonly importee: ValeurSaisie | null;
  /** False once the livret is locked. */
  readonly ouverte: boolean;
}

export interface Grille {
  readonly lignes: readonly LigneDeGrille[];
  /** Pupils of the class to whose livret the subject does not belong, or whose nomenclature is not there (ELEVE_ID). */
  readonly sansLigne: readonly string[];
}

/**
 * What a class has of a subject, or of engagements and opinions: entries, and imports under them. Three requests up to
 * 50 pupils, one more for each 50 beyond; and up to three for each MEF that only SIECLE ties to the nomenclature.
 *
 * @throws ErreurCodee `operation-interdite`: a teacher sees their own subject, before their own class
 */
export async function lireGrille(
  parts: PartiesDActe,
  acteur: Acteur,
  { uai, annee, structure, quoi }: z.infer<typeof demandeLireGrille>,
): Promise<Grille> {
  exigerSurClasse(parts, acteur, { uai, annee, structure }, quoi);
  const eleves = (await parts.registre.lireEleves(uai, annee))
    .filter((eleve) => estDansLaClasse(eleve, structure))
    .sort(ordreDeClasse);
  const mefs = quoi.sorte === 'evaluation' ? await lireMefs(parts, uai, annee, eleves) : new Map<string, never>();
  const rangees = eleves.map((eleve) => ({ eleve, matieres: matieresDe(eleve, structure, quoi, mefs) }));
  const extraits = await parts.livrets.lireExtraits(
    annee,
    rangees
      .filter(({ matieres }) => matieres.length > 0)
      .map(({ eleve, matieres }) => ({
        livretId: eleve.livretId,
        cles: matieres.map((matiere) => cleDeSaisie(annee, valeurVide(quoi, matiere))),
      })),
  );
  return {
    lignes: rangees.flatMap(({ eleve, matieres }) =>
      matieres.map((matiere) =>
        ligneDeGrille(eleve, matiere, quoi, extraits.get(eleve.livretId), mefs.get(eleve.codeMef ?? '') ?? null),
      ),
    ),
    sansLigne: rangees.filter(({ matieres }) => matieres.length === 0).map(({ eleve }) => eleve.eleveId),
  };
}

export function operationDeGrille({ sorte }: Quoi): Operation {
  return sorte === 'evaluation' ? 'lire-evaluation' : 'lire-livret';
}

/** A whole class, before any of its pupils is known. */
export function exigerSurClasse(
  { academie, accesExterne, horloge }: Pick<PartiesDActe, 'academie' | 'accesExterne' | 'horloge'>,
  acteur: Acteur,
  { uai, annee, structure }: Omit<z.infer<typeof demandeLireGrille>, 'quoi'>,
  quoi: Quoi | null,
): void {
  const objet = {
    academie,
    uai,
    annee,
    divisions: structure.type === 'D' ? [structure.code] : [],
    groupes: structure.type === 'G' ? [structure.code] : [],
  };
  const codeMatiere = quoi?.sorte === 'evaluation' ? { codeMatiere: quoi.codeMatiere } : {};
  const operation = quoi === null ? 'lister-eleves' : operationDeGrille(quoi);
  exiger(acteur, operation, { ...objet, ...codeMatiere }, contexteDeDroit(horloge, accesExterne));
}

export function estDansLaClasse(
  { divisions, groupes }: Pick<LigneEleve, 'divisions' | 'groupes'>,
  { type, code }: z.infer<typeof structureDemandee>,
): boolean {
  return (type === 'D' ? divisions : groupes).includes(code);
}

function ordreDeClasse(a: LigneEleve, b: LigneEleve): number {
  return (
    comparerNoms(a.nomUsage ?? a.nomDeFamille, b.nomUsage ?? b.nomDeFamille) ||
    comparerNoms(a.prenoms[0] ?? '', b.prenoms[0] ?? '') ||
    a.eleveId.localeCompare(b.eleveId)
  );
}

async function lireMefs(
  parts: PartiesDActe,
  uai: string,
  annee: number,
  eleves: readonly LigneEleve[],
): Promise<ReadonlyMap<string, MefDeNomenclature>> {
  const codes = [...new Set(eleves.flatMap(({ codeMef }) => codeMef ?? []))];
  const lus = await parts.registre.lireMefs(codes.map((codeMef) => ({ annee, codeMef })));
  const mefs = new Map<string, MefDeNomenclature>(lus.map((mef) => [mef.codeMef, mef]));
  for (const code of codes) {
    if (mefs.has(code)) continue;
    const rattache = await lireMefDuLivret(parts, uai, annee, code);
    if (rattache !== null) mefs.set(code, rattache.contenu);
  }
  return mefs;
}

/** Null stands for what is entered once a pupil. */
function matieresDe(
  eleve: LigneEleve,
  structure: z.infer<typeof structureDemandee>,
  quoi: Quoi,
  mefs: ReadonlyMap<string, MefDeNomenclature>,
): readonly (MatiereDeNomenclature | null)[] {
  if (quoi.sorte !== 'evaluation') return [null];
  const codeMatiere = quoi.codeMatiere as MatiereDeNomenclature['codeMatiere'];
  const matieres = mefs.get(eleve.codeMef ?? '')?.matieres ?? [];
  const possibles = (['S', 'O', 'F'] as const)
    .flatMap((modalite) => lignesPossibles({ codeMatiere, modalite }, matieres))
    .filter(
      ({ modalite, regroupement }) =>
        (quoi.modalite ?? modalite) === modalite && (quoi.regroupement ?? regroupement) === regroupement,
    );
  return suivies(eleve, structure.type, codeMatiere, possibles);
}

/**
 * Of the rows with one code, that which the pupil follows in this class, as an import would be told (rules.md 10):
 * facultatif when SIECLE says so, the specialty in a group of those who chose it, the common row otherwise.
 */
function suivies(
  eleve: LigneEleve,
  type: 'D' | 'G',
  codeMatiere: MatiereDeNomenclature['codeMatiere'],
  possibles: readonly MatiereDeNomenclature[],
): readonly MatiereDeNomenclature[] {
  const facultatif = suitLOption(eleve, { codeMatiere, modalite: 'F' });
  const parModalite = garderSi(possibles, ({ modalite }) => (modalite === 'F') === facultatif);
  const choisie = type === 'G' && suitLOption(eleve, { codeMatiere, modalite: 'S' });
  return garderSi(parModalite, (matiere) => estAuChoix(matiere) === choisie);
}

function garderSi<T>(tous: readonly T[], garder: (un: T) => boolean): readonly T[] {
  const gardes = tous.filter(garder);
  return gardes.length === 0 ? tous : gardes;
}

function valeurVide(quoi: Quoi, matiere: MatiereDeNomenclature | null): ValeurSaisie {
  if (matiere !== null) {
    const { codeMatiere } = matiere;
    return { sorte: 'evaluation', ligne: matiere, codeMatiere, periodes: {}, competences: {}, enseignants: [] };
  }
  switch (quoi.sorte) {
    case 'observation':
    case 'investissement':
    case 'avis-chef':
    case 'avis-examen':
      return { sorte: quoi.sorte, avis: null };
    case 'mentions':
      return { sorte: 'mentions', mentions: [] };
    default:
      return { sorte: 'engagements', engagements: [], autre: null };
  }
}

function ligneDeGrille(
  eleve: LigneEleve,
  matiere: MatiereDeNomenclature | null,
  quoi: Quoi,
  extrait: ExtraitDeLivret | undefined,
  mef: MefDeNomenclature | null,
): LigneDeGrille {
  const { base = null, saisies = [] } = extrait ?? {};
  const cle = cleDeSaisie(eleve.annee, valeurVide(quoi, matiere));
  const saisie = saisies.find((une) => une.cle === cle);
  return {
    eleveId: eleve.eleveId,
    livretId: eleve.livretId,
    nom: eleve.nomUsage ?? eleve.nomDeFamille,
    prenom: eleve.prenoms[0] ?? '',
    division: eleve.divisions[0] ?? null,
    matiere: matiere === null ? null : colonnes(matiere),
    saisie: saisie === undefined ? null : voir(saisie),
    importee: base === null ? null : importee(base, matiere, quoi, mef),
    ouverte: OUVERTURES[eleve.suivi.etat].contenu,
  };
}

function colonnes({
  regroupement,
  discipline,
  codeMatiere,
  modalite,
  periodique,
  rubriques,
}: MatiereDeNomenclature): NonNullable<LigneDeGrille['matiere']> {
  return { regroupement, discipline, codeMatiere, modalite, periodique, rubriques };
}

function importee(
  { scolarite, engagements, engagementAutre, avisExamen }: BaseNotes,
  matiere: MatiereDeNomenclature | null,
  quoi: Quoi,
  mef: MefDeNomenclature | null,
): ValeurSaisie | null {
  if (matiere !== null && mef !== null) {
    const { rattaches } = rattacher(scolarite.evaluations, mef.matieres);
    // The one that an entry would be laid over (composer.ts).
    const visee = rattaches.findLast((un) => estDeLigne(matiere, un.matiere))?.evaluation;
    return visee === undefined ? null : evaluationImportee(visee, matiere);
  }
  switch (quoi.sorte) {
    case 'observation':
      return { sorte: 'observation', avis: scolarite.avisEngagement };
    case 'investissement':
      return { sorte: 'investissement', avis: scolarite.avisInvestissement };
    case 'avis-chef':
      return { sorte: 'avis-chef', avis: scolarite.avisChefEtab };
    case 'avis-examen':
      return { sorte: 'avis-examen', avis: avisExamen };
    case 'mentions':
      return null;
    default:
      return { sorte: 'engagements', engagements, autre: engagementAutre };
  }
}

function evaluationImportee(evaluation: Evaluation, matiere: MatiereDeNomenclature): ValeurSaisie {
  const { regroupement, discipline, codeMatiere, modalite } = matiere;
  return {
    sorte: 'evaluation',
    ligne: { regroupement, discipline, codeMatiere, modalite },
    codeMatiere: evaluation.codeMatiere,
    periodes: Object.fromEntries(evaluation.periodes.map(({ numero, moyenne }) => [numero, moyenne])),
    competences: Object.fromEntries(
      evaluation.competences.flatMap(({ code, niveau }) => (code === null ? [] : [[code, niveau]])),
    ),
    appreciation: evaluation.appreciation,
    groupe: evaluation.structure,
    enseignants: evaluation.enseignants,
  };
}
