import pc from 'picocolors';
import { Temporal } from 'temporal-polyfill';
import { dateFrancaise, FUSEAU } from '../../kernel/horloge.ts';
import type { EvenementLu, HistoriqueLu } from '../../livret/lire-historique.ts';
import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
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

/** References that people read; hashes are for machines (`--json`). */
const MUETTES: ReadonlySet<string> = new Set(['empreinte', 'avant', 'apres']);

function ecrireEvenement({ seq, quand, libelle, par, role, references, motif }: EvenementLu): void {
  const { avant, apres } = references;
  const change = apres === undefined ? '' : ` : ${avant ?? ''} → ${apres}`;
  const heure = Temporal.Instant.from(quand).toZonedDateTimeISO(FUSEAU);
  const quandDit = `${dateFrancaise(heure.toPlainDate())} ${heure.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  ecrire(`${String(seq).padStart(4)}  ${quandDit}  ${pc.bold(libelle)}${change}`);
  const dits = Object.entries(references)
    .filter(([cle]) => !MUETTES.has(cle))
    .map(([cle, valeur]) => `${cle} ${valeur}`);
  ecrire(pc.dim(`      ${[role === null ? par : `${role} (${par})`, ...dits].join(' · ')}`));
  if (motif !== null) ecrire(`      « ${motif} »`);
}
