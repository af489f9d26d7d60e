import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import type { Travail } from '../../livret/magasin-travaux.ts';
import { attente, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

/** Calls the walk until it is over. Cut short, it goes on where it was when the command is given again. */
export async function migrer(
  cible: Cible,
  demande: { readonly recalculer: boolean; readonly recommencer: boolean; readonly json: boolean },
): Promise<Sortie> {
  const travail = demande.recalculer ? 'completude' : 'schema';
  const appeler = (action: string) => cible.appeler<Travail>('livret/migrer', { travail, action });
  const suivi = attente();
  try {
    let ou = await appeler(demande.recommencer ? 'recommencer' : 'commencer');
    while (ou.termineLe === null) {
      suivi.dire(ouEnEst(ou));
      ou = await appeler('suivre');
    }
    suivi.finir();
    if (demande.json) ecrire(JSON.stringify(ou, null, 2));
    else {
      ecrire(`${ouEnEst(ou)}, depuis le ${dateFrancaiseDe(ou.commenceLe)}`);
    }
    return SORTIE.reussite;
  } finally {
    suivi.finir();
  }
}

function ouEnEst({ lus, reecrits }: Travail): string {
  return `${compte(lus, 'livret parcouru', 'livrets parcourus')}, ${compte(reecrits, 'réécrit')}`;
}
