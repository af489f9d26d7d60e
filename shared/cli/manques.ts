import pc from 'picocolors';
import { compte } from '../kernel/texte.ts';
import { type CodeDeManque, LIBELLES_DE_MANQUE, type Manque, type ManquesDeLEleve } from '../livret/index.ts';
import { ecrire } from './affichage.ts';

/** One kind of missing data in one school year: how many pupils, and the first of them with their subjects. */
interface Sorte {
  readonly code: CodeDeManque;
  readonly annee: number;
  readonly bloquant: boolean;
  eleves: number;
  readonly premiers: { readonly eleve: string; readonly matieres: readonly string[] }[];
  readonly parMatiere: Map<string, number>;
}

const ELEVES_MONTRES = 3;
const MATIERES_MONTREES = 4;

/** Missing data of a file, gathered pupil by pupil; what it keeps grows with the kinds, not with the pupils. */
export class RecueilDeManques {
  readonly #sortes = new Map<string, Sorte>();
  #eleves = 0;
  #incomplets = 0;

  noter({ eleve, bloquants, autres }: ManquesDeLEleve): void {
    this.#eleves += 1;
    if (bloquants.length > 0) this.#incomplets += 1;
    const parSorte = Map.groupBy(
      [...bloquants, ...autres],
      ({ code, annee, bloquant }) => `${bloquant} ${code} ${annee}`,
    );
    for (const [cle, manques] of parSorte) {
      const [premier] = manques as [Manque, ...Manque[]];
      const { code, annee, bloquant } = premier;
      const nouvelle: Sorte = { code, annee, bloquant, eleves: 0, premiers: [], parMatiere: new Map() };
      const sorte = this.#sortes.get(cle) ?? nouvelle;
      this.#sortes.set(cle, sorte);
      sorte.eleves += 1;
      const matieres = manques.flatMap(({ matiere }) => matiere ?? []);
      for (const matiere of matieres) sorte.parMatiere.set(matiere, (sorte.parMatiere.get(matiere) ?? 0) + 1);
      if (sorte.premiers.length < ELEVES_MONTRES) sorte.premiers.push({ eleve, matieres });
    }
  }

  /** True as long as nobody's MEF and its nomenclature were both known. */
  get estVide(): boolean {
    return this.#eleves === 0;
  }

  /** @param disciplines labels of the subjects by their code */
  ecrire(disciplines: ReadonlyMap<string, string>): void {
    if (this.estVide) return;
    const complets = this.#eleves - this.#incomplets;
    ecrire(
      this.#incomplets === 0
        ? `  ${pc.green('aucun livret incomplet')}`
        : `  ${pc.red(compte(this.#incomplets, 'livret incomplet', 'livrets incomplets'))} · ${compte(complets, 'complet')}`,
    );
    const sortes = [...this.#sortes.values()].sort(
      (a, b) => Number(b.bloquant) - Number(a.bloquant) || b.annee - a.annee || b.eleves - a.eleves,
    );
    for (const sorte of sortes) ecrireSorte(sorte, disciplines);
  }
}

function ecrireSorte(sorte: Sorte, disciplines: ReadonlyMap<string, string>): void {
  const { annee, bloquant, eleves, premiers, parMatiere } = sorte;
  const quoi = `${LIBELLES_DE_MANQUE[sorte.code]}, année ${annee}-${annee + 1}`;
  ecrire(`  ${bloquant ? pc.red('manque bloquant') : pc.yellow('manque')} ${quoi} : ${compte(eleves, 'élève')}`);
  if (parMatiere.size > 0) {
    const triees = [...parMatiere].sort(([, a], [, b]) => b - a);
    const nommees = triees
      .slice(0, MATIERES_MONTREES)
      .map(([code, nombre]) => `${disciplines.get(code) ?? code} (${nombre})`);
    ecrire(
      `    ${[...nommees, ...reste(triees.length - nommees.length, 'autre matière', 'autres matières')].join(' · ')}`,
    );
  }
  const qui = premiers.map(
    ({ eleve, matieres }) => `élève ${eleve}${matieres.length > 0 ? ` (${abreger(matieres)})` : ''}`,
  );
  ecrire(pc.dim(`    ${[...qui, ...reste(eleves - premiers.length, 'autre élève', 'autres élèves')].join(' ; ')}`));
}

function abreger(matieres: readonly string[]): string {
  const montrees = matieres.slice(0, MATIERES_MONTREES);
  return [...montrees, ...(montrees.length < matieres.length ? ['…'] : [])].join(', ');
}

function reste(nombre: number, singulier: string, pluriel: string): string[] {
  return nombre > 0 ? [`et ${compte(nombre, singulier, pluriel)}`] : [];
}
