import { z } from 'zod';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { demandeSuivreEnvois, suivreEnvois } from '../../shared/transfert/suivre-envois.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDesDroits,
  LSL_CALENDRIERS: calendriersDeTexte,
  LSL_LIVRETS_PAR_MINUTE_AU_PLUS: z.coerce.number().positive(),
  LSL_LIVRETS_PAR_MINUTE_AU_MOINS: z.coerce.number().positive(),
});
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  envois: magasinEnvois(livret.dynamo, env.TABLE_LIVRETS),
  academie: env.LSL_DEPLOIEMENT,
  calendriers: env.LSL_CALENDRIERS,
  rythme: { auPlus: env.LSL_LIVRETS_PAR_MINUTE_AU_PLUS, auMoins: env.LSL_LIVRETS_PAR_MINUTE_AU_MOINS },
};

export const handler = commandeHabilitee(
  ouvrirJournal('transfert/suivre-envois'),
  demandeSuivreEnvois,
  droitsDuRegistre(env, livret.dynamo),
  { operation: 'envoyer-livrets', objet: etablissementEnSession },
  (demande) => suivreEnvois(parts, demande),
);
