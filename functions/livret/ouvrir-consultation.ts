import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { magasinConsultations } from '../../shared/livret/magasin-consultations.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { demandeOuvrirConsultation, ouvrirConsultation } from '../../shared/livret/regler-consultation.ts';

const env = lireEnvironnement(environnementDActe);
const acte = partiesDActe(env);
const parts = { ...acte, consultations: magasinConsultations(acte.dynamo, env.TABLE_REGISTRE) };

export const handler = commandeReconnue(
  ouvrirJournal('livret/ouvrir-consultation'),
  demandeOuvrirConsultation,
  droitsDuRegistre(env, parts.dynamo),
  'ouvrir-consultation',
  (demande, acteur) => ouvrirConsultation(parts, acteur, demande),
);
