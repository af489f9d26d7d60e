import pc from 'picocolors';
import { Temporal } from 'temporal-polyfill';
import { dateFrancaise, FUSEAU } from '../../kernel/horloge.ts';
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
};

/** Hashes are for machines (`--json`). */
const EMPREINTE = /^[0-9a-f]{64}$/;

const MARGE = '      ';

function ecrireEvenement({ seq, quand, libelle, par, role, references, motif }: EvenementLu): void {
  const { avant, apres, ...autres } = references;
  const [de, vers] = [ETATS[String(avant)], ETATS[String(apres)]];
  const change = de === undefined || vers === undefined ? '' : ` : ${de} → ${vers}`;
  const heure = Temporal.Instant.from(quand).toZonedDateTimeISO(FUSEAU);
  const quandDit = `${dateFrancaise(heure.toPlainDate())} ${heure.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  ecrire(`${String(seq).padStart(4)}  ${quandDit}  ${pc.bold(libelle)}${change}`);
  const dits = Object.entries(autres)
    .filter(([, valeur]) => !EMPREINTE.test(String(valeur)))
    .map(([cle, valeur]) => `${cle} ${valeur}`);
  const qui = role === null ? par : `${role} (${par})`;
  for (const ligne of plier([qui, ...dits], ' · ', MARGE)) ecrire(pc.dim(ligne));
  if (motif !== null) for (const ligne of plier(`« ${motif} »`.split(/\s+/), ' ', MARGE)) ecrire(ligne);
}
