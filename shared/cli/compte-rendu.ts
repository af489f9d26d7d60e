import pc from 'picocolors';
import type { Anomalie } from '../imports/anomalie.ts';
import type { Bilan, CompteRendu, Verdict } from '../imports/depot.ts';
import type { Noms } from '../imports/formes.ts';
import { LIBELLES_FLUX, LIBELLES_VERDICT } from '../imports/libelles.ts';
import { compte } from '../kernel/texte.ts';
import { ecrire, VIDE } from './affichage.ts';
import { RecueilDeManques } from './manques.ts';

const PEINTURES: Readonly<Record<Verdict, (texte: string) => string>> = {
  accepte: pc.green,
  'deja-importe': pc.green,
  'accepte-partiellement': pc.yellow,
  'en-attente': pc.yellow,
  'a-decider': pc.yellow,
  annule: pc.yellow,
  refuse: pc.red,
};

const GRAVITES = {
  'refus-fichier': pc.red('fichier refusé'),
  'refus-dossier': pc.red('dossier refusé'),
  avertissement: pc.yellow('avertissement'),
} as const;

/** What a person reads after a deposit: what went in, what did not, where and what to do. */
export function ecrireCompteRendu(compteRendu: CompteRendu, noms: Noms = {}): void {
  const { flux, annee, verdict, dossiers, anomalies } = compteRendu;
  const peindre = PEINTURES[verdict];
  const annees = annee === null ? '' : `, année ${annee}-${annee + 1}`;
  ecrire(`${flux === null ? 'fichier' : LIBELLES_FLUX[flux]}${annees} : ${peindre(LIBELLES_VERDICT[verdict])}`);
  ecrireBilan(dossiers);
  ecrireAnomalies(anomalies, noms);
  const { anomaliesOmises } = compteRendu;
  if (anomaliesOmises > 0) ecrire(`  … et ${compte(anomaliesOmises, 'autre anomalie', 'autres anomalies')}`);
  const recueil = new RecueilDeManques();
  for (const manques of compteRendu.manques) recueil.noter(manques);
  recueil.ecrire(new Map());
  if (compteRendu.manquesOmis > 0)
    ecrire(`  … et les manques de ${compte(compteRendu.manquesOmis, 'autre élève', 'autres élèves')}`);
}

/** Counts of the dossiers read; nothing when the file was refused before the first. */
export function ecrireBilan({
  lus,
  acceptes,
  refuses,
  avertis,
  enAttente = 0,
  aDecider = 0,
}: Omit<Bilan, 'enAttente' | 'aDecider'> & Partial<Bilan>): void {
  if (lus === 0) return;
  const suites = [
    ...(enAttente === 0 ? [] : [`${enAttente} en attente de SIECLE`]),
    ...(aDecider === 0 ? [] : [`${aDecider} à revoir`]),
  ];
  ecrire(
    `  ${[
      compte(lus, 'dossier lu', 'dossiers lus'),
      compte(acceptes, 'accepté'),
      compte(refuses, 'refusé'),
      `${avertis} avec avertissement`,
      ...suites,
    ].join(' · ')}`,
  );
}

const ORDRE = Object.keys(GRAVITES);
/** Sentences of one code: they differ by a subject or a value, and a whole lycée may have hundreds of them. */
const PHRASES_MONTREES = 3;

/**
 * Refusals first. Anomalies of one code are told together, and those of one sentence once, with the places where they
 * stand: four hundred pupils with the same trouble are read at a glance.
 */
export function ecrireAnomalies(anomalies: readonly Anomalie[], noms: Noms = {}): void {
  const parCode = [...Map.groupBy(anomalies, ({ code }) => code).values()].sort(
    ([a], [b]) => ORDRE.indexOf(a?.gravite ?? '') - ORDRE.indexOf(b?.gravite ?? ''),
  );
  for (const deCeCode of parCode) {
    const parPhrase = [...Map.groupBy(deCeCode, ({ message }) => message).values()];
    for (const deCettePhrase of parPhrase.slice(0, PHRASES_MONTREES)) ecrirePhrase(deCettePhrase, noms);
    const autres = parPhrase.slice(PHRASES_MONTREES).flat();
    if (autres.length > 0)
      ecrire(pc.dim(`    … et ${compte(autres.length, 'autre du même genre', 'autres du même genre')}${chez(autres)}`));
    ecrire(`    ${deCeCode[0]?.remede}`);
  }
}

function ecrirePhrase(anomalies: readonly Anomalie[], noms: Noms): void {
  const [premiere] = anomalies;
  if (premiere === undefined) return;
  ecrire(`  ${GRAVITES[premiere.gravite]} ${premiere.message} ${pc.dim(`[${premiere.code}]`)}`);
  ecrire(pc.dim(`    ${lieux(anomalies, noms)}`));
}

/** « , chez 37 élèves » */
function chez(anomalies: readonly Anomalie[]): string {
  const eleves = new Set(anomalies.flatMap(({ eleve }) => eleve ?? [])).size;
  return eleves === 0 ? '' : `, chez ${compte(eleves, 'élève')}`;
}

const LIEUX_MONTRES = 6;

function lieux(anomalies: readonly Anomalie[], noms: Noms): string {
  const montres = anomalies.slice(0, LIEUX_MONTRES).map(({ eleve, ligne, colonne }) => {
    const place = ligne === null ? null : `ligne ${ligne}${colonne === null ? '' : `, colonne ${colonne}`}`;
    const qui = eleve === null ? null : (noms[eleve] ?? `élève ${eleve}`);
    return [qui, place].filter((texte) => texte !== null).join(', ') || VIDE;
  });
  const autres = anomalies.slice(LIEUX_MONTRES);
  const suite =
    autres.length > 0 ? ` ; et ${compte(autres.length, 'autre endroit', 'autres endroits')}${chez(autres)}` : '';
  return `${montres.join(' ; ')}${suite}`;
}
