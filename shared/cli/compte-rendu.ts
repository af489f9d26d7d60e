import pc from 'picocolors';
import type { Anomalie } from '../imports/anomalie.ts';
import type { Bilan, CompteRendu, Verdict } from '../imports/depot.ts';
import type { Noms } from '../imports/formes.ts';
import { type GroupeDAnomalies, grouper } from '../imports/grouper.ts';
import { LIBELLES_FLUX, LIBELLES_VERDICT } from '../imports/libelles.ts';
import { compte } from '../kernel/texte.ts';
import { ecrire, VIDE } from './affichage.ts';

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

/** Anomalies that say the same are told once, with the places where they stand. */
export function ecrireAnomalies(anomalies: readonly Anomalie[], noms: Noms = {}): void {
  for (const { code, gravite, message, remede, lieux: places } of grouper(anomalies)) {
    ecrire(`  ${GRAVITES[gravite]} ${message} ${pc.dim(`[${code}]`)}`);
    ecrire(pc.dim(`    ${lieux(places, noms)}`));
    ecrire(`    ${remede}`);
  }
}

const LIEUX_MONTRES = 6;

function lieux(places: GroupeDAnomalies['lieux'], noms: Noms): string {
  const montres = places.slice(0, LIEUX_MONTRES).map(({ eleve, ligne, colonne }) => {
    const place = ligne === null ? null : `ligne ${ligne}${colonne === null ? '' : `, colonne ${colonne}`}`;
    const qui = eleve === null ? null : (noms[eleve] ?? `élève ${eleve}`);
    return [qui, place].filter((texte) => texte !== null).join(', ') || VIDE;
  });
  const reste = places.length - montres.length;
  return `${montres.join(' ; ')}${reste > 0 ? ` ; et ${compte(reste, 'autre endroit', 'autres endroits')}` : ''}`;
}
