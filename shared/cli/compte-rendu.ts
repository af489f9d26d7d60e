import pc from 'picocolors';
import type { Anomalie } from '../imports/anomalie.ts';
import type { CompteRendu } from '../imports/depot.ts';
import type { Flux } from '../imports/dossiers.ts';
import { compte } from '../kernel/texte.ts';
import { ecrire, VIDE } from './affichage.ts';

export const LIBELLES_FLUX: Readonly<Record<Flux, string>> = {
  notes: 'notes LSL',
  eleves: 'élèves SIECLE',
  nomenclature: 'nomenclature LSL',
  candidats: 'candidats de la DEC',
  inscriptions: 'inscriptions de Cyclades',
  liens: 'liens élèves-groupes SIECLE',
  structures: 'structures SIECLE',
  'nomenclature-siecle': 'nomenclature SIECLE',
  responsables: 'responsables SIECLE',
  communs: 'données communes SIECLE',
  sts: 'services STS-Web',
};

export const LIBELLES_VERDICT: Readonly<Record<CompteRendu['verdict'], string>> = {
  accepte: 'accepté',
  'accepte-partiellement': 'accepté en partie',
  refuse: 'refusé',
  'deja-importe': 'déjà importé',
};

const GRAVITES = {
  'refus-fichier': pc.red('fichier refusé'),
  'refus-dossier': pc.red('dossier refusé'),
  avertissement: pc.yellow('avertissement'),
} as const;

/** What a person reads after a deposit: what went in, what did not, where and what to do. */
export function ecrireCompteRendu(compteRendu: CompteRendu): void {
  const { flux, annee, verdict, dossiers, anomalies } = compteRendu;
  const peindre = verdict === 'refuse' ? pc.red : verdict === 'accepte-partiellement' ? pc.yellow : pc.green;
  const annees = annee === null ? '' : `, année ${annee}-${annee + 1}`;
  ecrire(`${flux === null ? 'fichier' : LIBELLES_FLUX[flux]}${annees} : ${peindre(LIBELLES_VERDICT[verdict])}`);
  ecrireBilan(dossiers);
  ecrireAnomalies(anomalies);
  const { anomaliesOmises } = compteRendu;
  if (anomaliesOmises > 0) ecrire(`  … et ${compte(anomaliesOmises, 'autre anomalie', 'autres anomalies')}`);
}

/** Counts of the dossiers read; nothing when the file was refused before the first. */
export function ecrireBilan({ lus, acceptes, refuses, avertis }: CompteRendu['dossiers']): void {
  if (lus === 0) return;
  ecrire(
    `  ${compte(lus, 'dossier lu', 'dossiers lus')} · ${compte(acceptes, 'accepté')} · ` +
      `${compte(refuses, 'refusé')} · ${avertis} avec avertissement`,
  );
}

/** Anomalies of the same code and remedy are told once, with the places where they stand. */
export function ecrireAnomalies(anomalies: readonly Anomalie[]): void {
  const groupes = new Map<string, Anomalie[]>();
  for (const anomalie of anomalies) {
    const cle = `${anomalie.code} ${anomalie.message}`;
    groupes.set(cle, [...(groupes.get(cle) ?? []), anomalie]);
  }
  for (const groupe of groupes.values()) {
    const [premiere] = groupe;
    if (premiere === undefined) continue;
    ecrire(`  ${GRAVITES[premiere.gravite]} ${premiere.message} ${pc.dim(`[${premiere.code}]`)}`);
    ecrire(pc.dim(`    ${lieux(groupe)}`));
    ecrire(`    ${premiere.remede}`);
  }
}

const LIEUX_MONTRES = 6;

function lieux(anomalies: readonly Anomalie[]): string {
  const montres = anomalies.slice(0, LIEUX_MONTRES).map(({ eleve, ligne, colonne }) => {
    const place = ligne === null ? VIDE : `ligne ${ligne}${colonne === null ? '' : `, colonne ${colonne}`}`;
    return eleve === null ? place : `élève ${eleve}, ${place}`;
  });
  const reste = anomalies.length - montres.length;
  return `${montres.join(' ; ')}${reste > 0 ? ` ; et ${compte(reste, 'autre endroit', 'autres endroits')}` : ''}`;
}
