import pc from 'picocolors';
import { Temporal } from 'temporal-polyfill';
import { dateFrancaise, instantFrancais } from '../../kernel/horloge.ts';
import type { EvenementLu, HistoriqueLu } from '../../livret/lire-historique.ts';
import { LIBELLES_ETAT } from '../../livret/machine.ts';
import { LIBELLES_DE_RECTIFICATION } from '../../livret/rectification.ts';
import { ecrire, plier } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { LIBELLES_DE_FORMAT } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

/** What happened to a livret; ends in part when the evidence does not hold. */
export async function historique(
  cible: Cible,
  { livretId, json }: { readonly livretId: string; readonly json: boolean },
): Promise<Sortie> {
  const lu = await cible.appeler<HistoriqueLu>('livret/lire-historique', { livretId });
  if (json) ecrire(JSON.stringify(lu, null, 2));
  else {
    ecrire(`Historique du livret ${livretId}\n`);
    for (const evenement of lu.evenements) ecrireEvenement(evenement);
    ecrire(
      lu.chaine.etat === 'entiere'
        ? pc.green('\nChaîne de preuve entière.')
        : pc.red(`\nChaîne de preuve rompue à partir de l’événement ${lu.chaine.aPartirDe} : prévenez l’exploitation.`),
    );
  }
  return lu.chaine.etat === 'entiere' ? SORTIE.reussite : SORTIE.partielle;
}

/** What a livret, its format or a request went from and to. */
const ETATS: Readonly<Record<string, string>> = {
  ...LIBELLES_ETAT,
  ...LIBELLES_DE_FORMAT,
  ...LIBELLES_DE_RECTIFICATION,
  aucun: 'aucun',
};

/** What people read of an event; hashes, numbers of entries and keys are for machines (`--json`). */
const REFERENCES: Readonly<Record<string, string>> = {
  session: 'session',
  uai: 'établissement',
  annee: 'année',
  corrige: 'corrigé',
  noCandidat: 'No candidat',
  noEleve: 'No Élève',
  moyen: 'par',
  demandePar: 'demandée par',
  demandeLe: 'demandée le',
};

/** « SAISIE#2015#069400-S-1f2e3d4c » is the subject 069400 of 2015-2016. */
function direSaisie(cle: string): string {
  const [, annee, ...quoi] = cle.split('#');
  const [matiere = ''] = (quoi[0] ?? '').split('-');
  const nom = SAISIES[quoi.join('#')] ?? `matière ${matiere}`;
  return `${nom}, ${annee}-${Number(annee) + 1}`;
}

const SAISIES: Readonly<Record<string, string>> = {
  ENGAGEMENTS: 'engagements',
  'AVIS#OBSERVATION': 'observation',
  'AVIS#INVESTISSEMENT': 'avis sur l’investissement',
  'AVIS#CHEF': 'avis du chef d’établissement',
  'AVIS#EXAMEN': 'avis pour l’examen',
  MENTIONS: 'mentions',
};

/** How a pair was made. */
const MOYENS: Readonly<Record<string, string>> = {
  ine: 'INE',
  'ine-corrige': 'INE corrigé',
  identite: 'identité',
  personne: 'décision d’une personne',
};

function direValeur(valeur: string | number): string {
  const moyen = MOYENS[valeur];
  if (moyen !== undefined) return moyen;
  if (valeur === 'eleve') return 'l’élève';
  if (valeur === 'responsable') return 'un responsable';
  return /^\d{4}-\d{2}-\d{2}$/.test(String(valeur))
    ? dateFrancaise(Temporal.PlainDate.from(String(valeur)))
    : String(valeur);
}

const MARGE = '      ';

function ecrireEvenement({ seq, quand, libelle, par, role, references, motif }: EvenementLu): void {
  const { avant, apres, etatAvant = avant, etatApres = apres, cle, ...autres } = references;
  const [de, vers] = [ETATS[String(etatAvant)], ETATS[String(etatApres)]];
  const change = de === undefined || vers === undefined ? '' : ` : ${de} → ${vers}`;
  ecrire(`${String(seq).padStart(4)}  ${instantFrancais(quand)}  ${pc.bold(libelle)}${change}`);
  const dits = [
    ...(cle === undefined ? [] : [direSaisie(String(cle))]),
    ...Object.entries(autres).flatMap(([nom, valeur]) =>
      nom in REFERENCES ? `${REFERENCES[nom]} ${direValeur(valeur)}` : [],
    ),
  ];
  const qui = role === null ? par : `${role} (${par})`;
  for (const ligne of plier([qui, ...dits], ' · ', MARGE)) ecrire(pc.dim(ligne));
  if (motif !== null) for (const ligne of plier(`« ${motif} »`.split(/\s+/), ' ', MARGE)) ecrire(ligne);
}
