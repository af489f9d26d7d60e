import { z } from 'zod';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import type { Envoi, LigneEleve, MagasinEnvois, PartiesDuLivret } from '../livret/index.ts';
import { juger, type LivretRetenu, retenu } from './envoyer-livrets.ts';
import { refusDuReferentiel } from './refus.ts';

export const demandeSuivreEnvois = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
});

/** Livrets told in a minute: when all goes well, and when calls are made again and functions start. */
export interface Rythme {
  readonly auPlus: number;
  readonly auMoins: number;
}

/** What an establishment sees of its sendings. */
export interface SuiviDesEnvois {
  /** Livrets that the référentiel has not acknowledged yet, and nothing retains. */
  readonly attendent: readonly string[];
  /** ISO instant since when the first of them waits; null when none does. */
  readonly depuis: string | null;
  /** Livrets of other establishments of the académie asked for before the last of its own. */
  readonly devant: number;
  /**
   * Until the last of them is told; null when none waits. At best the establishment's own alone go first, as queues may
   * let those do who send little; at worst after all those in front, slowly.
   */
  readonly minutes: { readonly min: number; readonly max: number } | null;
  readonly retenus: readonly LivretRetenu[];
  /** Livrets of the establishment whose sending is acknowledged, and not withdrawn since. */
  readonly recus: number;
  /** Pupils whom another académie holds by now: what was sent of them is kept, and not in force. */
  readonly repris: readonly Pick<LigneEleve, 'eleveId' | 'livretId'>[];
}

export interface PartiesDeSuivi extends Pick<PartiesDuLivret, 'livrets' | 'registre' | 'etablissement' | 'horloge'> {
  readonly envois: Pick<MagasinEnvois, 'lister'>;
  readonly academie: string;
  readonly calendriers: Calendriers;
  readonly rythme: Rythme;
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
  const attendent = siens.filter((envoi) => envoi.retenu === null).sort(parTour);
  const dernier = attendent.at(-1);
  const devant =
    dernier === undefined
      ? 0
      : tous.filter((envoi) => envoi.retenu === null && envoi.uai !== uai && parTour(envoi, dernier) < 0).length;
  return {
    attendent: attendent.map(({ livretId }) => livretId),
    depuis: attendent[0]?.depuis ?? null,
    devant,
    minutes:
      dernier === undefined
        ? null
        : {
            min: Math.ceil(attendent.length / parts.rythme.auPlus),
            max: Math.ceil((devant + attendent.length) / parts.rythme.auMoins),
          },
    retenus: await raisons(
      parts,
      session,
      siens.filter((envoi) => envoi.retenu !== null),
      new Map(eleves.map((eleve) => [eleve.livretId, eleve])),
    ),
    recus: eleves.filter(({ statutEnvoyeLe }) => statutEnvoyeLe !== null).length,
    repris: eleves.flatMap(({ suivi, eleveId, livretId }) => (suivi.repris ? [{ eleveId, livretId }] : [])),
  };
}

/** As they were asked for: sent again after something retained it, a livret has no old place. */
function parTour(a: Envoi, b: Envoi): number {
  return a.tour < b.tour ? -1 : a.tour > b.tour ? 1 : 0;
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
  { livretId, retenu: code }: Envoi,
  eleve: LigneEleve | undefined,
): Promise<ErreurCodee> {
  const refus = refusDuReferentiel(code);
  if (refus !== null) return refus;
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
