import { z } from 'zod';
import { magasinNumeros } from '../../shared/appariement/magasin-numeros.ts';
import { demandeReserverNumeros, reserverNumeros, tirerNumero } from '../../shared/appariement/reserver-numeros.ts';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';

const env = lireEnvironnement({ TABLE_REFERENTIEL: z.string() });
const parts = { numeros: magasinNumeros(clientDynamo(), env.TABLE_REFERENTIEL), tirer: tirerNumero };

export const handler = chaineCommande(
  ouvrirJournal('appariement/reserver-numeros'),
  demandeReserverNumeros,
  (demande) => reserverNumeros(parts, demande),
);
