import { citer } from '../kernel/phrase.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie, type CodeDeDossier, type DetailsAnomalie, type LieuAnomalie } from './anomalies.ts';
import type { DossierDeFlux, Flux } from './dossiers.ts';
import type { DossierLu, RefusLu } from './lu.ts';

/** A hostile dossier may hold a hundred thousand faults: beyond this number they are counted as one. */
const ANOMALIES_MAX = 200;

/** All that is wrong with one dossier, gathered while it is read. */
export class Constat {
  readonly eleve: string | null;
  readonly #anomalies: Anomalie[] = [];
  #refuse = false;

  constructor(eleve: string | null) {
    this.eleve = eleve;
  }

  /** Details come from the file as they are: the sentence quotes them. */
  signaler<C extends CodeDeDossier>(
    code: C,
    lieu: { readonly ligne: number; readonly colonne: number },
    details: DetailsAnomalie<C>,
  ): void {
    const nombre = this.#anomalies.length;
    if (nombre > ANOMALIES_MAX) return;
    const { ligne, colonne } = lieu;
    const { eleve } = this;
    const cites = Object.entries<string | number>(details).map(([nom, valeur]) => [
      nom,
      typeof valeur === 'string' ? citer(valeur) : valeur,
    ]);
    const trouvee =
      nombre < ANOMALIES_MAX
        ? anomalie(code, { ...Object.fromEntries(cites), ligne, colonne, eleve } as LieuAnomalie & DetailsAnomalie<C>)
        : anomalie('anomalies-trop-nombreuses', { ligne, colonne, eleve, max: ANOMALIES_MAX });
    this.#anomalies.push(trouvee);
    if (trouvee.gravite === 'refus-dossier') this.#refuse = true;
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
