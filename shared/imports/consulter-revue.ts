import { z } from 'zod';
import { comparerNoms } from '../kernel/texte.ts';
import { nomDeLigne, type PartiesDuLivret } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { demandeSurDepot, depotDeSonProprietaire } from './demande.ts';
import type { DossierDiffere } from './depot.ts';
import { type Difference, differences } from './differences.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export const demandeConsulterRevue = demandeSurDepot.extend({
  /** The pupil after whom the answer begins: that of `suite` in the answer before. */
  apres: z.string().optional(),
});

/** A dossier as the person who decides sees it. */
export interface DossierARevoir {
  readonly eleve: string;
  /** « MARTIN Zoé, TS1 », null as long as SIECLE does not know the pupil. */
  readonly nom: string | null;
  readonly etat: DossierDiffere['etat'];
  readonly anomalies: readonly Anomalie[];
  /** What accepting it would change, year by year. */
  readonly differences: readonly Difference[];
}

export interface RevueConsultee {
  readonly dossiers: readonly DossierARevoir[];
  /** Null when nothing follows. */
  readonly suite: string | null;
}

/** Pupils of one answer: a Lambda answers 6 MB at most, a pupil's differences are a few kilobytes. */
const PAR_REPONSE = 100;
const EN_PARALLELE = 8;

/** The dossiers of a deposit in review with what each would change (R35), those to be decided first asked for. */
export async function consulterRevue(
  parts: Pick<PartiesDuLivret, 'livrets' | 'registre'> & { readonly depots: MagasinDepots },
  demande: z.infer<typeof demandeConsulterRevue>,
): Promise<RevueConsultee> {
  const { depots } = parts;
  const depot = await depotDeSonProprietaire(depots, demande);
  const differes = (await depots.lireDifferes(depot.depotId))
    .sort((a, b) => (a.eleve < b.eleve ? -1 : 1))
    .filter(({ eleve }) => demande.apres === undefined || eleve > demande.apres);
  const page = differes.slice(0, PAR_REPONSE);
  const dossiers: DossierARevoir[] = [];
  for (let debut = 0; debut < page.length; debut += EN_PARALLELE) {
    const tranche = page.slice(debut, debut + EN_PARALLELE);
    dossiers.push(...(await Promise.all(tranche.map((differe) => revoir(parts, depot, differe)))));
  }
  return {
    dossiers: dossiers.sort((a, b) => comparerNoms(a.nom ?? '', b.nom ?? '') || (a.eleve < b.eleve ? -1 : 1)),
    suite: differes.length > page.length ? (page.at(-1)?.eleve ?? null) : null,
  };
}

async function revoir(
  { depots, livrets, registre }: Parameters<typeof consulterRevue>[0],
  { depotId, proprietaire }: { readonly depotId: string; readonly proprietaire: string },
  { eleve, annee, etat, anomalies }: DossierDiffere,
): Promise<DossierARevoir> {
  const [{ ligne, parSiecle }, lu] = [
    await registre.situer(proprietaire, annee, eleve, null),
    await depots.lireDiffere(depotId, eleve),
  ];
  const livret = parSiecle === null ? null : await livrets.lire(parSiecle);
  return {
    eleve,
    nom: ligne === null ? null : nomDeLigne(ligne),
    etat,
    anomalies,
    differences: lu?.dossier == null ? [] : differences(livret?.bases ?? [], lu.dossier),
  };
}
