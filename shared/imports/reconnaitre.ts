import type { Element } from '../xml/element.ts';
import { commenceParBom, estUtf16 } from '../xml/encodages.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { refusXml } from '../xml/refus.ts';
import { refusFichier } from './anomalies.ts';
import { CANDIDATS_ENTETE, lireCandidats, PREMIERE_COLONNE } from './candidats.ts';
import { lireCommuns, PLAN_COMMUNS, RACINE_COMMUNS } from './communs.ts';
import { lireEleves, PLAN_ELEVES, RACINE_ELEVES } from './eleves.ts';
import { COLONNE_DES_INSCRIPTIONS, INSCRIPTIONS_ENTETE, lireInscriptions } from './inscriptions.ts';
import type { Lu } from './lu.ts';
import { lireNomenclature, PLAN_NOMENCLATURE, RACINE_NOMENCLATURE } from './nomenclature.ts';
import {
  lireNomenclatureDeSiecle,
  PLAN_NOMENCLATURE_SIECLE,
  RACINE_NOMENCLATURE_SIECLE,
} from './nomenclature-siecle.ts';
import { lireNotes, PLAN_NOTES, RACINE_NOTES } from './notes.ts';
import { lireResponsables, PLAN_RESPONSABLES, RACINE_RESPONSABLES } from './responsables.ts';
import { lireStructures, PLAN_STRUCTURES, RACINE_STRUCTURES } from './structures.ts';
import { lireSts, PLAN_STS, RACINE_STS, RACINE_STS_INVERSE } from './sts.ts';

/** Bytes at the start of a file that are enough to know whether it is XML or CSV. */
export const DEBUT_OCTETS = 4096;

/**
 * What a file is, from its content and never from its name (issue « imports »): a CSV by its header line; an
 * XML by its root, which only its reader can tell.
 *
 * @throws ErreurCodee fichier-vide, fichier-utf16, fichier-compresse, candidats-entete, inscriptions-entete,
 *   format-inconnu
 */
export function reconnaitre(debut: Uint8Array): 'xml' | LecteurCsv {
  if (estUtf16(debut)) throw refusXml('fichier-utf16', {}, { ligne: 1, colonne: 1 });
  if (estGzip(debut)) throw refusFichier('fichier-compresse', {});
  const utile = commenceParBom(debut) ? debut.subarray(3) : debut;
  const texte = Buffer.from(utile.buffer, utile.byteOffset, utile.length).toString('latin1').trimStart();
  if (texte === '' && debut.length < DEBUT_OCTETS) throw refusXml('fichier-vide', {}, { ligne: 1, colonne: 1 });
  if (texte.startsWith('<')) return 'xml';
  const ligne = texte.split(/\r?\n/, 1)[0] ?? '';
  if (ligne.trimEnd() === CANDIDATS_ENTETE) return lireCandidats;
  if (ligne.trimEnd() === INSCRIPTIONS_ENTETE) return lireInscriptions;
  if (ligne.toLowerCase().includes(PREMIERE_COLONNE)) throw refusFichier('candidats-entete', {});
  if (ligne.toLowerCase().includes(COLONNE_DES_INSCRIPTIONS)) throw refusFichier('inscriptions-entete', {});
  throw refusFichier('format-inconnu', {});
}

function estGzip([a, b]: Uint8Array): boolean {
  return a === 0x1f && b === 0x8b;
}

export type LecteurCsv = (source: AsyncIterable<Uint8Array>, octetsMax: number) => AsyncGenerator<Lu, void, undefined>;

export interface LecteurXml {
  readonly plan: Plan;
  /** The first event, the opening of the root, is already taken. */
  readonly lire: (racine: Element, evenements: AsyncIterable<Evenement>) => AsyncGenerator<Lu, void, undefined>;
}

const LECTEURS: ReadonlyMap<string, LecteurXml> = new Map([
  [RACINE_NOTES, { plan: PLAN_NOTES, lire: lireNotes }],
  [RACINE_ELEVES, { plan: PLAN_ELEVES, lire: lireEleves }],
  [RACINE_NOMENCLATURE, { plan: PLAN_NOMENCLATURE, lire: lireNomenclature }],
  [RACINE_STRUCTURES, { plan: PLAN_STRUCTURES, lire: lireStructures }],
  [RACINE_NOMENCLATURE_SIECLE, { plan: PLAN_NOMENCLATURE_SIECLE, lire: lireNomenclatureDeSiecle }],
  [RACINE_RESPONSABLES, { plan: PLAN_RESPONSABLES, lire: lireResponsables }],
  [RACINE_COMMUNS, { plan: PLAN_COMMUNS, lire: lireCommuns }],
  [RACINE_STS, { plan: PLAN_STS, lire: lireSts }],
]);

/** @throws ErreurCodee format-inconnu, sts-sens-inverse */
export function lecteurDe(racine: Element): LecteurXml {
  if (racine.nom === RACINE_STS_INVERSE) throw refusFichier('sts-sens-inverse', {}, racine);
  const lecteur = LECTEURS.get(racine.nom);
  if (lecteur === undefined) throw refusFichier('format-inconnu', {}, racine);
  return lecteur;
}
