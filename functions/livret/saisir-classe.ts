import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { mentionsDeTexte } from '../../shared/livret/saisir.ts';
import { demandeSaisirClasse, saisirClasse } from '../../shared/livret/saisir-classe.ts';

const env = lireEnvironnement({ ...environnementDActe, LSL_MENTIONS: mentionsDeTexte });
const journal = ouvrirJournal('livret/saisir-classe');
const parts = { ...partiesDActe(env), mentions: env.LSL_MENTIONS, journal };

export const handler = commandeReconnue(
  journal,
  demandeSaisirClasse,
  droitsDuRegistre(env, parts.dynamo),
  'lister-eleves',
  (demande, acteur) => saisirClasse(parts, acteur, demande),
);
