import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeLireHistorique, lireHistorique } from '../../shared/livret/lire-historique.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { evenementsDesLivrets } from '../../shared/preuve/magasin-preuve.ts';

const env = lireEnvironnement(environnementDActe);
const acte = partiesDActe(env);
const parts = { ...acte, evenements: evenementsDesLivrets(acte.dynamo, env.TABLE_PREUVE) };

export const handler = commandeReconnue(
  ouvrirJournal('livret/lire-historique'),
  demandeLireHistorique,
  droitsDuRegistre(env, parts.dynamo),
  'consulter-historique',
  (demande, acteur) => lireHistorique(parts, acteur, demande),
);
