import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { consulterStatuts, demandeConsulterStatuts } from '../../shared/transfert/consulter-statuts.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';

// One function an académie, which nobody else may call: who asks is what it is deployed for, not what it is told.
const env = lireEnvironnement({ TABLE_REFERENTIEL: z.string(), LSL_ACADEMIE: z.string() });
const referentiel = magasinReferentiel(clientDynamo(), env.TABLE_REFERENTIEL);

export const handler = chaineCommande(
  ouvrirJournal('transfert/consulter-statuts'),
  demandeConsulterStatuts,
  (demande) => consulterStatuts(referentiel, { ...demande, academie: env.LSL_ACADEMIE }),
);
