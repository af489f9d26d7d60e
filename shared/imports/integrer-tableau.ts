import {
  CLE_DES_COMMUNS,
  cleDEnseignant,
  cleDeStructure,
  estFluxDeTableau,
  type FluxDeTableau,
  type LigneDeTableau,
  type MagasinEtablissement,
} from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Cloture } from './clore-depot.ts';
import type { Depot } from './depot.ts';
import type { DossierDeFlux } from './dossiers.ts';
import type { Memoire } from './memoire.ts';

/** DynamoDB keeps 400 KB an item; a MEF with its programme is some 5. */
const OCTETS_PAR_LIGNE = 300 * 1024;

/** The row that a dossier of each feed becomes. */
const LIGNES: { readonly [F in FluxDeTableau]: (dossier: DossierDeFlux[F]) => LigneDeTableau } = {
  structures: ({ position: _, ...structure }) => ({
    sorte: 'structure',
    cle: cleDeStructure(structure),
    contenu: structure,
  }),
  'nomenclature-siecle': ({ position: _, ...mef }) => ({ sorte: 'mef', cle: mef.codeMef, contenu: mef }),
  responsables: ({ position: _, ...responsables }) => ({
    sorte: 'responsables',
    cle: responsables.eleveId,
    contenu: responsables,
  }),
  communs: ({ position: _, ...communs }) => ({ sorte: 'communs', cle: CLE_DES_COMMUNS, contenu: communs }),
  sts: (dossier) =>
    dossier.type === 'enseignant'
      ? { sorte: 'enseignant', cle: cleDEnseignant(dossier.enseignant), contenu: dossier.enseignant }
      : {
          sorte: 'service',
          cle: cleDeStructure(dossier.structure),
          contenu: { structure: dossier.structure, services: dossier.services },
        },
};

/**
 * One row of a feed that a deposit replaces as a whole: nobody sees it before the deposit closes. A deposit older than
 * the current one writes nothing.
 */
export async function integrerLigne<F extends FluxDeTableau>(
  { etablissement, memoire }: { readonly etablissement: MagasinEtablissement; readonly memoire: Memoire },
  { annee, proprietaire: uai, depotId }: Depot,
  flux: F,
  dossier: DossierDeFlux[F],
): Promise<readonly Anomalie[]> {
  if (annee === null) throw new Error('a deposit of an establishment without a school year');
  const eleve = 'eleveId' in dossier ? dossier.eleveId : null;
  const lieu = { ...dossier.position, eleve };
  const courant = await memoire.courant(uai, annee, flux);
  if (courant !== null && courant.depotId > depotId) return [anomalie('import-perime', lieu)];
  const ligne = LIGNES[flux](dossier);
  const octets = Buffer.byteLength(JSON.stringify(ligne));
  if (octets > OCTETS_PAR_LIGNE) return [anomalie('ligne-trop-grande', { ...lieu, ko: Math.ceil(octets / 1024) })];
  await etablissement.ecrire(uai, annee, flux, depotId, ligne);
  return [];
}

/**
 * Makes the rows of a deposit current, once its every lot is applied. Guardians of a pupil whom the file gives badly
 * stay as they were: a refusal touches nothing.
 */
export function rendreCourant(etablissement: MagasinEtablissement): Cloture {
  return async ({ flux, annee, proprietaire, depotId }, anomalies) => {
    if (flux !== null && annee !== null && estFluxDeTableau(flux)) {
      const refuses = anomalies.flatMap(({ gravite, eleve }) => (gravite === 'refus-dossier' ? (eleve ?? []) : []));
      for (const eleveId of flux === 'responsables' ? new Set(refuses) : []) {
        const responsables = await etablissement.lireResponsables(proprietaire, annee, eleveId);
        if (responsables.length === 0) continue;
        const contenu = { eleveId, responsables };
        await etablissement.ecrire(proprietaire, annee, flux, depotId, {
          sorte: 'responsables',
          cle: eleveId,
          contenu,
        });
      }
      await etablissement.publier(proprietaire, annee, flux, depotId);
    }
    return [];
  };
}
