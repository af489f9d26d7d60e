import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type ClesDeJournal, type Journal, ouvrirJournal } from '../../shared/aws/journal.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { lignesDe, sortiesDe } from './sorties.ts';

const NOM = 'LEPRÉVOST-MAZURIER';
const PRENOM = 'Anne-Zélie';
const INTIMES = [NOM, PRENOM, 'MAZURIER', 'Zélie', 'LEPR'];

const CLES_ADMISES = {
  academie: 'grenoble',
  candidats: 12,
  code: 'xml-tronque',
  depotId: '01J00000000000000000000000',
  dossiers: 50,
  dureeMs: 1234,
  edition: 2,
  envois: 12,
  etat: 'pret',
  flux: 'notes',
  jury: '0381-S-01',
  livretId: '01J00000000000000000000001',
  lot: 0,
  lots: 9,
  messageId: 'ffffffff-0000-4000-8000-000000000000',
  operation: 'envoyer-livrets',
  pages: 480,
  paires: 30,
  role: 'chef',
  session: 2016,
} as const satisfies Required<ClesDeJournal>;

/** Keys that TypeScript refuses, as a hurried cast would let them pass. */
const forcer = (cles: unknown): ClesDeJournal => cles as ClesDeJournal;
const lever = (essai: () => unknown): unknown => {
  try {
    essai();
  } catch (erreur) {
    return erreur;
  }
  throw new Error('nothing was thrown');
};

const ERREURS: Readonly<Record<string, () => unknown>> = {
  'an error whose message holds a name': () => new Error(`${NOM} ${PRENOM} est inconnu`),
  'an error whose message has the look of a stack': () =>
    new Error(`élève introuvable\n    at ${NOM} (${PRENOM})\n    at ${PRENOM}\n  at file:///${NOM}/${PRENOM}.ts:1:2\n`),
  'an error whose message changed after its stack was written': () => {
    const erreur = new Error(`élève\n    at ${NOM} ${PRENOM}`);
    expect(erreur.stack).toContain(NOM);
    return Object.assign(erreur, { message: 'autre' });
  },
  'a coded error': () =>
    new ErreurCodee('eleve-inconnu', `${PRENOM} ${NOM}`, `Cherchez ${NOM}.`, { eleve: PRENOM, ligne: 1 }),
  'an error with a chain of causes': () =>
    new Error(NOM, { cause: new Error(PRENOM, { cause: new AggregateError([new Error(NOM)], PRENOM) }) }),
  'an error of zod on values and on keys': () =>
    lever(() => z.strictObject({ age: z.int(), prenom: z.literal('x') }).parse({ age: NOM, prenom: PRENOM, [NOM]: 1 })),
  'an error of JSON.parse, which quotes the text': () => lever(() => JSON.parse(`{"nom": ${NOM}}`)),
  'an error of the AWS SDK with the item that was there': () =>
    new ConditionalCheckFailedException({
      message: `The conditional request failed for ${NOM}`,
      $metadata: { requestId: '1' },
      Item: { nom: { S: NOM }, prenom: { S: PRENOM } },
    }),
  'an error with properties of its own': () =>
    Object.assign(new TypeError('x'), { nom: NOM, $response: { body: PRENOM } }),
  'a text': () => `${NOM} ${PRENOM}`,
  'an object that is no error': () => ({ message: NOM, toString: () => PRENOM }),
  'a function named after a pupil': () => ({ [NOM]: () => PRENOM })[NOM],
};

const NIVEAUX: Readonly<Record<string, (journal: Journal, cles: ClesDeJournal) => void>> = {
  info: (journal, cles) => journal.info('essai', cles),
  alerte: (journal, cles) => journal.alerte('essai', cles),
  erreur: (journal, cles) => journal.erreur('essai', new Error(NOM), cles),
};

afterEach(() => vi.unstubAllEnvs());

