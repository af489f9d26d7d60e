import type { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, NoSuchKey, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { appeler } from '../../shared/aws/appels.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { lireJson, objetsDuSeau } from '../../shared/aws/objets.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a call to a command function', () => {
  const lambda = (reponse: object, recues: InvokeCommand[] = []): LambdaClient =>
    ({
      send: async (commande: InvokeCommand) => {
        recues.push(commande);
        return reponse;
      },
    }) as unknown as LambdaClient;
  const octets = (valeur: unknown): Uint8Array => Buffer.from(JSON.stringify(valeur));

  test('gives its result, accents and all', async () => {
    const recues: InvokeCommand[] = [];
    const client = lambda({ Payload: octets({ reussie: true, resultat: { nom: 'Zoé' } }) }, recues);
    expect(await appeler(client, 'lsl-grenoble-essai', { session: 2016 })).toEqual({ nom: 'Zoé' });
    expect(recues[0]?.input).toMatchObject({ FunctionName: 'lsl-grenoble-essai' });
    expect(JSON.parse(Buffer.from(recues[0]?.input.Payload as Uint8Array).toString())).toEqual({ session: 2016 });
  });

  test('throws its coded refusal as it is', async () => {
    const erreur = { code: 'aucun-eleve', message: 'Pas encore d’élève.', remede: 'Déposez SIECLE.' };
    await expect(appeler(lambda({ Payload: octets({ reussie: false, erreur }) }), 'f', {})).rejects.toMatchObject(
      erreur,
    );
  });

  test.for([
    ['fails', { FunctionError: 'Unhandled', Payload: octets({ errorMessage: 'DUPONT' }) }],
    ['answers nothing', {}],
  ] as const)('that %s is a breakdown of the service, without its words', async ([, reponse]) => {
    await expect(appeler(lambda(reponse), 'f', {})).rejects.toMatchObject({
      code: 'service-en-panne',
      message: expect.not.stringContaining('DUPONT'),
    });
  });
});

describe('an object of a bucket', () => {
  const s3 = (reponse: object): S3Client =>
    ({
      send: async (commande: unknown) => {
        expect(commande).toBeInstanceOf(GetObjectCommand);
        if (reponse instanceof Error) throw reponse;
        return reponse;
      },
    }) as unknown as S3Client;
  const absent = new NoSuchKey({ message: 'absent', $metadata: {} });
  const refuse = new S3ServiceException({ name: 'AccessDenied', message: 'no', $fault: 'client', $metadata: {} });

  test('that does not exist is null, not an error', async () => {
    const objets = objetsDuSeau(s3(absent), 'seau');
    expect(await objets.lire('a')).toBeNull();
    expect(await objets.lireFlux('a')).toBeNull();
    expect(await lireJson(objets, 'a')).toBeNull();
  });

  test('that may not be read is an error, never an absence', async () => {
    const objets = objetsDuSeau(s3(refuse), 'seau');
    await expect(objets.lire('a')).rejects.toBe(refuse);
    await expect(objets.lireFlux('a')).rejects.toBe(refuse);
  });

  test('is read as JSON in UTF-8', async () => {
    const Body = { transformToByteArray: async () => new TextEncoder().encode('{"texte":"œuvre"}') };
    expect(await lireJson(objetsDuSeau(s3({ Body }), 'seau'), 'a')).toEqual({ texte: 'œuvre' });
  });
});

describe('the environment of a function', () => {
  test('that lacks a variable is refused with its name, and no value', () => {
    vi.stubEnv('TABLE_LIVRETS', 'secret');
    const forme = { TABLE_LIVRETS: z.string(), TABLE_PREUVE: z.string(), DELAI: z.coerce.number() };
    vi.stubEnv('DELAI', 'secret');
    expect(() => lireEnvironnement(forme)).toThrow('environment variables missing or malformed: TABLE_PREUVE, DELAI');
    vi.stubEnv('TABLE_PREUVE', 'p');
    vi.stubEnv('DELAI', '3');
    expect(lireEnvironnement(forme)).toEqual({ TABLE_LIVRETS: 'secret', TABLE_PREUVE: 'p', DELAI: 3 });
  });

  test('stops the clock when it gives one, and only then', () => {
    vi.stubEnv('LSL_HORLOGE', '2016-06-10T08:00:00Z');
    expect(horlogeDuDeploiement().maintenant().toString()).toBe('2016-06-10T08:00:00Z');
    vi.stubEnv('LSL_HORLOGE', '');
    const avant = Date.now();
    expect(horlogeDuDeploiement().maintenant().epochMilliseconds).toBeGreaterThanOrEqual(avant);
  });
});
