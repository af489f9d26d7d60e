import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  ScheduledEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type { z } from 'zod';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import type { Journal } from './journal.ts';

/**
 * The middleware chains, once: queues, schedules, commands (direct invocation by the `lsl` command) and HTTP.
 * A Lambda entry parses its environment, joins its parts and gives one function to one of these.
 */

const MESSAGE_ILLISIBLE = (): ErreurCodee =>
  new ErreurCodee(
    'message-illisible',
    'Le message reçu n’a pas la forme attendue.',
    'Consultez la section « message-illisible » du guide d’exploitation.',
  );

/** Writes what failed, without its words; what is thrown has none either, since Lambda's runtime logs it. */
function journaliserLesErreurs(journal: Journal, evenement: string): middy.MiddlewareObj<unknown, unknown> {
  return {
    onError: (requete) => {
      journal.erreur(evenement, requete.error);
      requete.error = new Error(evenement);
    },
  };
}

export function lireMessage<Schema extends z.ZodType>(schema: Schema, corps: string): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(corps);
  } catch {
    throw MESSAGE_ILLISIBLE();
  }
  const lu = schema.safeParse(json);
  if (!lu.success) throw MESSAGE_ILLISIBLE();
  return lu.data;
}

/**
 * A queue: each message is parsed and treated by itself, those that fail are reported one by one and come
 * again until the dead-letter queue.
 */
export function chaineFile<Schema extends z.ZodType>(
  journal: Journal,
  schema: Schema,
  traiter: (message: z.infer<Schema>) => Promise<void>,
): (evenement: SQSEvent, contexte: Context) => Promise<SQSBatchResponse> {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(journaliserLesErreurs(journal, 'file interrompue'))
    .handler(async (evenement, contexte) => {
      const processeur = new BatchProcessor(EventType.SQS);
      return processPartialResponse(
        evenement,
        async (record: SQSRecord) => {
          try {
            await traiter(lireMessage(schema, record.body));
          } catch (erreur) {
            journal.erreur('message en échec', erreur, { messageId: record.messageId });
            throw erreur;
          }
        },
        processeur,
        // The report of each failure is the answer: throwing would hide which messages succeeded.
        { context: contexte, throwOnFullBatchFailure: false },
      );
    }) as (evenement: SQSEvent, contexte: Context) => Promise<SQSBatchResponse>;
}

/**
 * A table's stream: records say where something changed, several may say it of the same thing, which is treated once
 * for all of them. When that fails they come again, from the first of them on.
 *
 * @param sujetDe names what a changed item is part of; null for what is of no interest here
 */
export function chaineFlux(
  journal: Journal,
  sujetDe: (cle: { readonly pk: string; readonly sk: string }) => string | null,
  traiter: (sujet: string) => Promise<void>,
): (evenement: DynamoDBStreamEvent, contexte: Context) => Promise<DynamoDBBatchResponse> {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(journaliserLesErreurs(journal, 'flux interrompu'))
    .handler(async ({ Records }) => {
      const premiers = new Map<string, string>();
      for (const { dynamodb } of Records) {
        const sujet = sujetDe({ pk: dynamodb?.Keys?.pk?.S ?? '', sk: dynamodb?.Keys?.sk?.S ?? '' });
        if (sujet !== null && !premiers.has(sujet)) premiers.set(sujet, dynamodb?.SequenceNumber ?? '');
      }
      const batchItemFailures: { itemIdentifier: string }[] = [];
      for (const [sujet, itemIdentifier] of premiers) {
        try {
          await traiter(sujet);
        } catch (erreur) {
          journal.erreur('changement en échec', erreur);
          batchItemFailures.push({ itemIdentifier });
        }
      }
      return { batchItemFailures };
    }) as (evenement: DynamoDBStreamEvent, contexte: Context) => Promise<DynamoDBBatchResponse>;
}

/** A schedule: what it starts reads the state again and may run twice. */
export function chainePlanification(
  journal: Journal,
  executer: () => Promise<void>,
): (evenement: ScheduledEvent, contexte: Context) => Promise<void> {
  return middy<ScheduledEvent, void>()
    .use(journaliserLesErreurs(journal, 'tâche planifiée en échec'))
    .handler(async () => {
      await executer();
    }) as (evenement: ScheduledEvent, contexte: Context) => Promise<void>;
}

