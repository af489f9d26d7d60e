import { randomInt } from 'node:crypto';
import type { MagasinPlaces } from './magasin-places.ts';
import type { DemandeDePlaces, Detenteur, EleveAPlacer, Place, PlaceARendre, Reponse } from './places.ts';

/** Draws of a free number, and returns to what others wrote meanwhile. */
const ESSAIS = 10;

/** Ten random digits: opaque, derived from nothing (rules.md 21). */
export function tirerNumero(): string {
  const cinqChiffres = (): string => String(randomInt(0, 100_000)).padStart(5, '0');
  return cinqChiffres() + cinqChiffres();
}

export interface PartiesDesPlaces {
  readonly places: MagasinPlaces;
  readonly tirer: () => string;
}

/**
 * Places of the pupils of one académie: a number is unique in its session, nationally, a pupil has one place in a
 * session, whatever is asked twice, at once, or by two académies, and one livret at a time holds it.
 */
export async function reserverNumeros(
  parts: PartiesDesPlaces,
  { session, academie, eleves, rendues = [] }: DemandeDePlaces & { readonly academie: string },
): Promise<Record<string, Reponse>> {
  for (const rendue of rendues) await rendre(parts.places, session, academie, rendue);
  const situations = await parts.places.situer(session, eleves);
  const reponses: Record<string, Reponse> = {};
  for (const eleve of eleves) {
    reponses[eleve.livretId] = await placer(parts, session, academie, eleve, situations.get(eleve.livretId));
  }
  return reponses;
}

async function placer(
  { places, tirer }: PartiesDesPlaces,
  session: number,
  academie: string,
  eleve: EleveAPlacer,
  dejaLue: Situation | undefined,
): Promise<Reponse> {
  const lui: Detenteur = { academie, livretId: eleve.livretId };
  let situation = dejaLue;
  for (let essai = 1; essai <= ESSAIS; essai++) {
    situation ??= (await places.situer(session, [eleve])).get(eleve.livretId);
    const decision = decider(situation, lui, eleve);
    if (decision.acte === 'repondre') return decision.reponse;
    const { naissance = null } = situation ?? {};
    const apres: Place =
      decision.acte === 'creer'
        ? { session, noEleve: tirer(), epoque: 0, detenteur: lui, anciens: [], naissance }
        : decision.acte === 'completer'
          ? { ...decision.place, naissance }
          : passee(decision.place, lui);
    const faite =
      decision.acte === 'creer'
        ? await places.creer(apres, eleve)
        : await places.remplacer(decision.place, apres, decision.acte === 'completer' ? eleve.ine : null);
    if (faite) return placeTenue(apres);
    // Somebody else wrote, or drew the number: what stands by now decides.
    situation = undefined;
  }
  throw new Error(`no place after ${ESSAIS} tries`);
}

/**
 * What a pair had taken over, and no longer needs, is held again by who held it before, whose words count again. By its
 * present holder only, under the époque of that pair: said twice, or after another académie took it over, it changes
 * nothing; nor of a place that was given back itself, or two académies without a pair would give it to each other for ever.
 */
async function rendre(
  places: MagasinPlaces,
  session: number,
  academie: string,
  { livretId, noEleve, epoque }: PlaceARendre,
): Promise<void> {
  const place = await places.lire(session, noEleve);
  if (place === null || place.epoque !== epoque || !tient({ academie, livretId }, place)) return;
  const ancien = place.anciens.at(-1);
  if (ancien === undefined || place.rendue === true) return;
  // Refused, somebody took it over meanwhile: it is no longer this pair's to give.
  await places.remplacer(place, { ...passee(place, ancien), rendue: true }, null);
}

/** The place in other hands. */
function passee({ rendue: _, ...place }: Place, detenteur: Detenteur): Place {
  return { ...place, epoque: place.epoque + 1, detenteur, anciens: [...place.anciens, place.detenteur] };
}

function tient({ academie, livretId }: Detenteur, { detenteur }: Place): boolean {
  return detenteur.academie === academie && detenteur.livretId === livretId;
}

type Situation = Parameters<typeof decider>[0];

type Decision =
  | { readonly acte: 'repondre'; readonly reponse: Reponse }
  | { readonly acte: 'creer' }
  | { readonly acte: 'reprendre'; readonly place: Place }
  /** The livret's own, found from now on by the INE that it has by now. */
  | { readonly acte: 'completer'; readonly place: Place };

/**
 * What becomes of a demand. A livret that held the place takes it back, and one of another académie takes it over, when
 * it has a candidate: the exam is where the candidate is.
 */
export function decider(
  situation:
    | { readonly duLivret: Place | null; readonly deLIne: Place | null; readonly naissance: string | null }
    | undefined,
  lui: Detenteur,
  { noCandidat }: Pick<EleveAPlacer, 'noCandidat'>,
): Decision {
  const { duLivret = null, deLIne = null, naissance = null } = situation ?? {};
  const place = duLivret ?? deLIne;
  if (place === null) {
    return noCandidat === null ? { acte: 'repondre', reponse: { etat: 'inconnu' } } : { acte: 'creer' };
  }
  const { academie } = place.detenteur;
  if (tient(lui, place)) {
    const incomplete = place.naissance === null && naissance !== null && deLIne === null;
    return incomplete ? { acte: 'completer', place } : { acte: 'repondre', reponse: placeTenue(place) };
  }
  if (academie === lui.academie) return { acte: 'repondre', reponse: { etat: 'conflit' } };
  // By the INE alone: it may have been typed into another's record.
  if (duLivret === null && place.naissance !== naissance) return { acte: 'repondre', reponse: { etat: 'conflit' } };
  if (noCandidat === null) return { acte: 'repondre', reponse: { etat: 'ailleurs', academie } };
  return { acte: 'reprendre', place };
}

function placeTenue({ noEleve, epoque }: Place): Reponse {
  return { etat: 'place', noEleve, epoque };
}
