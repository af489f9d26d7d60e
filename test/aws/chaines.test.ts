import type { APIGatewayProxyEventV2, Context, ScheduledEvent, SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  chaineCommande,
  chaineFile,
  chaineHttp,
  chainePlanification,
  type ReponseHttp,
  type RequeteHttp,
} from '../../shared/aws/chaines.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { lignesDe, sortiesDe } from './sorties.ts';

const NOM = 'LEPRÉVOST';
const CONTEXTE = { awsRequestId: 'r', getRemainingTimeInMillis: () => 30_000 } as Context;
const journal = ouvrirJournal('essai');

describe('a queue', () => {
  const message = z.strictObject({ livretId: z.string(), lot: z.int() });
  const lot = (...corps: readonly string[]): SQSEvent =>
    ({ Records: corps.map((body, rang) => ({ messageId: `m${rang}`, body })) }) as unknown as SQSEvent;

  /** What a consumer meets, and whether its message comes again. */
  const CORPS = {
    bon: (rang: number) => JSON.stringify({ livretId: `l${rang}`, lot: 1 }),
    fatal: (rang: number) => JSON.stringify({ livretId: `l${rang}`, lot: -1 }),
    tronque: () => `{"livretId": "${NOM}`,
    autre: () => JSON.stringify({ livretId: NOM, lot: '1' }),
    bavard: (rang: number) => JSON.stringify({ livretId: `l${rang}`, lot: 1, nom: NOM }),
  } as const;
  const cas = fc.constantFrom(...(Object.keys(CORPS) as (keyof typeof CORPS)[]));

  test('reports exactly the messages that failed, and treats the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cas, { minLength: 1, maxLength: 10 }), async (envois) => {
        const traites: string[] = [];
        const file = chaineFile(journal, message, async ({ livretId, lot }) => {
          await Promise.resolve();
          if (lot < 0) throw new Error(`échec de ${NOM}`);
          traites.push(livretId);
        });
        let echecs: string[] = [];
        const lignes = await lignesDe(async () => {
          const reponse = await file(lot(...envois.map((envoi, rang) => CORPS[envoi](rang))), CONTEXTE);
          echecs = reponse.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        });
        const bons = envois.flatMap((envoi, rang) => (envoi === 'bon' ? [rang] : []));
        const rates = envois.flatMap((envoi, rang) => (envoi === 'bon' ? [] : [`m${rang}`]));
        expect(echecs.sort()).toEqual(rates);
        expect(traites.sort()).toEqual(bons.map((rang) => `l${rang}`).sort());
        expect(lignes.map(({ messageId }) => messageId).sort()).toEqual(rates.sort());
        expect(JSON.stringify(lignes)).not.toContain(NOM);
      }),
    );
  });

  test('says which message it cannot read by a code, without its text', async () => {
    const file = chaineFile(journal, message, async () => {});
    const lignes = await lignesDe(() => file(lot(CORPS.tronque(), CORPS.autre(), CORPS.bavard(2)), CONTEXTE));
    expect(lignes.map(({ evenement, messageId }) => [evenement, messageId])).toEqual(
      ['m0', 'm1', 'm2'].map((id) => ['message en échec', id]),
    );
    for (const { erreur } of lignes) expect(JSON.parse(String(erreur))).toMatchObject({ code: 'message-illisible' });
  });

  test('gives the treatment what the schema made of the message', async () => {
    const recus: unknown[] = [];
    const file = chaineFile(
      journal,
      z.string().transform((texte) => texte.length),
      async (n) => {
        recus.push(n);
      },
    );
    await file(lot('"abc"'), CONTEXTE);
    expect(recus).toEqual([3]);
  });

  test('whose event is no batch is thrown and logged without its words', async () => {
    const file = chaineFile(journal, message, async () => {});
    const lignes = await lignesDe(() => expect(file({ nom: NOM } as unknown as SQSEvent, CONTEXTE)).rejects.toThrow());
    expect(lignes.map(({ evenement }) => evenement)).toEqual(['file interrompue']);
  });
});

