import { Temporal } from 'temporal-polyfill';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { dateFrancaise } from '../../kernel/horloge.ts';
import type { SanctionSaisie, ValeurSaisie } from '../../livret/saisie.ts';
import type { IssueDeSaisie } from '../../livret/saisir.ts';
import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

type Sanction = NonNullable<SanctionSaisie['sanction']>;
const NATURES: Readonly<Record<Sanction['nature'], string>> = {
  blame: 'blâme',
  'perte-de-mention': 'perte de la mention',
  interdiction: 'interdiction de se présenter à l’examen',
};

export interface DemandeDeSanction {
  readonly livretId: string;
  readonly session: number;
  /** Null takes it back. */
  readonly sanction: Sanction | null;
  readonly json: boolean;
}

/** A number that no entry has: the refusal tells what stands, and nothing is written. */
const JAMAIS_VU = Number.MAX_SAFE_INTEGER;

/**
 * Enters a sanction of the exam, or takes it back (R56). The DEC reads no livret: what stands is known by the conflict
 * that an entry meets, and is told when it is replaced.
 *
 * @throws ErreurCodee `sanction-absente`, `sanction-en-conflit`
 */
export async function sanction(cible: Cible, demande: DemandeDeSanction): Promise<Sortie> {
  const { livretId, session, sanction: voulue } = demande;
  const saisir = (vue: number | null): Promise<IssueDeSaisie> =>
    cible.appeler<IssueDeSaisie>('livret/saisir', {
      livretId,
      annee: session - 1,
      valeur: { sorte: 'sanction-examen', sanction: voulue },
      vue,
    });
  let issue = await saisir(voulue === null ? JAMAIS_VU : null);
  let avant: Sanction | null = null;
  if (issue.etat === 'conflit') {
    avant = sanctionDe(issue.actuelle?.valeur);
    if (voulue === null && avant === null) throw sansSanction(session);
    issue = await saisir(issue.actuelle?.n ?? null);
  }
  if (issue.etat === 'conflit') {
    throw new ErreurCodee(
      'sanction-en-conflit',
      'Quelqu’un d’autre vient de saisir la sanction de ce livret : rien n’a été écrasé.',
      'Refaites la commande si la vôtre doit la remplacer.',
    );
  }
  if (demande.json) ecrire(JSON.stringify({ ...issue, avant }, null, 2));
  else {
    ecrire(`Livret ${livretId}, session ${session} : ${voulue === null ? 'sanction retirée' : dire(voulue)}.`);
    if (avant !== null) ecrire(`${voulue === null ? 'C’était' : 'À la place de'} : ${dire(avant)}.`);
  }
  return SORTIE.reussite;
}

const sanctionDe = (valeur: ValeurSaisie | undefined): Sanction | null =>
  valeur?.sorte === 'sanction-examen' ? valeur.sanction : null;

const jour = (iso: string): string => dateFrancaise(Temporal.PlainDate.from(iso));

/** Its motive is nowhere: R56 keeps it out. */
function dire({ nature, prononceeLe, jusquAu }: Sanction): string {
  return `${NATURES[nature]}, décision du ${jour(prononceeLe)}${jusquAu === null ? '' : `, jusqu’au ${jour(jusquAu)}`}`;
}

function sansSanction(session: number): ErreurCodee {
  return new ErreurCodee(
    'sanction-absente',
    `Ce livret n’a pas de sanction pour la session ${session}.`,
    'Vérifiez le livret et la session.',
  );
}
