import { executerTransaction } from '../aws/dynamo.ts';
import type { PartiesDuLivret } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Cloture } from './clore-depot.ts';

/** Rows flagged at once: each is its own write. */
const EN_PARALLELE = 8;

/**
 * Pupils of the establishment whom a newer list of SIECLE leaves out are flagged, never deleted (design.md): a partial
 * export must not cost a pupil the livret. Those whom the file gives, even badly, and those who left are not absent.
 */
export function marquerAbsents({ dynamo, registre }: Pick<PartiesDuLivret, 'dynamo' | 'registre'>): Cloture {
  return async ({ depotId, proprietaire, annee }, anomalies) => {
    if (annee === null) return [];
    // A list that comes late is held against the newest one, pupil by pupil.
    await executerTransaction(dynamo, [registre.ecritureListe(proprietaire, annee, depotId)]);
    const nommes = new Set(anomalies.map(({ eleve }) => eleve));
    const absents = (await registre.lireEleves(proprietaire, annee)).filter(
      (ligne) =>
        ligne.depotId < depotId &&
        ligne.dateSortie === null &&
        (ligne.absentDepuis === null || ligne.absentDepuis === depotId) &&
        !nommes.has(ligne.eleveId),
    );
    const dites: Anomalie[] = [];
    for (let debut = 0; debut < absents.length; debut += EN_PARALLELE) {
      const tranche = absents.slice(debut, debut + EN_PARALLELE);
      const issues = await Promise.all(
        tranche.map((ligne) => executerTransaction(dynamo, [registre.ecritureAbsence(ligne, depotId)])),
      );
      for (const [rang, { eleveId }] of tranche.entries()) {
        // Given again by a newer list meanwhile.
        if (issues[rang]?.faite !== true) continue;
        dites.push(anomalie('absent-de-siecle', { ligne: null, colonne: null, eleve: eleveId }));
      }
    }
    return dites;
  };
}
