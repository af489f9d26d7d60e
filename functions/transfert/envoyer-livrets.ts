import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/calendrier.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';
import { demandeEnvoyerLivrets, envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDesDroits,
  ...environnementDesEnvois,
  LSL_CALENDRIERS: calendriersDeTexte,
});
const journal = ouvrirJournal('transfert/envoyer-livrets');
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  ...partiesDesEnvois(env),
  academie: env.LSL_DEPLOIEMENT,
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = commandeHabilitee(
  journal,
  demandeEnvoyerLivrets,
  droitsDuRegistre(env, livret.dynamo),
  { operation: 'envoyer-livrets', objet: etablissementEnSession },
  (demande, acteur) => envoyerLivrets(parts, acteur, demande),
);
