import type { LigneEleve } from './livret.ts';
import type { MagasinEtablissement } from './magasin-etablissement.ts';
import type { MagasinRegistre } from './magasin-registre.ts';
import { memoriser } from './memoriser.ts';
import type { MefDeNomenclature } from './nomenclature.ts';

interface Magasins {
  readonly registre: MagasinRegistre;
  readonly etablissement: MagasinEtablissement;
}

/**
 * The same stores for one pass over a class: each nomenclature is read once, and the pupils' rows are those of the list
 * that was read. Not to be kept longer than the pass.
 */
export function lectureDeClasse<Parts extends Magasins>(parts: Parts, eleves: readonly LigneEleve[]): Parts {
  const { registre, etablissement } = parts;
  const lignes = new Map(eleves.map((ligne) => [`${ligne.uai}#${ligne.annee}#${ligne.eleveId}`, ligne]));
  const lireMef = memoriser((annee: number, codeMef: string) => registre.lireMef(annee, codeMef));
  return {
    ...parts,
    registre: {
      ...registre,
      lireMef,
      async lireNomenclatures(codes, eleve) {
        const mefs = new Map<number, MefDeNomenclature>();
        for (const { annee, codeMef } of codes) {
          const mef = await lireMef(annee, codeMef);
          if (mef !== null) mefs.set(annee, mef.contenu);
        }
        const connue = eleve === null ? null : lignes.get(`${eleve.uai}#${eleve.annee}#${eleve.eleveId}`);
        const ligne = connue === undefined ? (await registre.lireNomenclatures([], eleve)).ligne : connue;
        return { mefs, ligne };
      },
    },
    etablissement: {
      ...etablissement,
      lireMefDeSiecle: memoriser((uai: string, annee: number, codeMef: string) =>
        etablissement.lireMefDeSiecle(uai, annee, codeMef),
      ),
    },
  };
}
