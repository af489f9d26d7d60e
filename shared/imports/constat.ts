import { citer } from '../kernel/phrase.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie, CATALOGUE, type CodeDeDossier, type DetailsAnomalie, type LieuAnomalie } from './anomalies.ts';
import type { DossierDeFlux, Flux } from './dossiers.ts';
import type { DossierLu, RefusLu } from './lu.ts';

/** A hostile dossier may hold a hundred thousand faults: beyond this number they are counted as one. */
const ANOMALIES_MAX = 200;

/** All that is wrong with one dossier, gathered while it is read. */
export class Constat {
  readonly eleve: string | null;
  readonly #anomalies: Anomalie[] = [];
  #refuse = false;
  #complet = false;

  constructor(eleve: string | null) {
    this.eleve = eleve;
  }

  /** Details come from the file as they are: the sentence quotes them. */
  signaler<C extends CodeDeDossier>(
    code: C,
    lieu: { readonly ligne: number; readonly colonne: number },
    details: DetailsAnomalie<C>,
  ): void {
    const refuse = CATALOGUE[code].gravite === 'refus-dossier';
    const { ligne, colonne } = lieu;
    const { eleve } = this;
    // What refuses the dossier is said even after many warnings: a refusal has its reason.
    if (this.#anomalies.length >= ANOMALIES_MAX && (this.#refuse || !refuse)) {
      if (this.#complet) return;
      this.#complet = true;
      this.#anomalies.push(anomalie('anomalies-trop-nombreuses', { ligne, colonne, eleve, max: ANOMALIES_MAX }));
      return;
    }
    if (refuse) this.#refuse = true;
    const cites = Object.entries<string | number>(details).map(([nom, valeur]) => [
      nom,
      typeof valeur === 'string' ? citer(valeur) : valeur,
    ]);
    const place = { ...Object.fromEntries(cites), ligne, colonne, eleve } as LieuAnomalie & DetailsAnomalie<C>;
    this.#anomalies.push(anomalie(code, place));
  }

  get anomalies(): readonly Anomalie[] {
    return this.#anomalies;
  }

  /** The dossier when nothing refuses it; what was read of a refused one is dropped. */
  conclure<F extends Flux>(flux: F, dossier: DossierDeFlux[F]): DossierLu | RefusLu {
    const anomalies = this.#anomalies;
    if (this.#refuse) return { type: 'refus', eleve: this.eleve, anomalies };
    return { type: 'dossier', flux, dossier, anomalies } as DossierLu;
  }
}
