import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { ErreurCodee } from '../kernel/erreur.ts';
import { decimalAffiche, type Note } from '../kernel/note.ts';
import { citer } from '../kernel/phrase.ts';
import type { EvaluationDemandee, ValeurDemandee } from '../livret/demande-de-saisie.ts';
import type { LigneDeGrille, SORTES_DE_CLASSE } from '../livret/lire-grille.ts';
import { cleDeLigne, type EvaluationSaisie, type ValeurSaisie } from '../livret/saisie.ts';

/**
 * The sheet of a class, in CSV for a spreadsheet: `lsl grille` writes it, `lsl saisir` reads it back. A cell shows what
 * counts, entered or imported; what its user did not change is not entered.
 */
export const NON_NOTE = 'NN';
const SEPARATEUR = ';';
const BOM = '\uFEFF';

/** What a sheet is of: a subject, or what is entered once a pupil. */
export type SorteDeFeuille = 'evaluation' | (typeof SORTES_DE_CLASSE)[number];

export function ecrireFeuille(sorte: SorteDeFeuille, lignes: readonly LigneDeGrille[]): string {
  const colonnes = colonnesDe(sorte, lignes);
  const rangees = lignes.map((ligne) => colonnes.map((colonne) => celluleDe(ligne, colonne)));
  return BOM + [colonnes, ...rangees].map((rangee) => `${rangee.map(proteger).join(SEPARATEUR)}\r\n`).join('');
}

const COLONNES: Readonly<Record<Exclude<SorteDeFeuille, 'evaluation'>, readonly string[]>> = {
  engagements: ['engagements', 'autre'],
  observation: ['texte'],
  investissement: ['texte'],
  'avis-chef': ['texte'],
  'avis-examen': ['avis'],
  mentions: ['mentions'],
};

function colonnesDe(sorte: SorteDeFeuille, lignes: readonly LigneDeGrille[]): string[] {
  const communes = ['eleve', 'nom', 'prenom', 'n'];
  if (sorte !== 'evaluation') return [...communes, ...COLONNES[sorte]];
  const matieres = lignes.flatMap(({ matiere }) => matiere ?? []);
  const periodes = matieres.some(({ periodique }) => periodique) ? ['p1', 'p2', 'p3'] : [];
  const codes = new Set(
    matieres.flatMap(({ rubriques }) => rubriques.flatMap(({ competences }) => competences.map(({ code }) => code))),
  );
  return [...communes, ...periodes, 'appreciation', ...[...codes].sort().map((code) => `c${code}`), 'ligne'];
}

function celluleDe(ligne: LigneDeGrille, colonne: string): string {
  const { eleveId, nom, prenom, saisie, matiere } = ligne;
  if (colonne === 'eleve') return eleveId;
  if (colonne === 'nom') return nom;
  if (colonne === 'prenom') return prenom;
  if (colonne === 'n') return saisie === null ? '' : String(saisie.n);
  if (colonne === 'ligne') return matiere === null ? '' : cleDeLigne(matiere);
  return lireChamp(saisie?.valeur ?? null, colonne) ?? lireChamp(ligne.importee, colonne) ?? '';
}

/** Null where the value does not speak of the field. */
function lireChamp(valeur: ValeurSaisie | null, colonne: string): string | null {
  if (valeur === null) return null;
  switch (valeur.sorte) {
    case 'evaluation': {
      if (colonne === 'appreciation') return valeur.appreciation === undefined ? null : (valeur.appreciation ?? '');
      const [genre, code] = [colonne.charAt(0), colonne.slice(1)];
      if (genre === 'c') return valeur.competences[code] ?? null;
      const note = valeur.periodes[code];
      return note === undefined ? null : noteDeFeuille(note);
    }
    case 'engagements':
      return colonne === 'engagements' ? valeur.engagements.join(' ') : (valeur.autre ?? '');
    case 'observation':
    case 'investissement':
    case 'avis-chef':
      return valeur.avis?.texte ?? '';
    case 'avis-examen':
      return valeur.avis ?? '';
    case 'mentions':
      return valeur.mentions.join(', ');
    default:
      return null;
  }
}

const noteDeFeuille = (note: Note): string => (note === null ? NON_NOTE : decimalAffiche(note));

