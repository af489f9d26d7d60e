import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demarrer } from '../../infra/local/nuage.ts';
import { deployerEssai, dossierEphemere, effacer, type NuageEssai } from './fixture/nuage-essai.ts';

// The same application, on a cloud that verifies signatures and enforces IAM policies. It lives under
// the project, as by default: there, its Lambdas have the project's package.json above them.

let dossier: string;
let essai: NuageEssai;

beforeAll(async () => {
  dossier = await dossierEphemere(join(import.meta.dirname, '../../.cloud'));
  essai = await deployerEssai({ dossier, droits: true });
}, 180_000);

afterAll(() => effacer(dossier));

async function writeTrace(fonction: string): Promise<unknown> {
  const record = { messageId: 'm', body: `direct-${fonction}`, attributes: { ApproximateReceiveCount: '1' } };
  const { Payload } = await essai.lambda.send(
    new InvokeCommand({ FunctionName: essai.sortie(fonction), Payload: JSON.stringify({ Records: [record] }) }),
  );
  return JSON.parse(Payload?.transformToString() ?? 'null');
}

test('a Lambda writes in the table that its role was granted', async () => {
  expect(await writeTrace('FonctionTraiter')).toEqual({ batchItemFailures: [] });
});

test('a Lambda without the grant is refused, as on AWS', async () => {
  expect(await writeTrace('FonctionSansDroit')).toMatchObject({
    errorMessage: expect.stringContaining('not authorized to perform: dynamodb:PutItem'),
  });
});

test('a signed form whose signature was changed is refused', async () => {
  const { url, fields } = await createPresignedPost(essai.s3, {
    Bucket: essai.sortie('SeauDepots'),
    Key: 'essais/a.xml',
  });
  const send = (changes: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes })) form.append(name, value);
    form.append('file', new Blob(['<a/>']));
    return fetch(url, { method: 'POST', body: form });
  };
  expect((await send({ 'X-Amz-Signature': '0'.repeat(64) })).status).toBe(403);
  expect((await send({})).status).toBe(204);
});

test('a running cloud cannot change its mode', async () => {
  await expect(demarrer({ dossier, droits: false })).rejects.toMatchObject({
    code: 'nuage-mode',
    message: expect.stringContaining('avec le contrôle des droits'),
  });
});
