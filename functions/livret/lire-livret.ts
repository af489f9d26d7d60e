import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { consulterLivret } from '../../shared/livret/consulter-livret.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeLireLivret } from '../../shared/livret/lire-livret.ts';
import { magasinConsultations } from '../../shared/livret/magasin-consultations.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement(environnementDActe);
const journal = ouvrirJournal('livret/lire-livret');
const acte = partiesDActe(env);
const parts = { ...acte, consultations: magasinConsultations(acte.dynamo, env.TABLE_REGISTRE) };

export const handler = commandeReconnue(
  journal,
  demandeLireLivret,
  droitsDuRegistre(env, parts.dynamo),
  'lire-livret',
  (demande, acteur) => consulterLivret(parts, acteur, demande),
);
