import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { CONTEXTE_LOCAL } from '../../infra/local/contexte.ts';
import { arreter, deployer, IDENTIFIANTS } from '../../infra/local/nuage.ts';
import { appeler } from '../../shared/aws/appels.ts';
import { compterMessages, rejouerRebut } from '../../shared/aws/rebut.ts';
import { ecrire } from '../../shared/cli/affichage.ts';
import { revendiquer } from '../../shared/cli/qui.ts';
import { lettreDeControleUai } from '../../shared/kernel/uai.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { ClasseEnMemoire } from '../livret/classe.ts';
import { UAI, validee } from '../livret/dossiers.ts';
import { ouvrirMandataire } from '../pannes/mandataire.ts';
import { ecriturePlace } from '../transfert/places.ts';

/**
 * Statuses of a whole académie on the local cloud, from « Envoyer livrets » to the last acknowledgement: how long, at what
 * rate, and none in a dead-letter queue (issue « transfert »). With a part of the calls to DynamoDB and SQS refused by a
 * proxy, what fails four times is driven again until everything ends. It deploys a cloud of its own, and ends it.
 *
 *     node test/bench/transfert-nuage.ts [statuts] [pour cent d’appels refusés]
 */
const PAR_ETABLISSEMENT = 250;
const SESSION = 2016;
const ECHEANCE_MS = 60 * 60_000;
const dossier = join(import.meta.dirname, '../../.cloud/bench');
const [statuts = 5_000, refuses = 0] = process.argv.slice(2).map(Number);

const { endpoint, region } = await deployer({ dossier, contexte: { ...CONTEXTE_LOCAL, academie: 'grenoble' } });
const config = { endpoint, region, credentials: IDENTIFIANTS };
const lambda = new LambdaClient(config);
const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(config));
const envois = magasinEnvois(dynamo, 'lsl-grenoble-livrets');
const mandataire = await ouvrirMandataire(endpoint);
try {
  const uais = await semer();
  if (refuses > 0) await placerLeMandataire();
  const debut = performance.now();
  mandataire.regler(refuses / 100);
  let demandes = 0;
  for (const uai of uais) demandes += await demander(uai);
  ecrire(`${demandes} envois demandés en ${secondes(debut)} s`);
  const rejoues = await attendre(debut);
  const duree = secondes(debut);
  mandataire.regler(0);
  const recus = await compterLesRecus();
  const { dynamodb, sqs: messages } = mandataire.comptes;
  ecrire(
    `${recus} statuts au référentiel et datés sur ${statuts}, en ${duree} s : ${Math.round(recus / duree)} par seconde` +
      (refuses === 0
        ? ''
        : ` · refusés : ${dynamodb.refuses} appels à DynamoDB sur ${dynamodb.refuses + dynamodb.passes}, ` +
          `${messages.refuses} à SQS sur ${messages.refuses + messages.passes}`) +
      ` · ${rejoues} messages rejoués du rebut`,
  );
  if (recus !== statuts || (refuses === 0 && rejoues > 0)) process.exitCode = 1;
} finally {
  await mandataire.fermer();
  await arreter({ dossier, garder: process.exitCode === 1 });
}

/** Establishments whose livrets are validated and paired, put into the tables as they stand. @returns their UAI */
async function semer(): Promise<string[]> {
  const uais: string[] = [];
  for (let debut = 0; debut < statuts; debut += PAR_ETABLISSEMENT) {
    const chiffres = String(3_801_000 + uais.length).padStart(7, '0');
    const uai = chiffres + lettreDeControleUai(chiffres);
    uais.push(uai);
    const places: Item[] = [];
    const classe = new ClasseEnMemoire();
    await classe.nomenclatures();
    for (let n = debut + 1; n <= Math.min(statuts, debut + PAR_ETABLISSEMENT); n++) {
      const noEleve = String(n).padStart(10, '0');
      const livretId = await classe.inscrire(n, {
        tete: {
          ...(n % 5 === 0 ? { format: 'papier', motifPapier: 'profil-atypique' } : validee()),
          appariement: { session: SESSION, noCandidat: `c${n}`, noEleve, par: 'ine' },
        },
      });
      places.push(ecriturePlace(noEleve, livretId).Put?.Item as Item);
    }
    await deposer('lsl-national-referentiel', places);
    for (const table of ['livrets', 'registre'] as const) {
      const items = JSON.parse(JSON.stringify(classe.dynamo.items(table)).replaceAll(UAI, uai)) as Item[];
      await deposer(`lsl-grenoble-${table}`, items);
    }
  }
  return uais;
}

type Item = Record<string, unknown>;

async function deposer(table: string, items: readonly Item[]): Promise<void> {
  for (let debut = 0; debut < items.length; debut += 25) {
    const tranche = items.slice(debut, debut + 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: tranche } }));
  }
}

/** The functions of the transfer speak to the cloud through the proxy from now on. */
async function placerLeMandataire(): Promise<void> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 500 }));
  for (const { FunctionName = '' } of Functions) {
    if (!/-transfert-/.test(FunctionName)) continue;
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL: mandataire.url };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }
}

/** « Envoyer livrets », asked again as long as it breaks off. */
async function demander(uai: string): Promise<number> {
  const qui = revendiquer({ enTantQue: undefined, etablissement: undefined }, { uai, session: SESSION });
  for (let essai = 1; ; essai++) {
    try {
      const demande = { uai, session: SESSION, qui };
      const { demandes } = await appeler<{ demandes: number }>(
        lambda,
        'lsl-grenoble-transfert-envoyer-livrets',
        demande,
      );
      return demandes;
    } catch (erreur) {
      if (refuses === 0 || essai === 20) throw erreur;
    }
  }
}

/** Until nothing waits any more. @returns messages that were driven again from a dead-letter queue */
async function attendre(debut: number): Promise<number> {
  let rejoues = 0;
  let dit = performance.now();
  for (;;) {
    const attendent = await envois.lister(SESSION);
    rejoues += await viderLesRebuts();
    if (attendent.length === 0) return rejoues;
    if (performance.now() - debut > ECHEANCE_MS) throw new Error(`${attendent.length} statuses still wait`);
    if (performance.now() - dit > 15_000) {
      dit = performance.now();
      ecrire(`… ${attendent.length} attendent encore, après ${secondes(debut)} s`);
    }
    await new Promise((suite) => setTimeout(suite, 1_000));
  }
}

async function viderLesRebuts(): Promise<number> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'lsl-' }));
  let rejoues = 0;
  for (const rebut of QueueUrls.filter((url) => url.endsWith('-rebut'))) {
    if ((await compterMessages(sqs, rebut)) === 0) continue;
    rejoues += (await rejouerRebut(sqs, { rebut, file: rebut.replace(/-rebut$/, '') })).rejoues;
  }
  return rejoues;
}

/** Livrets that have a date of sending, and whose status is at the référentiel: both, or neither counts. */
async function compterLesRecus(): Promise<number> {
  const dates = await compter('lsl-grenoble-registre', (item) => typeof item.statutEnvoyeLe === 'string');
  const arrives = await compter('lsl-national-referentiel', (item) => String(item.sk).startsWith('STATUT#'));
  return dates === arrives ? dates : -1;
}

async function compter(TableName: string, garder: (item: Item) => boolean): Promise<number> {
  let total = 0;
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await dynamo.send(new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }));
    total += (page.Items ?? []).filter(garder).length;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return total;
}

function secondes(debut: number): number {
  return Math.round((performance.now() - debut) / 1000);
}
