import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { compterLesEtapes, type EtapeDuFichier, LIBELLES_D_ETAPE, type SuiviDUnJury } from '../../jury/suivi.ts';
import { tableauCsv } from '../../kernel/csv.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { instantFrancais } from '../../kernel/horloge.ts';
import { comparerNumeros, compte } from '../../kernel/texte.ts';
import { type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { direRole } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeSuivi {
  readonly session: number;
  readonly centre: string | undefined;
  /** Only juries whose centre has not downloaded the file. */
  readonly restants: boolean;
  /** Where to write juries, for a spreadsheet. */
  readonly csv: string | undefined;
  readonly json: boolean;
}

/** Which juries have not asked for their file, have none ready, have not downloaded it (R75). */
export async function suivi(cible: Cible, demande: DemandeDeSuivi): Promise<Sortie> {
  const { session, centre, restants, csv, json } = demande;
  const tous = await cible.appeler<SuiviDUnJury[]>('jury/suivre-fichiers', { session });
  const jurys = tous
    .filter(({ centres }) => centre === undefined || centres.includes(centre))
    .sort((a, b) => comparerNumeros(a.jury, b.jury));
  if (jurys.length === 0) {
    throw new ErreurCodee(
      'aucun-jury',
      centre === undefined
        ? `Aucun jury n’a de candidat dans la session ${session}.`
        : `Aucun jury de la session ${session} ne délibère dans le centre « ${centre} ».`,
      centre === undefined
        ? 'Déposez d’abord le fichier des candidats (« npx lsl deposer --pour academie »).'
        : '« npx lsl fichier-jury suivi » sans --centre donne le centre de chaque jury.',
    );
  }
  const comptes = compterLesEtapes(jurys);
  const retenus = restants ? jurys.filter(({ etape }) => etape !== 'telecharge') : jurys;
  if (csv !== undefined) await writeFile(csv, tableauCsv([ENTETE, ...retenus.map(enRangee)]));
  if (json) ecrire(JSON.stringify({ session, comptes, jurys: retenus }, null, 2));
  else {
    if (retenus.length > 0) ecrire(tableau(COLONNES, retenus));
    ecrire(`${compte(jurys.length, 'jury')} : ${resume(comptes)}`);
    if (csv !== undefined) ecrire(`${compte(retenus.length, 'jury écrit', 'jurys écrits')} dans ${csv}`);
  }
  return comptes.telecharge === jurys.length ? SORTIE.reussite : SORTIE.partielle;
}

const PEINDRE: Readonly<Record<EtapeDuFichier, (texte: string) => string>> = {
  'non-demande': pc.yellow,
  'en-cours': pc.yellow,
  refuse: pc.red,
  pret: pc.yellow,
  telecharge: pc.green,
};

/** « 3 pas demandés, 1 en cours, 12 téléchargés » */
const MOTS: Readonly<Record<EtapeDuFichier, readonly [string, string]>> = {
  'non-demande': ['pas demandé', 'pas demandés'],
  'en-cours': ['en cours', 'en cours'],
  refuse: ['refusé', 'refusés'],
  pret: ['prêt et pas téléchargé', 'prêts et pas téléchargés'],
  telecharge: ['téléchargé', 'téléchargés'],
};

function resume(comptes: Readonly<Record<EtapeDuFichier, number>>): string {
  const etapes = Object.keys(MOTS) as EtapeDuFichier[];
  return etapes
    .filter((etape) => comptes[etape] > 0)
    .map((etape) => PEINDRE[etape](compte(comptes[etape], ...MOTS[etape])))
    .join(', ');
}

const qui = (demandePar: string): string => (demandePar === 'planification' ? 'automatique' : direRole(demandePar));
const quand = (instant: string | null | undefined): string => (instant == null ? '' : instantFrancais(instant));

/** What is in the way, or how far it is. */
function detail({ etape, edition }: SuiviDUnJury): string {
  if (edition === null) return '';
  if (edition.incident !== null) return `dernier essai en échec (${edition.incident.code})`;
  if (edition.avancement !== null) return `${edition.avancement.faits} livrets sur ${edition.avancement.total}`;
  return etape === 'telecharge' ? `le ${quand(edition.telechargeLe)}` : '';
}

const COLONNES: readonly Colonne<SuiviDUnJury>[] = [
  { titre: 'Jury', valeur: ({ jury }) => jury },
  { titre: 'Centre', valeur: ({ centres }) => centres.join(', ') || VIDE, largeurMax: 24 },
  { titre: 'Candidats', valeur: ({ candidats }) => String(candidats), alignement: 'droite' },
  {
    titre: 'Livrets',
    valeur: ({ edition }) => (edition === null ? VIDE : String(edition.livrets)),
    alignement: 'droite',
  },
  { titre: 'Fichier', valeur: ({ etape }) => LIBELLES_D_ETAPE[etape] },
  { titre: 'Demandé par', valeur: ({ edition }) => (edition === null ? VIDE : qui(edition.demandePar)) },
  { titre: 'Détail', valeur: detail, largeurMax: 40 },
];

const ENTETE = [
  'Jury',
  'Centres',
  'Candidats',
  'Livrets',
  'Sans livret',
  'Fichier',
  'Édition',
  'Demandé le',
  'Demandé par',
  'Téléchargé le',
  'Détail',
];

function enRangee(ligne: SuiviDUnJury): string[] {
  const { jury, centres, candidats, etape, edition } = ligne;
  return [
    jury,
    centres.join(', '),
    String(candidats),
    edition === null ? '' : String(edition.livrets),
    edition === null ? '' : String(edition.sansLivret),
    LIBELLES_D_ETAPE[etape],
    edition === null ? '' : String(edition.n),
    quand(edition?.demandeLe),
    edition === null ? '' : qui(edition.demandePar),
    quand(edition?.telechargeLe),
    detail(ligne),
  ];
}
