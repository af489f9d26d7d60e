import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Tete } from '../../shared/livret/livret.ts';
import type { Envoi } from '../../shared/livret/magasin-envois.ts';
import type { Evenement } from '../../shared/preuve/evenement.ts';
import { consulterStatuts } from '../../shared/transfert/consulter-statuts.ts';
import type { MagasinReferentiel, Statut } from '../../shared/transfert/magasin-referentiel.ts';
import { clesDeVersion } from '../../shared/transfert/messages.ts';
import type { ObjetsEnMemoire } from '../doubles.ts';
import type { DynamoEnMemoire } from '../dynamo.ts';
import { type Academie, DELIBERATIONS, ELEVES, rangs, SESSION } from './academie.ts';

/**
 * What must be in force once everything was told, said again from the rules (docs/decisions/0020) and from evidence, not
 * from the code: by candidate, as juries ask for it.
 */
export interface ARegarder {
  readonly academies: readonly Academie[];
  readonly national: DynamoEnMemoire;
  readonly referentiel: MagasinReferentiel;
  readonly objets: ObjetsEnMemoire;
}

export async function verifierTout(monde: ARegarder): Promise<void> {
  for (const academie of monde.academies) {
    for (const n of rangs(ELEVES)) await verifierLivret(academie, n);
    for (const { noCandidat, livretId } of academie.candidats()) {
      await verifierCandidat(monde, academie, noCandidat, livretId);
    }
  }
  verifierLesVersions(monde);
}

/** Evidence has each act once, words are numbered without a hole, and what is retained says what the state says. */
async function verifierLivret(academie: Academie, n: number): Promise<void> {
  const tete = academie.tete(n);
  const evenements = await academie.classe.preuve(tete.livretId);
  expect(evenements.map(({ seq }) => seq)).toEqual(evenements.map((_, rang) => rang + 1));
  const numeros = academie.dynamo
    .items('livrets')
    .flatMap(({ pk, sk, n: no }) => (pk === `L#${tete.livretId}` && String(sk).startsWith('VERSION#') ? [no] : []));
  expect(numeros).toEqual(numeros.map((_, rang) => rang + 1));
  const envoi = await academie.classe.envois.lire(SESSION, tete.livretId);
  if (envoi === null) return;
  const vu = JSON.stringify({ envoi, etat: tete.etat, appariement: tete.appariement });
  if (envoi.retenu === 'deliberations-ouvertes') expect(dernierActe(evenements) >= DELIBERATIONS, vu).toBe(true);
  else if (envoi.retenu === 'non-apparie') expect(tete.appariement, vu).toBeNull();
  else if (envoi.retenu === 'oppose') expect([tete.appariement, tete.opposition === null], vu).toEqual([null, false]);
  else {
    // Asked for on paper or opposed, and neither since: it is not validated.
    expect(envoi.retenu, vu).toBe('non-valide');
    expect(
      depuisLaDemande(evenements)?.some((type) => DEVENU_NUMERIQUE.has(type)),
      vu,
    ).toBe(true);
  }
}

async function verifierCandidat(
  monde: ARegarder,
  academie: Academie,
  noCandidat: string,
  livretId: string | null,
): Promise<void> {
  const demande = { session: SESSION, academie: academie.nom, noCandidats: [noCandidat] };
  const [statut] = await consulterStatuts(monde.referentiel, demande);
  const n = rangs(ELEVES).find((rang) => academie.tete(rang).appariement?.noCandidat === noCandidat);
  const tete = n === undefined ? null : academie.tete(n);
  // A pair is the same on both sides.
  expect(tete?.livretId ?? null).toBe(livretId);
  // Kept from who held the pupil before, as long as who holds them by now has told nothing.
  if (statut !== undefined && estGarde(monde, statut)) return;
  // What would have told it otherwise came after the deliberations began: the word before stands.
  if (statut !== undefined && (await retenuParLeCalendrier(academie, statut.livretId))) return;
  if (tete !== null && compteEncore(monde, tete)) expect(statut, `${noCandidat}: kept, and not in force`).toBeDefined();
  if (tete === null || n === undefined || !tientSaPlace(monde, tete)) {
    expect(statut, `${noCandidat}: ${JSON.stringify(statut)}`).toBeUndefined();
    return;
  }
  const evenements = await academie.classe.preuve(tete.livretId);
  if (await retenuParLeCalendrier(academie, tete.livretId)) return;
  const envoi = await academie.classe.envois.lire(SESSION, tete.livretId);
  const ligne = await academie.parts.registre.lireEleve('0380029A', 2015, academie.eleve(n).eleveId);
  verifierLeStatut(tete, statut, evenements, envoi, ligne?.statutEnvoyeLe ?? null);
  if (statut?.empreintes != null && statut.retireLe === null && tete.etat === 'envoye' && envoi === null) {
    const cle = clesDeVersion(academie.nom, SESSION, tete.livretId, statut.epoque, statut.n).version;
    const { identite } = monde.objets.json(cle) as { identite: { nomDeFamille: string } };
    expect(identite.nomDeFamille).toBe(ligne?.nomDeFamille);
  }
}

