import pc from 'picocolors';
import { Temporal } from 'temporal-polyfill';
import type { DelegationGardee, DelegationListee, revoquerDelegation } from '../../habilitations/index.ts';
import { libelleDe } from '../../habilitations/operations.ts';
import { dateFrancaise, dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const ETATS: Readonly<Record<DelegationListee['etat'], string>> = {
  'en-vigueur': pc.green('en vigueur'),
  'a-venir': pc.yellow('à venir'),
  terminee: pc.dim('terminée'),
  revoquee: pc.red('révoquée'),
};

/** All delegations of a school year; the one that runs without `annee`. */
export async function listerDelegations(
  cible: Cible,
  demande: { readonly uai: string; readonly annee: number | undefined; readonly json: boolean },
): Promise<Sortie> {
  const { uai, annee } = demande;
  const liste = await cible.appeler<DelegationListee[]>('habilitations/lister-delegations', {
    uai,
    ...(annee === undefined ? {} : { annee }),
  });
  if (demande.json) ecrire(JSON.stringify(liste, null, 2));
  else {
    ecrire(compte(liste.length, 'délégation'));
    for (const une of liste) {
      ecrireDelegation(une, ETATS[une.etat]);
      const { revoqueeLe, revoqueePar } = une;
      if (revoqueeLe !== null) ecrire(pc.dim(`  révoquée le ${dateFrancaiseDe(revoqueeLe)} par ${revoqueePar}`));
    }
  }
  return SORTIE.reussite;
}

export interface NouvelleDelegation {
  readonly uai: string;
  readonly personne: string;
  readonly operations: readonly string[];
  /** ISO dates. */
  readonly du: string;
  readonly au: string;
  readonly json: boolean;
}

/** Gives acts to a person, from a day to another (R13, R42). */
export async function deleguer(cible: Cible, { json, ...demande }: NouvelleDelegation): Promise<Sortie> {
  const donnee = await cible.appeler<DelegationGardee>('habilitations/deleguer', demande);
  if (json) ecrire(JSON.stringify(donnee, null, 2));
  else ecrireDelegation(donnee, pc.green('donnée'));
  return SORTIE.reussite;
}

export async function revoquer(
  cible: Cible,
  demande: {
    readonly uai: string;
    readonly annee: number | undefined;
    readonly delegationId: string;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const { uai, annee, delegationId } = demande;
  const revoquee = await cible.appeler<Awaited<ReturnType<typeof revoquerDelegation>>>(
    'habilitations/revoquer-delegation',
    { uai, delegationId, ...(annee === undefined ? {} : { annee }) },
  );
  if (demande.json) ecrire(JSON.stringify(revoquee, null, 2));
  else ecrire(`Délégation ${delegationId} révoquée, avec effet immédiat.`);
  return SORTIE.reussite;
}

const jour = (iso: string): string => dateFrancaise(Temporal.PlainDate.from(iso));

function ecrireDelegation({ a, delegationId, du, au, operations, par }: DelegationGardee, etat: string): void {
  ecrire(`\n${pc.bold(a)} ${pc.dim(delegationId)} : ${etat}`);
  ecrire(`  du ${jour(du)} au ${jour(au)}, par ${par}`);
  const actes = operations.map((operation) => `  - ${libelleDe(operation)}`);
  ecrire(actes.length === 0 ? '  contrôle et impression seulement' : actes.join('\n'));
}
