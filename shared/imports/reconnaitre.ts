import type { Element } from '../xml/element.ts';
import { commenceParBom, estUtf16 } from '../xml/encodages.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { refusXml } from '../xml/refus.ts';
import { refusFichier } from './anomalies.ts';
import { CANDIDATS_ENTETE, PREMIERE_COLONNE } from './candidats.ts';
import { lireEleves, PLAN_ELEVES, RACINE_ELEVES } from './eleves.ts';
import type { Lu } from './lu.ts';
import { lireNomenclature, PLAN_NOMENCLATURE, RACINE_NOMENCLATURE } from './nomenclature.ts';
import { lireNotes, PLAN_NOTES, RACINE_NOTES } from './notes.ts';

/** Bytes at the start of a file that are enough to know whether it is XML or CSV. */
export const DEBUT_OCTETS = 4096;

/**
 * What a file is, from its content and never from its name (issue « imports »): a CSV by its header line; an
 * XML by its root, which only its reader can tell.
 *
 * @throws ErreurCodee fichier-vide, fichier-utf16, fichier-compresse, candidats-entete, format-inconnu
 */
export function reconnaitre(debut: Uint8Array): 'xml' | 'candidats' {
  if (estUtf16(debut)) throw refusXml('fichier-utf16', {}, { ligne: 1, colonne: 1 });
  if (estGzip(debut)) throw refusFichier('fichier-compresse', {});
  const utile = commenceParBom(debut) ? debut.subarray(3) : debut;
  const texte = Buffer.from(utile.buffer, utile.byteOffset, utile.length).toString('latin1').trimStart();
  if (texte === '' && debut.length < DEBUT_OCTETS) throw refusXml('fichier-vide', {}, { ligne: 1, colonne: 1 });
  if (texte.startsWith('<')) return 'xml';
  const ligne = texte.split(/\r?\n/, 1)[0] ?? '';
  if (ligne.trimEnd() === CANDIDATS_ENTETE) return 'candidats';
  if (ligne.toLowerCase().includes(PREMIERE_COLONNE)) throw refusFichier('candidats-entete', {});
  throw refusFichier('format-inconnu', {});
}

function estGzip([a, b]: Uint8Array): boolean {
  return a === 0x1f && b === 0x8b;
}

export interface LecteurXml {
  readonly plan: Plan;
  /** The first event, the opening of the root, is already taken. */
  readonly lire: (racine: Element, evenements: AsyncIterable<Evenement>) => AsyncGenerator<Lu, void, undefined>;
}

const LECTEURS: ReadonlyMap<string, LecteurXml> = new Map([
  [RACINE_NOTES, { plan: PLAN_NOTES, lire: lireNotes }],
  [RACINE_ELEVES, { plan: PLAN_ELEVES, lire: lireEleves }],
  [RACINE_NOMENCLATURE, { plan: PLAN_NOMENCLATURE, lire: lireNomenclature }],
]);

/** @throws ErreurCodee format-inconnu */
export function lecteurDe(racine: Element): LecteurXml {
  const lecteur = LECTEURS.get(racine.nom);
  if (lecteur === undefined) throw refusFichier('format-inconnu', {}, racine);
  return lecteur;
}
