import { z } from 'zod';
import type { File } from '../aws/files.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { anomalie } from './anomalies.ts';
import { demandeSurDepot, depotDeSonProprietaire } from './demande.ts';
import type { Depot, DossierDiffere } from './depot.ts';
import { regler } from './differer.ts';
import type { MessageDesLots } from './integrer-lot.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export const demandeDeciderDossiers = demandeSurDepot.extend({
  decision: z.enum(['accepter', 'refuser']),
  /** ELEVE_ID of the dossiers; all that are still to be decided without it. */
  eleves: z.array(z.string().min(1)).nonempty().optional(),
});

export interface DecisionPrise {
  readonly decides: number;
  /** Dossiers that no longer wait for a decision, or never did. */
  readonly ecartes: readonly string[];
}

/** Dossiers of one message: the worker applies them in a few seconds. */
const DOSSIERS_PAR_MESSAGE = 50;
const EN_PARALLELE = 16;

/**
 * A person accepts or refuses dossiers of a deposit in review, one by one or all at once (R35). A decision stands: the
 * accepted ones are then applied by the queue, and the compte rendu is made again.
 *
 * Asked again, it sends again what was accepted and is not applied yet.
 */
export async function deciderDossiers(
  parts: { readonly depots: MagasinDepots; readonly lots: File<MessageDesLots> },
  demande: z.infer<typeof demandeDeciderDossiers>,
): Promise<DecisionPrise> {
  const { depots } = parts;
  const depot = await depotDeSonProprietaire(depots, demande);
  if (!depot.revue || depot.etat !== 'clos') {
    throw new ErreurCodee(
      'depot-sans-revue',
      depot.revue ? 'Ce dépôt n’est pas prêt pour la revue.' : 'Ce dépôt n’a pas été fait pour être revu.',
      depot.revue
        ? 'Attendez son compte rendu ; un dépôt annulé ne se revoit plus.'
        : 'Redéposez le fichier en demandant la revue des dossiers.',
    );
  }
  const differes = await depots.lireDifferes(depot.depotId, demande.eleves);
  const connus = new Set(differes.map(({ eleve }) => eleve));
  const ecartes = (demande.eleves ?? []).filter((eleve) => !connus.has(eleve));
  const accepter = demande.decision === 'accepter';
  const aEnvoyer: string[] = [];
  let decides = 0;
  for (let debut = 0; debut < differes.length; debut += EN_PARALLELE) {
    const tranche = differes.slice(debut, debut + EN_PARALLELE);
    await Promise.all(
      tranche.map(async (differe) => {
        if (accepter && differe.etat === 'accepte') aEnvoyer.push(differe.eleve);
        else if (differe.etat === 'a-decider' && (await decider(depots, depot, differe, accepter))) {
          decides += 1;
          if (accepter) aEnvoyer.push(differe.eleve);
        } else if (demande.eleves !== undefined) ecartes.push(differe.eleve);
      }),
    );
  }
  await envoyer(parts.lots, depot, aEnvoyer.sort());
  return { decides, ecartes: ecartes.sort() };
}

/** False when somebody else decided first, or when its content is no longer kept. */
async function decider(
  depots: MagasinDepots,
  depot: Depot,
  differe: DossierDiffere,
  accepter: boolean,
): Promise<boolean> {
  const lu = await depots.lireDiffere(depot.depotId, differe.eleve);
  if (lu === null || lu.dossier === null || lu.differe.etat !== 'a-decider') return false;
  if (accepter) {
    const accepte = { ...lu.differe, etat: 'accepte' } as const;
    return (await depots.executer(depots.ecrituresDiffere(depot.depotId, lu.differe, accepte, lu.dossier))).faite;
  }
  const { position, eleveId: eleve } = lu.dossier;
  const refus = anomalie('dossier-refuse-en-revue', { ...position, eleve });
  return regler({ depots }, depot, lu.differe, { etat: 'refuse', anomalies: [refus], manques: null }, depot.depotId);
}

/** A refusal alone changes the compte rendu too: it is made again by the queue. */
async function envoyer(lots: File<MessageDesLots>, { depotId, proprietaire }: Depot, eleves: string[]): Promise<void> {
  const messages: MessageDesLots[] = [];
  for (let debut = 0; debut < eleves.length; debut += DOSSIERS_PAR_MESSAGE) {
    const [premier, ...autres] = eleves.slice(debut, debut + DOSSIERS_PAR_MESSAGE);
    if (premier !== undefined) messages.push({ depotId, acceptes: [premier, ...autres] });
  }
  await lots.envoyer(messages.length === 0 ? [{ depotId, cloture: true }] : messages, proprietaire);
}
