import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { formeIne, lireIne } from '../kernel/ine.ts';
import { estNumeroDExamen } from '../kernel/numero.ts';
import { citer } from '../kernel/phrase.ts';
import { estUai } from '../kernel/uai.ts';
import { Decodeur } from '../xml/encodages.ts';
import { refusXml } from '../xml/refus.ts';
import { refusFichier } from './anomalies.ts';
import { Constat } from './constat.ts';
import type { DossierCandidat } from './dossiers.ts';
import type { Lu } from './lu.ts';
import { lireDateFrancaise } from './valeurs.ts';

const COLONNES = [
  'no_candidat',
  'no_pv',
  'ine',
  'nom_famille',
  'nom_usage',
  'prenoms',
  'date_naissance',
  'uai',
  'division',
  'serie',
  'categorie',
  'jury',
  'centre',
] as const;
type Colonne = (typeof COLONNES)[number];

export const CANDIDATS_ENTETE = COLONNES.join(';');
/** A file whose first line names it means to be a candidates file. */
export const PREMIERE_COLONNE: Colonne = COLONNES[0];

/** Numbers of the exam enter keys, commands and the pages of the jury. */
const NUMEROS: ReadonlySet<Colonne> = new Set<Colonne>(['no_candidat', 'no_pv', 'jury']);
const FACULTATIVES: ReadonlySet<Colonne> = new Set<Colonne>(['ine', 'nom_usage', 'division']);

const CHAMP_MAX = 100;
const LIGNE_MAX = 4096;

/**
 * The DEC's candidates CSV: the header above, `;`, dates JJ/MM/AAAA, in UTF-8 or ISO-8859-15.
 *
 * A line is a candidate: quotes have no meaning across lines, so that a stray one spoils its own line only. In
 * anomalies `colonne` is the rank of the column, and `eleve` the No candidat.
 *
 * @throws ErreurCodee fichier-trop-gros, csv-octet-hors-encodage, csv-ligne-trop-longue
 */
export async function* lireCandidats(
  source: AsyncIterable<Uint8Array>,
  octetsMax: number,
): AsyncGenerator<Lu, void, undefined> {
  yield { type: 'entete', flux: 'candidats', uai: null, annee: null, editeur: null, application: null };
  const lignes = new Map<string, number>();
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
      yield lireCandidat(record.map(sansGuillemets), info.lines, lignes);
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

function lireCandidat(champs: readonly string[], ligne: number, lignes: Map<string, number>): Lu {
  const noCandidat = champs[0] || null;
  const constat = new Constat(noCandidat === null ? null : citer(noCandidat));
  const lieu = (colonne: Colonne): { ligne: number; colonne: number } => ({
    ligne,
    colonne: COLONNES.indexOf(colonne) + 1,
  });
  if (champs.length !== COLONNES.length) {
    const details = { nombre: champs.length, attendu: COLONNES.length };
    constat.signaler('candidat-colonnes', { ligne, colonne: 1 }, details);
    return { type: 'refus', eleve: constat.eleve, anomalies: constat.anomalies };
  }
  const valeurs = Object.fromEntries(COLONNES.map((nom, rang) => [nom, champs[rang] ?? ''])) as Record<Colonne, string>;
  for (const champ of COLONNES) {
    const valeur = valeurs[champ];
    if (valeur === '' && !FACULTATIVES.has(champ)) constat.signaler('candidat-champ-vide', lieu(champ), { champ });
    if (valeur.length > CHAMP_MAX) constat.signaler('candidat-champ-trop-long', lieu(champ), { champ, max: CHAMP_MAX });
    if (valeur !== '' && NUMEROS.has(champ) && !estNumeroDExamen(valeur)) {
      constat.signaler('candidat-numero-invalide', lieu(champ), { champ });
    }
    if (/\p{Cc}/u.test(valeur)) constat.signaler('candidat-caractere-interdit', lieu(champ), { champ });
  }
  if (noCandidat !== null) {
    const premiere = lignes.get(noCandidat);
    if (premiere === undefined) lignes.set(noCandidat, ligne);
    else constat.signaler('candidat-en-double', lieu('no_candidat'), { premiere });
  }
  const { categorie, date_naissance, uai } = valeurs;
  const dateNaissance = lireDateFrancaise(date_naissance);
  if (dateNaissance === undefined && date_naissance !== '') {
    constat.signaler('date-de-naissance-invalide', lieu('date_naissance'), {});
  }
  if (uai !== '' && !estUai(uai)) constat.signaler('candidat-uai-invalide', lieu('uai'), {});
  if (categorie !== '' && categorie !== 'scolaire' && categorie !== 'individuel') {
    constat.signaler('candidat-categorie-inconnue', lieu('categorie'), { valeur: categorie });
  }
  // A pupil is paired by INE; a candidate of their own may never have had one.
  if (valeurs.ine === '' && categorie === 'scolaire') constat.signaler('ine-absent', lieu('ine'), {});
  if (valeurs.ine !== '' && formeIne(valeurs.ine) === undefined) constat.signaler('ine-mal-forme', lieu('ine'), {});
  return constat.conclure('candidats', {
    position: { ligne, colonne: 1 },
    noCandidat: valeurs.no_candidat,
    noPv: valeurs.no_pv,
    ine: lireIne(valeurs.ine) ?? null,
    nomDeFamille: valeurs.nom_famille,
    nomUsage: valeurs.nom_usage || null,
    prenoms: valeurs.prenoms.split(/[\s,]+/).filter((prenom) => prenom !== ''),
    dateNaissance: dateNaissance ?? '',
    uai,
    division: valeurs.division || null,
    serie: valeurs.serie,
    categorie: categorie as DossierCandidat['categorie'],
    jury: valeurs.jury,
    centre: valeurs.centre,
  });
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
    ligne += texte.split('\n').length - 1;
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