async function retenuParLeCalendrier({ classe }: Academie, livretId: string): Promise<boolean> {
  return (await classe.envois.lire(SESSION, livretId))?.retenu === 'deliberations-ouvertes';
}

/** Of a livret that holds its pupil's place under the pair that it has. */
function verifierLeStatut(
  tete: Tete,
  statut: Statut | undefined,
  evenements: readonly Evenement[],
  envoi: Envoi | null,
  date: string | null,
): void {
  const types = evenements.map(({ type }) => type);
  const { etat, format, opposition, version } = tete;
  const vu = JSON.stringify({ etat, format, opposition, version, accuse: tete.accuse, envoi, types, statut, date });
  if (opposition !== null) {
    expect([statut?.retireLe, date], vu).toEqual([opposition.le, null]);
    return;
  }
  if (etat === 'envoye') {
    const { epoque, n } = version ?? {};
    expect(statut, vu).toMatchObject({ format, retireLe: null, correctionDepuis: null, epoque, n });
    if (format === 'numerique') expect(statut?.empreintes?.version, vu).toBe(version?.empreinte);
    expect(date, vu).toBe(statut?.recuLe);
    return;
  }
  // Asked for, and nothing happened since that would keep it from leaving.
  const depuis = depuisLaDemande(evenements);
  expect(depuis === null || depuis.some((type) => EMPECHENT.has(type)), vu).toBe(true);
  const { tous, tenus } = versionsDeLaPaire(evenements, tete);
  if (tous.length === 0) expect(statut, vu).toBeUndefined();
  const recue = tenus.some((no) => evenements.some((un) => estAccuse(un, no)));
  if (recue) expect(statut, vu).toBeDefined();
  if (statut === undefined) {
    expect(date, vu).toBeNull();
    return;
  }
  // Sent before: in force, and said to be corrected until it is sent again.
  expect([statut.retireLe, statut.correctionDepuis === null], vu).toEqual([null, false]);
  // Of one that was unlocked before its acknowledgement came, the sending is not dated, or as the version before.
  if (evenements.some((un) => estAccuse(un, statut.n))) expect(date, vu).toBe(statut.recuLe);
  else expect((date ?? '') <= statut.recuLe, vu).toBe(true);
}

const DEVENU_NUMERIQUE: ReadonlySet<string> = new Set(['format-change', 'opposition-levee']);

/** When something was last done that may have to be told: ISO. */
function dernierActe(evenements: readonly Evenement[]): string {
  return (
    evenements.findLast(({ type, references }) => A_DIRE.has(type) || references.corrige !== undefined)?.quand ?? ''
  );
}

const A_DIRE: ReadonlySet<string> = new Set([
  'envoi-demande',
  'livret-deverrouille',
  'opposition-enregistree',
  'opposition-levee',
  'apparie',
  'appariement-defait',
]);

/** What was done since the sending was asked for; null when it was not. */
function depuisLaDemande(evenements: readonly Evenement[]): string[] | null {
  const demande = evenements.findLastIndex(({ type }) => type === 'envoi-demande');
  return demande === -1 ? null : evenements.slice(demande).map(({ type }) => type);
}