describe('a schedule', () => {
  test('runs what it starts', async () => {
    let fois = 0;
    const tache = chainePlanification(journal, async () => {
      fois += 1;
    });
    await tache({} as ScheduledEvent, CONTEXTE);
    expect(fois).toBe(1);
  });

  test('that fails is thrown, so that it shows, and logged, neither with its words', async () => {
    const tache = chainePlanification(journal, async () => {
      throw new RangeError(NOM);
    });
    let erreur: unknown;
    const lignes = await lignesDe(async () => {
      erreur = await tache({} as ScheduledEvent, CONTEXTE).catch((levee: unknown) => levee);
    });
    expect(erreur).toEqual(new Error('tâche planifiée en échec'));
    expect(lignes).toMatchObject([{ niveau: 'ERROR', evenement: 'tâche planifiée en échec' }]);
    expect(lignes[0]?.erreur).toContain('RangeError');
    expect(JSON.stringify(lignes)).not.toContain(NOM);
  });
});

describe('a command', () => {
  const demande = z.strictObject({
    session: z.int(),
    eleve: z.strictObject({ nom: z.string().max(3) }).optional(),
    notes: z.array(z.number()).optional(),
  });
  const refuser = chaineCommande(journal, demande, async ({ session }) => {
    if (session === 1) throw new ErreurCodee('livret-inconnu', 'Ce livret n’existe pas.', 'Vérifiez-le.', { ligne: 3 });
    if (session === 2) throw Object.assign(new Error(NOM, { cause: new Error(NOM) }), { nom: NOM });
    return { livrets: [session] };
  });

  test('answers its result', async () => {
    expect(await refuser({ session: 2016 }, CONTEXTE)).toEqual({ reussie: true, resultat: { livrets: [2016] } });
  });

  test('answers a coded refusal with its sentence and its remedy, and logs nothing', async () => {
    let reponse: unknown;
    const ecrit = await sortiesDe(async () => {
      reponse = await refuser({ session: 1 }, CONTEXTE);
    });
    expect(reponse).toEqual({
      reussie: false,
      erreur: { code: 'livret-inconnu', message: 'Ce livret n’existe pas.', remede: 'Vérifiez-le.' },
    });
    expect(ecrit).toBe('');
  });

  test.for<{ recue: unknown; message: string }>([
    { recue: { session: 'x' }, message: 'La demande est incomplète ou mal formée (session).' },
    { recue: {}, message: 'La demande est incomplète ou mal formée (session).' },
    {
      recue: { session: NOM, eleve: { nom: NOM }, notes: [12, NOM] },
      message: 'La demande est incomplète ou mal formée (session, eleve.nom, notes.1).',
    },
    { recue: { session: 3, sesion: NOM }, message: 'La demande est incomplète ou mal formée (sesion).' },
    { recue: NOM, message: 'La demande est incomplète ou mal formée.' },
    { recue: null, message: 'La demande est incomplète ou mal formée.' },
  ])('malformed names the fields, never what they held: $message', async ({ recue, message }) => {
    let reponse: unknown;
    const ecrit = await sortiesDe(async () => {
      reponse = await refuser(recue, CONTEXTE);
    });
    expect(reponse).toMatchObject({ reussie: false, erreur: { code: 'demande-malformee', message } });
    expect(JSON.stringify(reponse) + ecrit).not.toContain(NOM);
  });

  test('that fails for no known reason is thrown and logged, neither with its words', async () => {
    let erreur: unknown;
    const lignes = await lignesDe(async () => {
      erreur = await refuser({ session: 2 }, CONTEXTE).catch((levee: unknown) => levee);
    });
    // Lambda's runtime writes what is thrown to the log by itself: its stack, its cause and its properties.
    expect(erreur).toBeInstanceOf(Error);
    expect(
      [String((erreur as Error).stack), JSON.stringify(erreur), String((erreur as Error).cause)].join(),
    ).not.toContain(NOM);
    expect(lignes).toMatchObject([{ niveau: 'ERROR', evenement: 'commande en échec' }]);
    expect(JSON.stringify(lignes)).not.toContain(NOM);
  });
});