describe('no name is written to the log', () => {
  for (const [niveau, ecrire] of Object.entries(NIVEAUX)) {
    test(`by keys of no admitted kind, at the level « ${niveau} »`, async () => {
      const journal = ouvrirJournal('essai');
      const lignes = await lignesDe(() => {
        ecrire(journal, forcer({ nom: NOM, prenom: PRENOM, eleve: { nom: NOM }, depotId: 'd1' }));
        ecrire(
          journal,
          forcer({ message: NOM, level: NOM, service: NOM, timestamp: NOM, sampling_rate: NOM, depotId: 'd2' }),
        );
        ecrire(journal, forcer({ error: new Error(NOM), extra: PRENOM, erreurs: [new Error(NOM)], depotId: 'd3' }));
        ecrire(journal, forcer({ evenement: NOM, horodatage: NOM, requete: NOM, niveau: NOM, depotId: 'd4' }));
        ecrire(journal, forcer(NOM));
        ecrire(journal, forcer(new Error(NOM)));
        ecrire(journal, forcer([NOM, PRENOM]));
      });
      expect(lignes.map(({ depotId }) => depotId).filter(Boolean)).toEqual(['d1', 'd2', 'd3', 'd4']);
      for (const intime of INTIMES) expect(JSON.stringify(lignes)).not.toContain(intime);
    });

    test(`by values of no admitted kind under each admitted key, at the level « ${niveau} »`, async () => {
      const journal = ouvrirJournal('essai');
      const lignes = await lignesDe(() => {
        for (const cle of Object.keys(CLES_ADMISES)) {
          for (const valeur of [
            { nom: NOM },
            [NOM, PRENOM],
            new Error(NOM),
            new Map([[NOM, PRENOM]]),
            { toJSON: () => NOM },
          ]) {
            ecrire(journal, forcer({ [cle]: valeur }));
          }
        }
      });
      expect(lignes.length).toBe(5 * Object.keys(CLES_ADMISES).length);
      for (const intime of INTIMES) expect(JSON.stringify(lignes)).not.toContain(intime);
    });
  }

  test.for(Object.keys(ERREURS))('by %s', async (cas) => {
    const journal = ouvrirJournal('essai');
    const erreur = ERREURS[cas]?.();
    const lignes = await lignesDe(() => {
      journal.erreur('essai', erreur);
      journal.erreur('essai', new Error('x', { cause: erreur }), { livretId: 'l' });
      journal.erreur('essai', 'x', forcer({ erreur, error: erreur }));
    });
    expect(lignes.map(({ niveau, evenement }) => [niveau, evenement])).toEqual(Array(3).fill(['ERROR', 'essai']));
    for (const intime of INTIMES) expect(JSON.stringify(lignes)).not.toContain(intime);
  });

  test('even in the developer’s mode and with all levels on', async () => {
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'TRACE');
    vi.stubEnv('POWERTOOLS_LOGGER_LOG_EVENT', 'true');
    const journal = ouvrirJournal('essai');
    const ecrit = await sortiesDe(() => {
      for (const ecrire of Object.values(NIVEAUX)) ecrire(journal, forcer({ nom: NOM, depotId: { nom: NOM } }));
      for (const erreur of Object.values(ERREURS)) journal.erreur('essai', erreur());
    });
    expect(ecrit).toContain('"evenement": "essai"');
    for (const intime of INTIMES) expect(ecrit).not.toContain(intime);
  });

  test('whatever it is and wherever it hides', async () => {
    const nom = fc.stringMatching(/^[A-ZÉÈÏ][a-zéèïœ]{5,11}$/);
    const valeur = (texte: string): fc.Arbitrary<unknown> => {
      const { arbre } = fc.letrec((lien) => ({
        arbre: fc.oneof(
          { maxDepth: 4 },
          fc.constant(texte),
          fc.array(lien('arbre'), { maxLength: 3 }),
          fc.record({ nom: lien('arbre'), [texte]: lien('arbre') }),
          lien('arbre').map((cause) => new Error(texte, { cause })),
        ),
      }));
      return arbre;
    };
    const cas = nom.chain((texte) => fc.tuple(fc.constant(texte), valeur(texte), fc.constantFrom('nom', 'eleve', 'x')));
    const journal = ouvrirJournal('essai');
    await fc.assert(
      fc.asyncProperty(cas, async ([texte, cache, cle]) => {
        const ecrit = await sortiesDe(() => {
          journal.info('essai', forcer({ [cle]: cache }));
          journal.alerte('essai', forcer({ [cle]: cache, [texte]: texte }));
          journal.erreur('essai', cache, forcer({ [cle]: cache }));
        });
        expect(ecrit.split('\n').length).toBe(4);
        expect(ecrit).not.toContain(texte);
      }),
    );
  });
});

describe('the log says', () => {
  test('our identifiers and counts, with the event and the service', async () => {
    const journal = ouvrirJournal('imports/lire-depot');
    const lignes = await lignesDe(() => {
      journal.info('dépôt lu', CLES_ADMISES);
      journal.alerte('dépôt en retard', { depotId: 'd' });
    });
    expect(lignes).toEqual([
      {
        niveau: 'INFO',
        evenement: 'dépôt lu',
        service: 'imports/lire-depot',
        horodatage: expect.any(String),
        ...CLES_ADMISES,
      },
      {
        niveau: 'WARN',
        evenement: 'dépôt en retard',
        service: 'imports/lire-depot',
        horodatage: expect.any(String),
        depotId: 'd',
      },
    ]);
  });

  test('of an error its name, its code and its frames, the nearest first', async () => {
    const journal = ouvrirJournal('essai');
    function nommee(): Error {
      return new ErreurCodee('livret-inconnu', 'Ce livret n’existe pas.', '');
    }
    const [ligne] = await lignesDe(() => journal.erreur('commande en échec', nommee(), { livretId: 'l' }));
    expect(ligne).toMatchObject({ niveau: 'ERROR', livretId: 'l' });
    const { nom, code, pile } = JSON.parse(String(ligne?.erreur)) as { nom: string; code: string; pile: string[] };
    expect([nom, code]).toEqual(['ErreurCodee', 'livret-inconnu']);
    expect(pile[0]).toMatch(/^at nommee \(.*journal\.test\.ts:\d+:\d+\)$/);
    expect(pile.length).toBeGreaterThan(2);
  });
});
