import type { DepotAnnule } from '../../imports/annuler-depot.ts';
import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { ecrireCompteRendu } from '../compte-rendu.ts';
import { SORTIE, type Sortie } from '../sorties.ts';
import { attendreCompteRendu, sortieDuCompteRendu } from './deposer.ts';

export interface DemandeDAnnulation {
  readonly proprietaire: string;
  readonly depotId: string;
  readonly json: boolean;
}

/** Takes a deposit back, and shows what became of each pupil. */
export async function annuler(cible: Cible, { proprietaire, depotId, json }: DemandeDAnnulation): Promise<Sortie> {
  const annule = await cible.appeler<DepotAnnule>('imports/annuler-depot', { proprietaire, depotId });
  if (annule.annulation === null) {
    ecrire(json ? JSON.stringify(annule) : 'Dépôt annulé : rien n’en avait été appliqué.');
    return SORTIE.reussite;
  }
  const consultes = await attendreCompteRendu(cible, proprietaire, annule.annulation);
  if (json) ecrire(JSON.stringify(consultes.compteRendu, null, 2));
  else ecrireCompteRendu(consultes.compteRendu, consultes.noms);
  return sortieDuCompteRendu(consultes.compteRendu);
}
