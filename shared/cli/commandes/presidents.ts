import { readFile, writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import type { PresidenceDUnJury, PresidenceLue } from '../../jury/lire-presidents.ts';
import { type PersonneDuJury, type Presidence, presidence, VICE_PRESIDENTS_MAX } from '../../jury/presidents.ts';
import { tableauCsv } from '../../kernel/csv.ts';
import { jsonCanonique } from '../../kernel/empreinte.ts';
import { ErreurCodee, estErreurCodee } from '../../kernel/erreur.ts';
import { instantFrancais } from '../../kernel/horloge.ts';
import { citer } from '../../kernel/phrase.ts';
import { comparerNumeros, compte } from '../../kernel/texte.ts';
import { attente, type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { lireTableau, type Rangee } from '../feuille.ts';
import { tailleDuFichier } from '../fichiers.ts';
import { direRole } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDesPresidents {
  readonly session: number;
  /** All those of the académie when undefined. */
  readonly jury: string | undefined;
  /** Only juries without a president. */
  readonly absents: boolean;
  /** Where to write the sheet, to be filled and entered. */
  readonly csv: string | undefined;
  readonly json: boolean;
}

/** Who presides over each jury (R74). */
export async function presidents(cible: Cible, demande: DemandeDesPresidents): Promise<Sortie> {
  const { session, jury, absents, csv, json } = demande;
  const jurys = await lire(cible, session, jury);
  const sans = jurys.filter(({ presidence }) => (presidence?.president ?? null) === null);
  const retenus = absents ? sans : jurys;
  if (csv !== undefined) await writeFile(csv, tableauCsv([ENTETE, ...retenus.flatMap(enRangees)]));
  if (json) ecrire(JSON.stringify({ session, sansPresident: sans.length, jurys: retenus }, null, 2));
  else {
    if (retenus.length > 0) ecrire(tableau(COLONNES, retenus));
    ecrire(
      `${compte(jurys.length, 'jury')} : ${sans.length === 0 ? 'chacun a son président' : pc.yellow(compte(sans.length, 'sans président', 'sans président'))}`,
    );
    if (csv !== undefined) ecrire(`${compte(retenus.length, 'jury écrit', 'jurys écrits')} dans ${csv}`);
  }
  return sans.length === 0 ? SORTIE.reussite : SORTIE.partielle;
}

async function lire(cible: Cible, session: number, jury: string | undefined): Promise<PresidenceDUnJury[]> {
  const demande = { session, ...(jury === undefined ? {} : { jury }) };
  const jurys = await cible.appeler<PresidenceDUnJury[]>('jury/lire-presidents', demande);
  return jurys.sort((a, b) => comparerNumeros(a.jury, b.jury));
}

const nommer = ({ nom, prenom }: PersonneDuJury): string => `${prenom} ${nom}`;

const COLONNES: readonly Colonne<PresidenceDUnJury>[] = [
  { titre: 'Jury', valeur: ({ jury }) => jury },
  { titre: 'Centre', valeur: ({ centres }) => centres.join(', ') || VIDE, largeurMax: 16 },
  {
    titre: 'Président',
    valeur: ({ presidence: une }) => (une?.president == null ? VIDE : nommer(une.president)),
    largeurMax: 30,
  },
  {
    titre: 'Vice-présidents',
    valeur: ({ presidence: une }) => une?.vicePresidents.map(nommer).join(', ') || VIDE,
    largeurMax: 40,
  },
  {
    titre: 'Saisi',
    valeur: ({ presidence: une }) => (une === null ? VIDE : `${instantFrancais(une.le)} (${direRole(une.role)})`),
  },
];

const PRESIDENT = 'président';
const VICE_PRESIDENT = 'vice-président';
const ENTETE = ['jury', 'fonction', 'nom', 'prenom', 'n'];

/** A line a person; a jury without president has a line to be filled. */
function enRangees({ jury, presidence: une }: PresidenceDUnJury): string[][] {
  const n = une === null ? '' : String(une.n);
  const rangee = (fonction: string, personne: PersonneDuJury | null): string[] => [
    jury,
    fonction,
    personne?.nom ?? '',
    personne?.prenom ?? '',
    n,
  ];
  return [
    rangee(PRESIDENT, une?.president ?? null),
    ...(une?.vicePresidents ?? []).map((personne) => rangee(VICE_PRESIDENT, personne)),
  ];
}

export interface DemandeDeSaisieDesPresidents {
  readonly session: number;
  readonly jury: string | undefined;
  /** The sheet: jury, fonction, nom, prenom, n. */
  readonly fichier: string;
  readonly json: boolean;
}

type Issue =
  | { readonly jury: string; readonly etat: 'saisi' | 'inchange' }
  | {
      readonly jury: string;
      readonly etat: 'refuse';
      readonly code: string;
      readonly message: string;
      readonly remede: string;
    };

const EN_PARALLELE = 4;

/** Enters a sheet, jury by jury: one that is refused does not stop the others, one that says what stands changes nothing. */
export async function saisirPresidents(cible: Cible, demande: DemandeDeSaisieDesPresidents): Promise<Sortie> {
  const { session, jury, fichier, json } = demande;
  await tailleDuFichier(fichier);
  const voulues = lireFeuille(lireTableau(await readFile(fichier)));
  const actuelles = new Map((await lire(cible, session, jury)).map((un) => [un.jury, un]));
  const suivi = attente();
  const issues: Issue[] = [];
  try {
    for (let debut = 0; debut < voulues.length; debut += EN_PARALLELE) {
      suivi.dire(`${debut} sur ${compte(voulues.length, 'jury')}`);
      const tranche = voulues.slice(debut, debut + EN_PARALLELE);
      issues.push(
        ...(await Promise.all(tranche.map((voulue) => saisir(cible, session, voulue, actuelles.get(voulue.jury))))),
      );
    }
  } finally {
    suivi.finir();
  }
  const combien = (etat: Issue['etat']): number => issues.filter((issue) => issue.etat === etat).length;
  if (json) ecrire(JSON.stringify(issues, null, 2));
  else {
    for (const issue of issues) {
      if (issue.etat !== 'refuse') continue;
      const { code, message, remede } = issue;
      ecrire(`  ${pc.yellow('pas saisi')} jury ${issue.jury} : ${message} ${pc.dim(`[${code}]`)}\n    ${remede}`);
    }
    ecrire(
      [
        compte(combien('saisi'), 'jury saisi', 'jurys saisis'),
        ...(combien('inchange') === 0 ? [] : [`${combien('inchange')} sans changement`]),
        ...(combien('refuse') === 0 ? [] : [compte(combien('refuse'), 'refusé', 'refusés')]),
      ].join(' · '),
    );
  }
  if (combien('refuse') === 0) return SORTIE.reussite;
  return combien('refuse') === issues.length ? SORTIE.echec : SORTIE.partielle;
}

type PresidenceVoulue = Presidence & { readonly jury: string; readonly vue: number | null };

async function saisir(
  cible: Cible,
  session: number,
  { jury, vue, ...voulue }: PresidenceVoulue,
  actuelle: PresidenceDUnJury | undefined,
): Promise<Issue> {
  if (actuelle !== undefined && dit(voulue) === dit(actuelle.presidence ?? PERSONNE)) return { jury, etat: 'inchange' };
  try {
    await cible.appeler<PresidenceLue>('jury/nommer-presidents', { session, jury, vue, ...voulue });
    return { jury, etat: 'saisi' };
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    const { code, message, remede } = erreur;
    return { jury, etat: 'refuse', code, message, remede };
  }
}

const PERSONNE: Presidence = { president: null, vicePresidents: [] };
const dit = ({ president, vicePresidents }: Presidence): string => jsonCanonique({ president, vicePresidents });

/**
 * The juries of a sheet, each with all its lines; a line without a name is nobody.
 *
 * @throws ErreurCodee `presidents-colonnes`, `presidents-ligne`
 */
function lireFeuille(rangees: readonly Rangee[]): PresidenceVoulue[] {
  const colonnes = ENTETE.filter((nom) => nom !== 'n');
  const manque = colonnes.find((nom) => rangees[0]?.[nom] === undefined);
  if (manque !== undefined) {
    throw new ErreurCodee(
      'presidents-colonnes',
      rangees.length === 0 ? 'Le tableau n’a aucune ligne.' : `Le tableau n’a pas de colonne « ${manque} ».`,
      'Partez du fichier que « npx lsl presidents --csv » écrit, et remplissez-le.',
    );
  }
  return [...Map.groupBy(rangees, ({ jury = '' }) => jury)].map(([jury, siennes]) => {
    const lire = (fonction: string) =>
      siennes
        .filter((rangee) => fonctionDe(rangee) === fonction)
        .map(({ nom = '', prenom = '' }) => ({ nom, prenom }))
        .filter(({ nom, prenom }) => nom !== '' || prenom !== '');
    const [president = null, deTrop] = lire(PRESIDENT);
    const lue = presidence.safeParse({ president, vicePresidents: lire(VICE_PRESIDENT) });
    const vue = siennes[0]?.n ?? '';
    const connues = siennes.every((rangee) => [PRESIDENT, VICE_PRESIDENT].includes(fonctionDe(rangee)));
    if (!lue.success || deTrop !== undefined || !connues || !/^\d*$/.test(vue)) {
      throw new ErreurCodee(
        'presidents-ligne',
        `Les lignes du jury « ${citer(jury)} » ne se comprennent pas : un président au plus, ${VICE_PRESIDENTS_MAX} vice-présidents au plus, chacun avec nom et prénom.`,
        `La colonne « fonction » vaut « ${PRESIDENT} » ou « ${VICE_PRESIDENT} » ; laissez la colonne « n » comme elle est.`,
      );
    }
    return { jury, vue: vue === '' ? null : Number(vue), ...lue.data };
  });
}

/** Without accent or capital, « president » is understood too. */
function fonctionDe({ fonction = '' }: Rangee): string {
  const simple = fonction.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return simple === 'president' ? PRESIDENT : simple === 'vice-president' ? VICE_PRESIDENT : simple;
}
