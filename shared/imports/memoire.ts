import {
  type FluxDeTableau,
  type IndicesDeRattachement,
  lireMefDuLivret,
  type MagasinEtablissement,
  type MefDeNomenclature,
  nommerServices,
  type PartiesDuLivret,
  recenserEffectifs,
} from '../livret/index.ts';

/**
 * What does not change while one lot is applied, read once for its fifty pupils: it lasts no longer than a message, so
 * that what is deposited meanwhile is seen by the next one.
 */
export interface Memoire {
  /** The nomenclature of a MEF, or of the one that its establishment attaches it to. */
  mef(uai: string, annee: number, codeMef: string): Promise<MefDeNomenclature | null>;
  /** Whether any nomenclature of this year is there. */
  anneeConnue(annee: number): Promise<boolean>;
  /** What SIECLE and STS say of a pupil, among those of its establishment. */
  indices(uai: string, annee: number, eleveId: string): Promise<IndicesDeRattachement>;
  divisionsImportees(uai: string, annee: number): Promise<ReadonlySet<string>>;
  /** The deposit that a table of the establishment comes from. */
  courant(uai: string, annee: number, flux: FluxDeTableau): ReturnType<MagasinEtablissement['lireCourant']>;
}

export function memoriser({ registre, etablissement }: Pick<PartiesDuLivret, 'registre' | 'etablissement'>): Memoire {
  const recenser = unique(async (uai: string, annee: number) => {
    const eleves = await registre.lireEleves(uai, annee);
    const [services, enseignants] = [
      await etablissement.lireServices(uai, annee),
      await etablissement.lireEnseignants(uai, annee),
    ];
    return {
      parId: new Map(eleves.map((eleve) => [eleve.eleveId, eleve])),
      services: services.length === 0 ? null : nommerServices(services, enseignants),
      effectifs: recenserEffectifs(eleves),
    };
  });
  return {
    mef: unique(
      async (uai: string, annee: number, codeMef: string) =>
        (await lireMefDuLivret({ registre, etablissement }, uai, annee, codeMef))?.contenu ?? null,
    ),
    anneeConnue: unique((annee: number) => registre.aUneNomenclature(annee)),
    async indices(uai, annee, eleveId) {
      const { parId, services, effectifs } = await recenser(uai, annee);
      return { eleve: parId.get(eleveId) ?? null, services, effectifs };
    },
    divisionsImportees: unique((uai: string, annee: number) => registre.lireDivisionsImportees(uai, annee)),
    courant: unique((uai: string, annee: number, flux: FluxDeTableau) => etablissement.lireCourant(uai, annee, flux)),
  };
}

/** The same question is asked once, even by dossiers applied at the same time; a failed answer is not remembered. */
export function unique<Args extends readonly (string | number)[], T>(
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
