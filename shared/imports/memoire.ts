import type { MefDeNomenclature, PartiesDuLivret } from '../livret/index.ts';

/**
 * What does not change while one lot is applied, read once for its fifty pupils: it lasts no longer than a message, so
 * that a nomenclature deposited meanwhile is seen by the next one.
 */
export interface Memoire {
  mef(annee: number, codeMef: string): Promise<MefDeNomenclature | null>;
  divisionsImportees(uai: string, annee: number): Promise<ReadonlySet<string>>;
}

export function memoriser({ registre }: Pick<PartiesDuLivret, 'registre'>): Memoire {
  return {
    mef: unique(async (annee: number, codeMef: string) => (await registre.lireMef(annee, codeMef))?.contenu ?? null),
    divisionsImportees: unique((uai: string, annee: number) => registre.lireDivisionsImportees(uai, annee)),
  };
}

/** The same question is asked once, even by dossiers applied at the same time; a failed answer is not remembered. */
function unique<Args extends readonly (string | number)[], T>(
  demander: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const reponses = new Map<string, Promise<T>>();
  return (...args) => {
    const cle = args.join('/');
    const connue = reponses.get(cle);
    if (connue !== undefined) return connue;
    const reponse = demander(...args);
    reponses.set(cle, reponse);
    reponse.catch(() => reponses.delete(cle));
    return reponse;
  };
}
