import pc from 'picocolors';
import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import type { FormatChange } from '../../livret/changer-format.ts';
import type { LivretDeverrouille } from '../../livret/deverrouiller-livret.ts';
import type { SignalementLeve } from '../../livret/lever-signalement.ts';
import { LIBELLES_ETAT } from '../../livret/machine.ts';
import type { OppositionEnregistree } from '../../livret/opposition.ts';
import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { direFormat } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

/** The acts of the head on one livret. Each says what became of it, and what comes next. */

export async function deverrouiller(
  cible: Cible,
  { json, ...demande }: { readonly livretId: string; readonly motif: string; readonly json: boolean },
): Promise<Sortie> {
  const ouvert = await cible.appeler<LivretDeverrouille>('livret/deverrouiller-livret', demande);
  if (json) ecrire(JSON.stringify(ouvert, null, 2));
  else {
    ecrire(`Livret ${ouvert.livretId} déverrouillé, ${LIBELLES_ETAT[ouvert.etat]} : acte ${ouvert.acteId}.`);
    ecrire('Corrigez-le, validez-le de nouveau avec sa division, puis renvoyez-le s’il était parti.');
  }
  return SORTIE.reussite;
}

export async function opposition(
  cible: Cible,
  demande: {
    readonly livretId: string;
    readonly lever: boolean;
    readonly demandePar: string;
    readonly demandeLe: string;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const { livretId, lever, demandePar, demandeLe } = demande;
  const enregistree = await cible.appeler<OppositionEnregistree>('livret/enregistrer-opposition', {
    livretId,
    acte: lever ? 'lever' : 'opposer',
    demandePar,
    demandeLe,
  });
  if (demande.json) ecrire(JSON.stringify(enregistree, null, 2));
  else {
    ecrire(
      enregistree.opposeDepuis === null
        ? `Livret ${livretId} : plus d’opposition. S’il était parti, il revient au jury.`
        : `Livret ${livretId} : opposition enregistrée le ${dateFrancaiseDe(enregistree.opposeDepuis)}. Aucun livret n’est produit, ` +
            'ni numérique ni papier ; s’il était parti, il est retiré.',
    );
  }
  return SORTIE.reussite;
}

export async function format(
  cible: Cible,
  demande: {
    readonly livretId: string;
    readonly format: string;
    readonly motif: string | undefined;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const { livretId, motif } = demande;
  const change = await cible.appeler<FormatChange>('livret/changer-format', {
    livretId,
    format: demande.format,
    ...(motif === undefined ? {} : { motif }),
  });
  if (demande.json) ecrire(JSON.stringify(change, null, 2));
  else {
    ecrire(`Livret ${livretId} : format ${direFormat(change.motifPapier)}.`);
  }
  return SORTIE.reussite;
}

export async function signalement(
  cible: Cible,
  {
    json,
    ...demande
  }: {
    readonly livretId: string;
    readonly signalementId: string;
    readonly motif: string;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const leve = await cible.appeler<SignalementLeve>('livret/lever-signalement', demande);
  if (json) ecrire(JSON.stringify(leve, null, 2));
  else {
    ecrire(
      `Signalement levé. ${leve.restants === 0 ? pc.green('Aucun autre dans ce livret.') : `Reste ${compte(leve.restants, 'signalement')} dans ce livret.`}`,
    );
  }
  return SORTIE.reussite;
}