describe('an HTTP interface', () => {
  const evenement = (reste: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 =>
    ({
      rawPath: '/livrets',
      requestContext: { http: { method: 'GET' } },
      isBase64Encoded: false,
      ...reste,
    }) as unknown as APIGatewayProxyEventV2;
  const reponse: ReponseHttp = { statut: 200, type: 'text/html; charset=utf-8', corps: '<p>œuvre</p>' };
  const EN_TETES = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  };

  test('answers what was made of the request', async () => {
    const recues: RequeteHttp[] = [];
    const http = chaineHttp(journal, async (requete) => {
      recues.push(requete);
      return reponse;
    });
    const body = Buffer.from('nom=Zoé', 'utf8').toString('base64');
    await http(evenement(), CONTEXTE);
    await http(evenement({ body: 'a=1' }), CONTEXTE);
    await http(evenement({ body, isBase64Encoded: true }), CONTEXTE);
    expect(recues).toEqual([null, 'a=1', 'nom=Zoé'].map((corps) => ({ methode: 'GET', chemin: '/livrets', corps })));
  });

  test.for<{ cas: string; repondre: () => Promise<ReponseHttp>; statut: number; type: string; corps: unknown }>([
    { cas: 'a page', repondre: async () => reponse, statut: 200, type: reponse.type, corps: reponse.corps },
    {
      cas: 'a coded error, as a problem that says what to do',
      repondre: async () => {
        throw new ErreurCodee('livret-inconnu', 'Ce livret n’existe pas.', 'Vérifiez-le.');
      },
      statut: 422,
      type: 'application/problem+json; charset=utf-8',
      corps: { status: 422, code: 'livret-inconnu', title: 'Ce livret n’existe pas.', detail: 'Vérifiez-le.' },
    },
    {
      cas: 'any other error, as a problem that says nothing of it',
      repondre: async () => {
        throw Object.assign(new Error(NOM, { cause: NOM }), {
          status: 200,
          statusCode: 200,
          expose: true,
          headers: { nom: NOM },
        });
      },
      statut: 500,
      type: 'application/problem+json; charset=utf-8',
      corps: {
        status: 500,
        code: 'erreur-interne',
        title: 'Le service a rencontré une erreur.',
        detail: 'Réessayez dans quelques minutes ; l’équipe d’exploitation est prévenue.',
      },
    },
    {
      cas: 'what is thrown without being an error',
      repondre: () => Promise.reject(NOM),
      statut: 500,
      type: 'application/problem+json; charset=utf-8',
      corps: expect.objectContaining({ status: 500, code: 'erreur-interne' }),
    },
  ])('answers with its security headers $cas', async ({ repondre, statut, type, corps }) => {
    const http = chaineHttp(journal, repondre);
    let rendue: Awaited<ReturnType<typeof http>> = {};
    const ecrit = await sortiesDe(async () => {
      rendue = await http(evenement(), CONTEXTE);
    });
    expect(rendue).toMatchObject({ statusCode: statut, headers: { ...EN_TETES, 'content-type': type } });
    expect(type.includes('json') ? JSON.parse(rendue.body ?? '') : rendue.body).toEqual(corps);
    expect(JSON.stringify(rendue) + ecrit).not.toContain(NOM);
    expect(ecrit.includes('requête en échec')).toBe(statut === 500);
  });

  test('that cannot read its event answers an error with its headers all the same', async () => {
    const http = chaineHttp(journal, async () => reponse);
    let rendue: unknown;
    await sortiesDe(async () => {
      rendue = await http({ body: NOM } as APIGatewayProxyEventV2, CONTEXTE);
    });
    expect(rendue).toMatchObject({ statusCode: 500, headers: EN_TETES });
  });
});
