import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { Decodeur } from '../xml/encodages.ts';
import { refusXml } from '../xml/refus.ts';
import { refusFichier } from './anomalies.ts';
import type { Constat } from './constat.ts';

/** The files of the DEC: `;`, one header line, dates JJ/MM/AAAA, in UTF-8 or ISO-8859-15. */
export interface Modele<Colonne extends string> {
  /** All of them, in their order. */
  readonly colonnes: readonly Colonne[];
  /** Those whose content is looked at: nothing of the others is read, kept or told. */
  readonly lues: readonly Colonne[];
  readonly facultatives: ReadonlySet<Colonne>;
}

export const enteteDuModele = ({ colonnes }: Modele<string>): string => colonnes.join(';');

export interface LigneCsv {
  /** 1-based line of the file. */
  readonly ligne: number;
  readonly champs: readonly string[];
}

const CHAMP_MAX = 100;
const LIGNE_MAX = 4096;

/** csv-parse does not count delimiters: a line of nothing else would take all of the memory. */
const SEPARATEURS_MAX = 4096;

/**
 * The lines after the header. A line is a candidate: quotes have no meaning across lines, so that a stray one spoils
 * its own line only.
 *
 * @throws ErreurCodee fichier-trop-gros, csv-octet-hors-encodage, csv-ligne-trop-longue
 */
export async function* lireLignes(
  source: AsyncIterable<Uint8Array>,
  octetsMax: number,
): AsyncGenerator<LigneCsv, void, undefined> {
  const lecteur = parse({
    delimiter: ';',
    quote: null,
    record_delimiter: ['\r\n', '\n'],
    from_line: 2,
    info: true,
    max_record_size: LIGNE_MAX,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const textes = Readable.from(decoder(source, octetsMax));
  textes.on('error', (erreur) => lecteur.destroy(erreur));
  try {
    for await (const { record, info } of textes.pipe(lecteur) as AsyncIterable<{ record: string[]; info: Info }>) {
      yield { ligne: info.lines, champs: record.map(sansGuillemets) };
    }
  } catch (erreur) {
    if (erreur instanceof CsvError && erreur.code === 'CSV_MAX_RECORD_SIZE') {
      throw refusFichier('csv-ligne-trop-longue', { max: LIGNE_MAX }, { ligne: Number(erreur.lines ?? 1), colonne: 1 });
    }
    throw erreur;
  } finally {
    textes.destroy();
  }
}

/** « "DUPONT" » → « DUPONT »: some spreadsheets quote every field. */
function sansGuillemets(champ: string): string {
  const entoure = champ.length >= 2 && champ.startsWith('"') && champ.endsWith('"');
  return entoure ? champ.slice(1, -1).replaceAll('""', '"').trim() : champ;
}

/** In anomalies, `colonne` is the rank of the column. */
export function lieuDe<Colonne extends string>(
  { colonnes }: Modele<Colonne>,
  ligne: number,
  colonne: Colonne,
): { readonly ligne: number; readonly colonne: number } {
  return { ligne, colonne: colonnes.indexOf(colonne) + 1 };
}

/** The columns that are read, or null when the line has not its number of columns; what is wrong is reported. */
export function lireColonnes<Colonne extends string>(
  modele: Modele<Colonne>,
  { ligne, champs }: LigneCsv,
  constat: Constat,
): Readonly<Record<Colonne, string>> | null {
  const attendu = modele.colonnes.length;
  if (champs.length !== attendu) {
    constat.signaler('candidat-colonnes', { ligne, colonne: 1 }, { nombre: champs.length, attendu });
    return null;
  }
  const valeurs = Object.fromEntries(
    modele.lues.map((nom) => [nom, champs[modele.colonnes.indexOf(nom)] ?? '']),
  ) as Record<Colonne, string>;
  for (const champ of modele.lues) {
    const [valeur, lieu] = [valeurs[champ], lieuDe(modele, ligne, champ)];
    if (valeur === '' && !modele.facultatives.has(champ)) constat.signaler('candidat-champ-vide', lieu, { champ });
    if (valeur.length > CHAMP_MAX) constat.signaler('candidat-champ-trop-long', lieu, { champ, max: CHAMP_MAX });
    if (/\p{Cc}/u.test(valeur)) constat.signaler('candidat-caractere-interdit', lieu, { champ });
  }
  return valeurs;
}

/** « Zoé, Marie » → two first names. */
export function lirePrenoms(texte: string): string[] {
  return texte.split(/[\s,]+/).filter((prenom) => prenom !== '');
}

/**
 * The first character outside ASCII tells the encoding of the whole file: a UTF-8 sequence is most unlikely in
 * ISO-8859-15 (« Ã© »). What comes after must agree.
 */
async function* decoder(source: AsyncIterable<Uint8Array>, octetsMax: number): AsyncGenerator<string> {
  let decodeur: Decodeur | null = null;
  let attente: Uint8Array = new Uint8Array(0);
  let total = 0;
  let ligne = 1;
  let longueur = 0;
  for await (const octets of source) {
    total += octets.length;
    if (total > octetsMax) {
      throw refusXml('fichier-trop-gros', { mega: Math.floor(octetsMax / 1_000_000) }, { ligne, colonne: 1 });
    }
    let suite = octets;
    if (decodeur === null) {
      suite = attente.length === 0 ? octets : Buffer.concat([attente, octets]);
      const accent = suite.findIndex((octet) => octet >= 0x80);
      const assez = accent === -1 || suite.length - accent >= SEQUENCE_UTF8_MAX;
      attente = assez ? new Uint8Array(0) : new Uint8Array(suite.subarray(accent));
      if (!assez) suite = suite.subarray(0, accent);
      else if (accent !== -1) decodeur = new Decodeur(encodageDe(suite.subarray(accent)));
    }
    const { texte, invalide } = (decodeur ?? new Decodeur('utf-8')).decoder(suite);
    for (let debut = 0; debut < texte.length; ) {
      const fin = texte.indexOf('\n', debut);
      longueur += (fin === -1 ? texte.length : fin) - debut;
      if (longueur > LIGNE_MAX + SEPARATEURS_MAX) {
        throw refusFichier('csv-ligne-trop-longue', { max: LIGNE_MAX }, { ligne, colonne: 1 });
      }
      if (fin === -1) break;
      ligne += 1;
      longueur = 0;
      debut = fin + 1;
    }
    if (invalide) throw refusFichier('csv-octet-hors-encodage', {}, { ligne, colonne: 1 });
    yield texte;
  }
  if (attente.length > 0) yield new Decodeur(encodageDe(attente)).decoder(attente).texte;
  else if (decodeur?.inacheve) throw refusFichier('csv-octet-hors-encodage', {}, { ligne, colonne: 1 });
}

const SEQUENCE_UTF8_MAX = 4;

function encodageDe(accent: Uint8Array): 'utf-8' | 'iso-8859-15' {
  const utf8 = [2, 3, 4].some((longueur) => accent.length >= longueur && isUtf8(accent.subarray(0, longueur)));
  return utf8 ? 'utf-8' : 'iso-8859-15';
}
