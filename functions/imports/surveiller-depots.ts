import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { z } from 'zod';
import { chainePlanification } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { sansPublier } from '../../shared/imports/integrer-tableau.ts';
import type { MessageDeLot } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { surveillerDepots } from '../../shared/imports/surveiller-depots.ts';

const env = lireEnvironnement({
  TABLE_IMPORTS: z.string(),
  SEAU_DEPOTS: z.string(),
  FILE_LOTS: z.string(),
  LSL_DEPLOIEMENT: z.string(),
});
const journal = ouvrirJournal('imports/surveiller-depots');
const mesures = new Metrics({
  namespace: 'LSL',
  serviceName: 'imports',
  defaultDimensions: { deploiement: env.LSL_DEPLOIEMENT },
});
const parts = {
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  horloge: horlogeDuDeploiement(),
  publier: sansPublier,
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  lots: fileSqs<MessageDeLot>(clientSqs(), env.FILE_LOTS),
  journal,
};

export const handler = chainePlanification(journal, async () => {
  const retards = await surveillerDepots(parts, Date.now());
  mesures.addMetric('DepotsEnRetard', MetricUnit.Count, retards);
  mesures.publishStoredMetrics();
});
