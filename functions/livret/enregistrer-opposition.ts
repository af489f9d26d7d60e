import { z } from 'zod';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import type { AnnonceDeLivret } from '../../shared/livret/annonce.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeEnregistrerOpposition, enregistrerOpposition } from '../../shared/livret/opposition.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement({ ...environnementDActe, FILE_TRANSFERT: z.string() });
const acte = partiesDActe(env);
const parts = { ...acte, annonces: fileSqs<AnnonceDeLivret>(clientSqs(), env.FILE_TRANSFERT) };

export const handler = commandeReconnue(
  ouvrirJournal('livret/enregistrer-opposition'),
  demandeEnregistrerOpposition,
  droitsDuRegistre(env, parts.dynamo),
  'enregistrer-opposition',
  (demande, acteur) => enregistrerOpposition(parts, acteur, demande),
);
