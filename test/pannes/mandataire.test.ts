import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Mandataire, ouvrirMandataire } from './mandataire.ts';

describe('the proxy in front of the local cloud', () => {
  /** What reached the cloud. */
  let recus: string[];
  let cloud: ReturnType<typeof createServer>;
  let mandataire: Mandataire;

  beforeEach(async () => {
    recus = [];
    cloud = createServer((requete, reponse) => {
      let corps = '';
      requete.on('data', (morceau) => {
        corps += morceau;
      });
      requete.on('end', () => {
        recus.push(`${requete.headers['x-amz-target'] ?? requete.url} ${corps}`);
        reponse.end(`fait ${corps}`);
      });
    });
    await new Promise<void>((pret) => cloud.listen(0, '127.0.0.1', pret));
    mandataire = await ouvrirMandataire(`http://127.0.0.1:${(cloud.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    await mandataire.fermer();
    await new Promise((fini) => cloud.close(fini));
  });

  const appeler = async (corps: string, cible?: string): Promise<number> => {
    const headers = cible === undefined ? {} : { 'x-amz-target': cible };
    try {
      const reponse = await fetch(`${mandataire.url}/chemin`, { method: 'POST', body: corps, headers });
      const texte = await reponse.text();
      if (reponse.ok) expect(texte).toBe(`fait ${corps}`);
      return reponse.status;
    } catch {
      return 0;
    }
  };
  const DYNAMO = 'DynamoDB_20120810.TransactWriteItems';
  const SQS = 'AmazonSQS.SendMessageBatch';

  test('lets everything through as it comes, body and answer, as long as it refuses nothing', async () => {
    expect(await appeler('a', DYNAMO)).toBe(200);
    expect(await appeler('b', SQS)).toBe(200);
    expect(await appeler('c')).toBe(200);
    expect(recus).toEqual([`${DYNAMO} a`, `${SQS} b`, '/chemin c']);
    expect(mandataire.comptes).toEqual({ dynamodb: { passes: 1, refuses: 0 }, sqs: { passes: 1, refuses: 0 } });
  });

  test('refuses its part of the calls, before they are done, after, or by cutting the connection', async () => {
    mandataire.regler(0.2);
    const appels = 400;
    const statuts: number[] = [];
    for (let n = 0; n < appels; n++) statuts.push(await appeler(`n${n}`, n % 2 === 0 ? DYNAMO : SQS));
    const { dynamodb, sqs } = mandataire.comptes;
    expect(dynamodb.passes + sqs.passes + dynamodb.refuses + sqs.refuses).toBe(appels);
    const refuses = statuts.filter((statut) => statut !== 200);
    expect(refuses).toHaveLength(dynamodb.refuses + sqs.refuses);
    expect(refuses.length / appels).toBeGreaterThan(0.13);
    expect(refuses.length / appels).toBeLessThan(0.27);
    expect(new Set(refuses)).toEqual(new Set([0, 500, 503]));
    // Some of those refused were done all the same: their answer alone was lost.
    const faits = recus.length - (dynamodb.passes + sqs.passes);
    expect(faits).toBeGreaterThan(0);
    expect(faits).toBeLessThan(refuses.length);
  });

  test('leaves the other services alone', async () => {
    mandataire.regler(1);
    expect(await appeler('objet')).toBe(200);
    expect(await appeler('x', DYNAMO)).not.toBe(200);
  });
});
