import { z } from 'zod';
import { magasinPlaces } from '../../shared/appariement/magasin-places.ts';
import { demandeReserverNumeros } from '../../shared/appariement/places.ts';
import { reserverNumeros, tirerNumero } from '../../shared/appariement/reserver-numeros.ts';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { lecteurDeSecret } from '../../shared/aws/secret.ts';

// One function an académie, which nobody else may call: who asks is what it is deployed for, not what it is told.
const env = lireEnvironnement({ TABLE_REFERENTIEL: z.string(), SECRET_INE: z.string(), LSL_ACADEMIE: z.string() });
const parts = {
  places: magasinPlaces(clientDynamo(), env.TABLE_REFERENTIEL, lecteurDeSecret(env.SECRET_INE)),
  tirer: tirerNumero,
};

export const handler = chaineCommande(
  ouvrirJournal('appariement/reserver-numeros'),
  demandeReserverNumeros,
  (demande) => reserverNumeros(parts, { ...demande, academie: env.LSL_ACADEMIE }),
);