/** What a command answers: its result, or a coded French error that the caller shows as it is. */
export type ReponseDeCommande<T> =
  | { readonly reussie: true; readonly resultat: T }
  | {
      readonly reussie: false;
      readonly erreur: { readonly code: string; readonly message: string; readonly remede: string };
    };

/** A command, invoked by the `lsl` command with its user's AWS credentials, or by another function. */
export function chaineCommande<Schema extends z.ZodType, T>(
  journal: Journal,
  schema: Schema,
  executer: (demande: z.infer<Schema>) => Promise<T>,
): (evenement: unknown, contexte: Context) => Promise<ReponseDeCommande<T>> {
  return middy<unknown, ReponseDeCommande<T>>()
    .use(journaliserLesErreurs(journal, 'commande en échec'))
    .handler(async (evenement) => {
      const lu = schema.safeParse(evenement);
      if (!lu.success) {
        const champs = lu.error.issues
          .flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]))
          .filter((champ) => champ !== '');
        return refus(
          new ErreurCodee(
            'demande-malformee',
            `La demande est incomplète ou mal formée${champs.length === 0 ? '' : ` (${champs.join(', ')})`}.`,
            'Vérifiez les paramètres de la commande ; « npx lsl <commande> --aide » les décrit.',
          ),
        );
      }
      try {
        return { reussie: true, resultat: await executer(lu.data) };
      } catch (erreur) {
        if (estErreurCodee(erreur)) return refus(erreur);
        throw erreur;
      }
    }) as (evenement: unknown, contexte: Context) => Promise<ReponseDeCommande<T>>;
}

function refus(erreur: ErreurCodee): ReponseDeCommande<never> {
  return { reussie: false, erreur: { code: erreur.code, message: erreur.message, remede: erreur.remede } };
}

export interface RequeteHttp {
  readonly methode: string;
  readonly chemin: string;
  readonly corps: string | null;
}

export interface ReponseHttp {
  readonly statut: number;
  readonly type: string;
  readonly corps: string;
}

/** Headers that every answer carries: nothing is cached, framed, sniffed or sent on as a referrer. */
const EN_TETES = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/** HTTP: a coded error becomes `application/problem+json` (RFC 9457), anything else a 500 that says nothing. */
export function chaineHttp(
  journal: Journal,
  repondre: (requete: RequeteHttp) => Promise<ReponseHttp>,
): (evenement: APIGatewayProxyEventV2, contexte: Context) => Promise<APIGatewayProxyStructuredResultV2> {
  const reponse = (statut: number, type: string, corps: string): APIGatewayProxyStructuredResultV2 => ({
    statusCode: statut,
    headers: { ...EN_TETES, 'content-type': type },
    body: corps,
  });
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((requete) => {
      const { error } = requete;
      const connue = estErreurCodee(error);
      if (!connue) journal.erreur('requête en échec', error);
      requete.response = reponse(
        connue ? 422 : 500,
        'application/problem+json; charset=utf-8',
        JSON.stringify(
          connue
            ? { status: 422, code: error.code, title: error.message, detail: error.remede }
            : {
                status: 500,
                code: 'erreur-interne',
                title: 'Le service a rencontré une erreur.',
                detail: 'Réessayez dans quelques minutes ; l’équipe d’exploitation est prévenue.',
              },
        ),
      );
    })
    .handler(async (evenement) => {
      const corps =
        evenement.body === undefined
          ? null
          : evenement.isBase64Encoded
            ? Buffer.from(evenement.body, 'base64').toString('utf8')
            : evenement.body;
      const {
        statut,
        type,
        corps: texte,
      } = await repondre({
        methode: evenement.requestContext.http.method,
        chemin: evenement.rawPath,
        corps,
      });
      return reponse(statut, type, texte);
    }) as (evenement: APIGatewayProxyEventV2, contexte: Context) => Promise<APIGatewayProxyStructuredResultV2>;
}
