import { z } from 'zod';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import type { Envoi, LigneEleve, MagasinEnvois, PartiesDuLivret } from '../livret/index.ts';
import { juger, type LivretRetenu, retenu } from './envoyer-livrets.ts';

export const demandeSuivreEnvois = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
});

/** What an establishment sees of its sendings. */
export interface SuiviDesEnvois {
  /** Livrets that the référentiel has not acknowledged yet, and nothing retains. */
  readonly attendent: readonly string[];
  /** ISO instant since when the first of them waits; null when none does. */
  readonly depuis: string | null;
  /** Livrets of the académie that wait since before that. */
  readonly devant: number;
  /**
   * Until the last of them is told, at the rate that the deployment holds to; null when none waits. Those of other
   * establishments that came after share the queue: it is no promise.
   */
  readonly minutes: number | null;
  /** That rate. */
  readonly livretsParMinute: number;
  readonly retenus: readonly LivretRetenu[];
  /** Livrets of the establishment whose sending is acknowledged, and not withdrawn since. */
  readonly recus: number;
  /** Pupils whom another académie holds by now. */
  readonly repris: readonly string[];
}

export interface PartiesDeSuivi extends Pick<PartiesDuLivret, 'livrets' | 'registre' | 'etablissement' | 'horloge'> {
  readonly envois: Pick<MagasinEnvois, 'lister'>;
  readonly academie: string;
  readonly calendriers: Calendriers;
  readonly livretsParMinute: number;
}

const EN_PARALLELE = 8;

/** Two requests, pages aside; three more for each livret that is retained, which is judged again. */
export async function suivreEnvois(
  parts: PartiesDeSuivi,
  { uai, session }: z.infer<typeof demandeSuivreEnvois>,
): Promise<SuiviDesEnvois> {
  const [tous, eleves] = await Promise.all([
    parts.envois.lister(session),
    parts.registre.lireEleves(uai, anneeDeSession(sessionDe(session))),
  ]);
  const siens = tous.filter((envoi) => envoi.uai === uai);
  const enAttente = tous.filter((envoi) => envoi.retenu === null).sort(parAnciennete);
  const devant = enAttente.findIndex((envoi) => envoi.uai === uai);
  const attendent = enAttente.filter((envoi) => envoi.uai === uai);
  const { livretsParMinute } = parts;
  return {
    attendent: attendent.map(({ livretId }) => livretId),
    depuis: attendent[0]?.depuis ?? null,
    devant: Math.max(0, devant),
    minutes: attendent.length === 0 ? null : Math.ceil((devant + attendent.length) / livretsParMinute),
    livretsParMinute,
    retenus: await raisons(
      parts,
      session,
      siens.filter((envoi) => envoi.retenu !== null),
      new Map(eleves.map((eleve) => [eleve.livretId, eleve])),
    ),
    recus: eleves.filter(({ statutEnvoyeLe }) => statutEnvoyeLe !== null).length,
    repris: eleves.filter(({ suivi }) => suivi.repris).map(({ eleveId }) => eleveId),
  };
}

/** By the time since which they wait; turns tell apart those of one instant. */
function parAnciennete(a: Envoi, b: Envoi): number {
  const [avant, apres] = [`${a.depuis} ${a.tour}`, `${b.depuis} ${b.tour}`];
  return avant < apres ? -1 : avant > apres ? 1 : 0;
}

async function raisons(
  parts: PartiesDeSuivi,
  session: number,
  envois: readonly Envoi[],
  eleves: ReadonlyMap<string, LigneEleve>,
): Promise<LivretRetenu[]> {
  const lues: LivretRetenu[] = [];
  for (let debut = 0; debut < envois.length; debut += EN_PARALLELE) {
    const tranche = envois.slice(debut, debut + EN_PARALLELE);
    lues.push(
      ...(await Promise.all(
        tranche.map(async (envoi) => retenu(envoi, await raisonDe(parts, session, envoi, eleves.get(envoi.livretId)))),
      )),
    );
  }
  return lues;
}

/** What retains it by now: it may have been settled since. */
async function raisonDe(
  parts: PartiesDeSuivi,
  session: number,
  { livretId }: Envoi,
  eleve: LigneEleve | undefined,
): Promise<ErreurCodee> {
  const livret = await parts.livrets.lire(livretId);
  if (livret !== null && eleve !== undefined) {
    const sort = await juger(parts, session, livret, eleve);
    if (sort.sort === 'retenu') return sort.raison;
  }
  try {
    exigerServicesOuverts(calendrierDe(parts.calendriers, session), parts.horloge);
  } catch (erreur) {
    if (estErreurCodee(erreur)) return erreur;
    throw erreur;
  }
  return new ErreurCodee(
    'plus-retenu',
    'Ce qui retenait ce livret est réglé depuis.',
    'Renvoyez les livrets de sa division : il partira.',
  );
}