const EMPECHENT: ReadonlySet<string> = new Set([
  'livret-deverrouille',
  'opposition-enregistree',
  'opposition-levee',
  'format-change',
  'appariement-defait',
]);

const VERSIONS: ReadonlySet<string> = new Set(['version-figee', 'version-renvoyee', 'statut-papier-envoye']);

/** Numbers of the versions and paper statuses told for the pair of a livret: ever, and since it was last made. */
function versionsDeLaPaire(
  evenements: readonly Evenement[],
  { appariement }: Tete,
): { readonly tous: number[]; readonly tenus: number[] } {
  const deLaPaire = (noCandidat: unknown, epoque: unknown): boolean =>
    noCandidat === appariement?.noCandidat && (epoque ?? 0) === (appariement?.epoque ?? 0);
  const tous: number[] = [];
  let tenus: number[] = [];
  let sienne = false;
  for (const { type, references } of evenements) {
    if (type === 'apparie') {
      sienne = deLaPaire(references.noCandidat, references.epoque);
      tenus = [];
    }
    if (!sienne || !VERSIONS.has(type)) continue;
    tous.push(Number(references.n));
    tenus.push(Number(references.n));
  }
  return { tous, tenus };
}

function estAccuse({ type, references }: Evenement, n: number): boolean {
  return type === 'statut-accuse' && references.n === n && references.avis === undefined;
}

interface PlaceLue {
  readonly epoque: number;
  readonly detenteur: { readonly academie: string; readonly livretId: string };
}

function placeDe({ national }: ARegarder, noEleve: string): PlaceLue | undefined {
  return national.tables.referentiel?.get(`S#${SESSION}#N#${noEleve}|PLACE`) as PlaceLue | undefined;
}

function estGarde(monde: ARegarder, { noEleve, epoque }: Statut): boolean {
  const actuelle = placeDe(monde, noEleve)?.epoque ?? 0;
  if (actuelle <= epoque) return false;
  return !monde.national
    .items('referentiel')
    .some((item) => String(item.sk).startsWith('VERSION#') && item.noEleve === noEleve && item.epoque === actuelle);
}

/** Sent and acknowledged before the pupil was taken over, by who has told nothing of them yet. */
function compteEncore(monde: ARegarder, { livretId, appariement, accuse }: Tete): boolean {
  const noEleve = appariement?.noEleve ?? '';
  const place = placeDe(monde, noEleve);
  const ontDit = monde.national
    .items('referentiel')
    .filter(({ sk, noEleve: no }) => String(sk).startsWith('VERSION#') && no === noEleve)
    .map((item) => item.livretId);
  return (
    place !== undefined &&
    place.detenteur.livretId !== livretId &&
    !ontDit.includes(place.detenteur.livretId) &&
    accuse?.avis === undefined &&
    accuse?.noCandidat === appariement?.noCandidat
  );
}

/** Under the pair that it has: no other académie took the pupil over since. */
function tientSaPlace(monde: ARegarder, { livretId, appariement }: Tete): boolean {
  const place = placeDe(monde, appariement?.noEleve ?? '');
  return place?.detenteur.livretId === livretId && place.epoque === (appariement?.epoque ?? 0);
}

/** Each holds what was announced of it. */
function verifierLesVersions({ national, objets }: ARegarder): void {
  const versions = national.items('referentiel').filter(({ sk }) => String(sk).startsWith('VERSION#'));
  for (const { academie, livretId, epoque, n, empreintes } of versions) {
    if (empreintes === undefined) continue;
    const cles = clesDeVersion(String(academie), SESSION, String(livretId), Number(epoque), Number(n));
    for (const objet of ['version', 'projection', 'termes'] as const) {
      const octets = objets.contenus.get(cles[objet]);
      expect(octets, cles[objet]).toBeDefined();
      const empreinte = createHash('sha256')
        .update(octets ?? '')
        .digest('hex');
      expect(empreinte).toBe((empreintes as Record<string, string>)[objet]);
    }
  }
}
