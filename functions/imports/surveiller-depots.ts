import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { z } from 'zod';
import { chainePlanification } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { surveillerDepots } from '../../shared/imports/surveiller-depots.ts';

const env = lireEnvironnement({
  TABLE_IMPORTS: z.string(),
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
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  lots: fileSqs<MessageDesLots>(clientSqs(), env.FILE_LOTS),
  journal,
};

export const handler = chainePlanification(journal, async () => {
  const retards = await surveillerDepots(parts, Date.now());
  mesures.addMetric('DepotsEnRetard', MetricUnit.Count, retards);
  mesures.publishStoredMetrics();
});