/** Quoted when needed. A spreadsheet would run a text that begins as a formula does: it takes a quote before it. */
function proteger(cellule: string): string {
  const sure = /^[=+@\t\r]|^-./.test(cellule) ? `'${cellule}` : cellule;
  return /[";\r\n]/.test(sure) ? `"${sure.replaceAll('"', '""')}"` : sure;
}

/** A line of the sheet, by the names of its columns. */
export type Rangee = Readonly<Record<string, string>>;

/** A table in CSV as spreadsheets write it. @throws ErreurCodee `feuille-illisible` */
export function lireTableau(contenu: Uint8Array): Rangee[] {
  // A spreadsheet of Windows still writes its own encoding.
  const texte = new TextDecoder(isUtf8(contenu) ? 'utf-8' : 'windows-1252').decode(contenu);
  let rangees: Rangee[];
  try {
    rangees = parse(texte, {
      bom: true,
      delimiter: [SEPARATEUR, '\t'],
      columns: (noms: string[]) => noms.map((nom) => nom.trim().toLowerCase()),
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
  } catch {
    throw new ErreurCodee(
      'feuille-illisible',
      'Le fichier n’est pas un tableau CSV : ses lignes n’ont pas toutes les mêmes colonnes.',
      'Partez du fichier que la commande « lsl » écrit, et gardez le point-virgule comme séparateur.',
    );
  }
  return rangees.map((rangee) =>
    Object.fromEntries(Object.entries(rangee).map(([nom, cellule]) => [nom, cellule.replace(/^'(?=[=+@\t\r-])/, '')])),
  );
}

/**
 * @throws ErreurCodee `feuille-illisible`, `feuille-sans-eleve`
 */
export function lireFeuille(contenu: Uint8Array): Rangee[] {
  const rangees = lireTableau(contenu);
  if (rangees.length > 0 && rangees[0]?.eleve === undefined) {
    throw new ErreurCodee(
      'feuille-sans-eleve',
      'Le tableau n’a pas de colonne « eleve ».',
      'Ajoutez-la : elle porte l’identifiant SIECLE de chaque élève (ELEVE_ID), comme dans le fichier de « lsl grille ».',
    );
  }
  return rangees;
}

/** What a line of the sheet asks for; null when it changes nothing. */
export interface LigneASaisir {
  readonly eleveId: string;
  readonly valeur: ValeurDemandee;
  readonly vue: number | null;
}

/**
 * A line over what its pupil has. Columns that the sheet lacks stay as they were entered; without the column `n`, what
 * stands now is taken as seen.
 *
 * @throws ErreurCodee `feuille-eleve-inconnu`, `feuille-ligne-inconnue`
 */
export function aSaisir(
  { sorte, matiere: codeMatiere }: { readonly sorte: SorteDeFeuille; readonly matiere?: string | undefined },
  rangee: Rangee,
  grille: readonly LigneDeGrille[],
): LigneASaisir | null {
  const ligne = ligneDe(rangee, grille);
  const { eleveId, saisie, importee } = ligne;
  const vue = rangee.n === undefined ? (saisie?.n ?? null) : rangee.n === '' ? null : Number(rangee.n);
  /** What the cell enters: undefined for nothing, so that the import shows again. */
  const entre = (colonne: string): string | undefined => {
    const cellule = rangee[colonne];
    const [tenue, importe] = [lireChamp(saisie?.valeur ?? null, colonne), lireChamp(importee, colonne)];
    if (cellule === undefined) return tenue ?? undefined;
    // A text that is wiped out is wiped out, a mark is taken back.
    if (cellule === '') return colonne === 'appreciation' && (importe ?? '') !== '' ? '' : undefined;
    return tenue === null && memeCellule(cellule, importe) ? undefined : cellule;
  };
  const valeur = sorte === 'evaluation' ? evaluation(ligne, codeMatiere, rangee, entre) : autre(sorte, ligne, rangee);
  if (valeur === null) return null;
  const memes = saisie !== null && cellules(saisie.valeur) === cellules(versSaisie(valeur));
  return memes ? null : { eleveId, valeur, vue };
}

function ligneDe({ eleve = '', ligne: cle = '' }: Rangee, grille: readonly LigneDeGrille[]): LigneDeGrille {
  const siennes = grille.filter(({ eleveId }) => eleveId === eleve);
  if (siennes.length === 0) {
    throw new ErreurCodee(
      'feuille-eleve-inconnu',
      `L’élève « ${citer(eleve)} » n’a pas de ligne dans cette grille.`,
      'Vérifiez la division ou le groupe, la matière et l’identifiant SIECLE (ELEVE_ID).',
    );
  }
  const visees =
    cle === '' ? siennes : siennes.filter(({ matiere }) => matiere !== null && cleDeLigne(matiere) === cle);
  const [visee, autreVisee] = visees;
  if (visee === undefined || autreVisee !== undefined) {
    throw new ErreurCodee(
      'feuille-ligne-inconnue',
      `La colonne « ligne » ne dit pas laquelle des ${siennes.length} lignes du livret de l’élève « ${citer(eleve)} » est visée.`,
      'Gardez la colonne « ligne » telle que « lsl grille » l’écrit.',
    );
  }
  return visee;
}

function evaluation(
  { matiere, saisie }: LigneDeGrille,
  /** The real language, where the row is of a rank. */
  demandee: string | undefined,
  rangee: Rangee,
  entre: (colonne: string) => string | undefined,
): EvaluationDemandee | null {
  if (matiere === null) return null;
  const tenue = saisie?.valeur.sorte === 'evaluation' ? saisie.valeur : null;
  const { regroupement, discipline, codeMatiere, modalite } = matiere;
  const colonnes = new Set([
    ...Object.keys(rangee),
    ...Object.keys(tenue?.periodes ?? {}).map((numero) => `p${numero}`),
    ...Object.keys(tenue?.competences ?? {}).map((code) => `c${code}`),
  ]);
  const periodes: Record<string, Note> = {};
  const competences: Record<string, string> = {};
  for (const colonne of colonnes) {
    const valeur = /^(p[1-9]|c[0-9]{4})$/.test(colonne) ? entre(colonne) : undefined;
    if (valeur === undefined) continue;
    if (colonne.startsWith('c')) competences[colonne.slice(1)] = valeur.toUpperCase();
    else periodes[colonne.slice(1)] = valeur.toUpperCase() === NON_NOTE ? null : valeur.replace(',', '.');
  }
  const appreciation = entre('appreciation');
  const { groupe } = tenue ?? {};
  const rienDeSaisi =
    Object.keys(periodes).length + Object.keys(competences).length === 0 && appreciation === undefined;
  if (rienDeSaisi && tenue === null) return null;
  return {
    sorte: 'evaluation',
    ligne: { regroupement, discipline, codeMatiere, modalite },
    codeMatiere: (demandee ?? codeMatiere) as EvaluationDemandee['codeMatiere'],
    periodes,
    competences,
    ...(appreciation === undefined ? {} : { appreciation: appreciation === '' ? null : appreciation }),
    ...(groupe === undefined ? {} : { groupe }),
  };
}

/** Opinions and engagements are entered as a whole: what is there as imported is not entered. */
function autre(
  sorte: Exclude<SorteDeFeuille, 'evaluation'>,
  { saisie, importee }: LigneDeGrille,
  rangee: Rangee,
): ValeurDemandee | null {
  const effective = saisie?.valeur ?? importee;
  const champ = (colonne: string): string => rangee[colonne] ?? lireChamp(effective, colonne) ?? '';
  if (COLONNES[sorte].every((colonne) => memeCellule(champ(colonne), lireChamp(effective, colonne)))) return null;
  if (sorte === 'engagements') {
    const codes = champ('engagements')
      .toUpperCase()
      .split(/[\s,]+/);
    return {
      sorte,
      engagements: codes.filter((code) => code !== '') as Extract<
        ValeurDemandee,
        { sorte: 'engagements' }
      >['engagements'],
      autre: champ('autre') === '' ? null : champ('autre'),
    };
  }
  if (sorte === 'mentions') {
    return {
      sorte,
      mentions: champ('mentions')
        .split(',')
        .map((une) => une.trim())
        .filter((une) => une !== ''),
    };
  }
  if (sorte === 'avis-examen') {
    const code = champ('avis').toUpperCase();
    return { sorte, avis: code === '' ? null : (code as Extract<ValeurDemandee, { sorte: 'avis-examen' }>['avis']) };
  }
  const texte = champ('texte');
  return { sorte, avis: texte === '' ? null : { texte, nom: '', prenom: '' } };
}

function memeCellule(cellule: string, tenue: string | null): boolean {
  const nette = (texte: string): string => texte.replace(/^([0-9]+)\.([0-9]+)$/, '$1,$2').trim();
  return nette(cellule) === nette(tenue ?? '');
}

function versSaisie(valeur: ValeurDemandee): ValeurSaisie {
  return (valeur.sorte === 'evaluation' ? { ...valeur, enseignants: [] } : valeur) as ValeurSaisie;
}

/** What a user could see of a value. */
function cellules(valeur: ValeurSaisie): string {
  if (valeur.sorte !== 'evaluation') return JSON.stringify(valeur);
  const { periodes, competences, appreciation }: EvaluationSaisie = valeur;
  const notes = Object.entries(periodes).map(([numero, note]) => [
    numero,
    note === null ? NON_NOTE : note.replace(/^([0-9]+)[,.]([0-9]*?)0*$/, '$1.$2').replace(/\.$/, ''),
  ]);
  return JSON.stringify([notes.sort(), Object.entries(competences).sort(), appreciation]);
}
