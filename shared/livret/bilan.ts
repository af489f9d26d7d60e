import type { LigneEleve, SuiviDuLivret } from './livret.ts';
import type { EtatLivret } from './machine.ts';
import type { Tache } from './manque.ts';

/** How far livrets are: always counted from rows, never added to (design.md). It names nobody. */
export interface Bilan {
  /** Livrets of the pupils who are there; all the counts below but the last two are of them. */
  readonly livrets: number;
  readonly parEtat: Readonly<Partial<Record<EtatLivret, number>>>;
  /** Nothing blocking is lacking. */
  readonly complets: number;
  /** Complete, and something else is lacking. */
  readonly aRevoir: number;
  readonly valides: number;
  readonly papier: number;
  readonly opposes: number;
  /** What is lacking by whose task it is, and in how many livrets. */
  readonly parTache: Readonly<Partial<Record<Tache, ManquesDUneTache>>>;
  /** Pupils whose formation has no livret scolaire (seconde, BTS, classe préparatoire). */
  readonly sansLivret: number;
  /** Pupils who left, or whom SIECLE no longer names: nobody waits for their livrets. */
  readonly partis: number;
}

export interface ManquesDUneTache {
  readonly livrets: number;
  readonly bloquants: number;
  readonly autres: number;
}

export interface BilanDeDivision extends Bilan {
  /** Null for pupils whom SIECLE gives no division. */
  readonly division: string | null;
}

type Suivie = Pick<LigneEleve, 'suivi' | 'dateSortie' | 'absentDepuis' | 'divisions'>;

/** SIECLE gives the date of leaving, or has left the pupil out of a newer list. */
export function estParti({ dateSortie, absentDepuis }: Pick<LigneEleve, 'dateSortie' | 'absentDepuis'>): boolean {
  return dateSortie !== null || absentDepuis !== null;
}

export function totalDesManques({ manques }: Pick<SuiviDuLivret, 'manques'>): { bloquants: number; autres: number } {
  const total = { bloquants: 0, autres: 0 };
  for (const { bloquants, autres } of Object.values(manques)) {
    total.bloquants += bloquants;
    total.autres += autres;
  }
  return total;
}

/** Nothing blocking is lacking. As long as its content is open the state says it, also of a row that does not know more. */
export function estComplet(suivi: SuiviDuLivret): boolean {
  return suivi.etat !== 'cree' && suivi.etat !== 'alimente' && totalDesManques(suivi).bloquants === 0;
}

export function bilanDe(lignes: readonly Suivie[]): Bilan {
  const presentes = lignes.filter((ligne) => !estParti(ligne)).map(({ suivi }) => suivi);
  const presents = presentes.filter(({ sansLivret }) => sansLivret === undefined);
  const parEtat: Partial<Record<EtatLivret, number>> = {};
  const parTache: Partial<Record<Tache, ManquesDUneTache>> = {};
  for (const { etat, manques } of presents) {
    parEtat[etat] = (parEtat[etat] ?? 0) + 1;
    for (const [tache, { bloquants, autres }] of Object.entries(manques) as [Tache, ManquesDUneTache][]) {
      const { livrets, bloquants: b, autres: a } = parTache[tache] ?? { livrets: 0, bloquants: 0, autres: 0 };
      parTache[tache] = { livrets: livrets + 1, bloquants: b + bloquants, autres: a + autres };
    }
  }
  const complets = presents.filter(estComplet);
  const compter = (est: (suivi: SuiviDuLivret) => boolean): number => presents.filter(est).length;
  return {
    livrets: presents.length,
    parEtat,
    complets: complets.length,
    aRevoir: complets.filter((suivi) => totalDesManques(suivi).autres > 0).length,
    valides: compter(({ valideLe }) => valideLe !== null),
    papier: compter(({ format }) => format === 'papier'),
    opposes: compter(({ oppose }) => oppose),
    parTache,
    sansLivret: presentes.length - presents.length,
    partis: lignes.length - presentes.length,
  };
}

/** A division each, in the order of their codes; those who have none come last. */
export function bilansParDivision(lignes: readonly Suivie[]): BilanDeDivision[] {
  const parDivision = Map.groupBy(lignes, ({ divisions }) => divisions[0] ?? null);
  return [...parDivision]
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a.localeCompare(b, 'fr', { numeric: true })))
    .map(([division, groupe]) => ({ division, ...bilanDe(groupe) }));
}

/** Several establishments together. */
export function totaliser(bilans: readonly Bilan[]): Bilan {
  const somme = (lire: (bilan: Bilan) => number): number => bilans.reduce((total, bilan) => total + lire(bilan), 0);
  const cles = <K extends string>(lire: (bilan: Bilan) => Readonly<Partial<Record<K, unknown>>>): K[] => [
    ...new Set(bilans.flatMap((bilan) => Object.keys(lire(bilan)) as K[])),
  ];
  return {
    livrets: somme(({ livrets }) => livrets),
    parEtat: Object.fromEntries(
      cles(({ parEtat }) => parEtat).map((etat) => [etat, somme(({ parEtat }) => parEtat[etat] ?? 0)]),
    ),
    complets: somme(({ complets }) => complets),
    aRevoir: somme(({ aRevoir }) => aRevoir),
    valides: somme(({ valides }) => valides),
    papier: somme(({ papier }) => papier),
    opposes: somme(({ opposes }) => opposes),
    parTache: Object.fromEntries(
      cles(({ parTache }) => parTache).map((tache) => [
        tache,
        {
          livrets: somme(({ parTache }) => parTache[tache]?.livrets ?? 0),
          bloquants: somme(({ parTache }) => parTache[tache]?.bloquants ?? 0),
          autres: somme(({ parTache }) => parTache[tache]?.autres ?? 0),
        },
      ]),
    ),
    sansLivret: somme(({ sansLivret }) => sansLivret),
    partis: somme(({ partis }) => partis),
  };
}
