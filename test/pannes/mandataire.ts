import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hasard } from '../../shared/fabrique/hasard.ts';

/**
 * A proxy in front of the local cloud that refuses a part of the calls to DynamoDB and SQS, as a cloud that is unwell does: some are
 * refused before they are done, some are done and their answer is lost, some connections are cut. Which ones follow from
 * a seed and from the order of calls, which the machine decides.
 */
export interface Mandataire {
  readonly url: string;
  /** By service: calls that went through, and those that were refused. */
  readonly comptes: Readonly<Record<Service, { passes: number; refuses: number }>>;
  /** Share of calls refused from now on, 0 to 1. */
  regler(part: number): void;
  fermer(): Promise<void>;
}

type Service = 'dynamodb' | 'sqs';

/** What a refused call meets. */
type Panne = 'avant' | 'apres' | 'coupee';
const PANNES: readonly Panne[] = ['avant', 'apres', 'coupee'];

export async function ouvrirMandataire(cible: string, { part = 0, graine = 1 } = {}): Promise<Mandataire> {
  const comptes = { dynamodb: { passes: 0, refuses: 0 }, sqs: { passes: 0, refuses: 0 } };
  const hasard = new Hasard(graine, 'mandataire');
  let enCours = part;

  const panneDe = (service: Service | null): Panne | null => {
    if (service === null) return null;
    const refuse = hasard.reel() < enCours;
    comptes[service][refuse ? 'refuses' : 'passes'] += 1;
    return refuse ? hasard.choix(PANNES) : null;
  };

  const serveur = createServer((recue, reponse) => {
    const service = serviceDe(recue);
    const panne = panneDe(service);
    if (panne === 'coupee') recue.socket.destroy();
    else if (panne === 'avant') {
      recue.resume();
      refuser(reponse, service);
    } else transmettre(cible, recue, reponse, panne === 'apres' ? service : null);
  });
  const port = await ecouter(serveur);
  return {
    url: `http://127.0.0.1:${port}`,
    comptes,
    regler: (nouvelle) => {
      enCours = nouvelle;
    },
    fermer: () =>
      new Promise((fini) => {
        serveur.close(() => fini());
        serveur.closeAllConnections();
      }),
  };
}

/** Both speak JSON, and name what is asked in a header. */
function serviceDe({ headers }: IncomingMessage): Service | null {
  const quoi = String(headers['x-amz-target'] ?? '');
  return quoi.startsWith('DynamoDB_') ? 'dynamodb' : quoi.startsWith('AmazonSQS.') ? 'sqs' : null;
}

/** @param perdue the service whose answer is lost on the way back */
function transmettre(cible: string, recue: IncomingMessage, reponse: ServerResponse, perdue: Service | null): void {
  const { hostname, port } = new URL(cible);
  const envoi = request({ hostname, port, method: recue.method, path: recue.url, headers: recue.headers }, (faite) => {
    if (perdue === null) {
      reponse.writeHead(faite.statusCode ?? 502, faite.headers);
      faite.pipe(reponse);
    } else {
      faite.resume();
      faite.once('end', () => refuser(reponse, perdue));
    }
  });
  envoi.once('error', () => reponse.destroy());
  recue.pipe(envoi);
}

/** What AWS answers when it is unwell. */
function refuser(reponse: ServerResponse, service: Service | null): void {
  const type = service === 'dynamodb' ? 'com.amazonaws.dynamodb.v20120810#InternalServerError' : 'ServiceUnavailable';
  reponse.writeHead(service === 'dynamodb' ? 500 : 503, { 'content-type': 'application/x-amz-json-1.0' });
  reponse.end(JSON.stringify({ __type: type, message: 'refused by the proxy' }));
}

async function ecouter(serveur: Server): Promise<number> {
  await new Promise<void>((pret, echec) => {
    serveur.once('error', echec);
    serveur.listen(0, '127.0.0.1', pret);
  });
  return (serveur.address() as AddressInfo).port;
}
