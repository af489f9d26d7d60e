import { chaineFlux } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { etablissementDeLigne } from '../../shared/livret/cles.ts';
import { magasinBilans } from '../../shared/livret/magasin-bilans.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { tenirBilan } from '../../shared/livret/tenir-bilans.ts';

const env = lireEnvironnement(environnementDuLivret);
const communes = partiesDuLivret(env);
const parts = { ...communes, bilans: magasinBilans(communes.dynamo, env.TABLE_REGISTRE) };

export const handler = chaineFlux(
  ouvrirJournal('livret/tenir-bilans'),
  (cle) => {
    const ligne = etablissementDeLigne(cle);
    return ligne === null ? null : `${ligne.uai}#${ligne.annee}`;
  },
  async (sujet) => {
    const [uai = '', annee = ''] = sujet.split('#');
    await tenirBilan(parts, { uai, annee: Number(annee) });
  },
);
