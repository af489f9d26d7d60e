import { academiesDeTexte } from '../../shared/appariement/academies.ts';
import { consulterAppariement, demandeConsulterAppariement } from '../../shared/appariement/consulter-appariement.ts';
import { environnementDeSituation, partiesDeSituation } from '../../shared/appariement/parts.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDeSituation,
  ...environnementDesDroits,
  LSL_ACADEMIES: academiesDeTexte,
});
const livret = partiesDuLivret(env);
const parts = { ...livret, ...partiesDeSituation(env, livret), academies: env.LSL_ACADEMIES };

export const handler = commandeHabilitee(
  ouvrirJournal('appariement/consulter-appariement'),
  demandeConsulterAppariement,
  droitsDuRegistre(env, parts.dynamo),
  { operation: 'consulter-appariement', objet: etablissementEnSession },
  (demande, acteur) => consulterAppariement(parts, acteur, demande),
);
