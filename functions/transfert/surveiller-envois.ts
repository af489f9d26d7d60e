import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { z } from 'zod';
import { chainePlanification } from '../../shared/aws/chaines.ts';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { messagesDeLaFile } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';
import { surveillerEnvois } from '../../shared/transfert/surveiller-envois.ts';

const env = lireEnvironnement({
  ...environnementDesEnvois,
  LSL_CALENDRIERS: calendriersDeTexte,
  LSL_DEPLOIEMENT: z.string(),
});
const journal = ouvrirJournal('transfert/surveiller-envois');
const mesures = new Metrics({
  namespace: 'LSL',
  serviceName: 'transfert',
  defaultDimensions: { deploiement: env.LSL_DEPLOIEMENT },
});
const parts = {
  ...partiesDesEnvois(env),
  sessions: Object.keys(env.LSL_CALENDRIERS).map(Number),
  enFile: messagesDeLaFile(clientSqs(), env.FILE_TRANSFERT),
  journal,
};

export const handler = chainePlanification(journal, async () => {
  mesures.addMetric('EnvoisSansAccuse', MetricUnit.Count, await surveillerEnvois(parts, Date.now()));
  mesures.publishStoredMetrics();
});
