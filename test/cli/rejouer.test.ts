import { beforeEach, describe, expect, test } from 'vitest';
import { rejouer } from '../../shared/cli/commandes/rejouer.ts';
import { SqsEnMemoire } from '../aws/sqs.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();
const demande = { deploiement: 'grenoble', file: 'lots', lire: false, json: false };
const SECRET = '{"depotId":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}';

let sqs: SqsEnMemoire;
beforeEach(() => {
  sqs = new SqsEnMemoire();
  for (let n = 0; n < 12; n++) sqs.poser('rebut', SECRET);
});

describe('« rejouer »', () => {
  test('moves what failed back to its queue, and says how many', async () => {
    expect(await rejouer(demande, sqs.client)).toBe(0);
    expect(sortie.texte).toBe('12 messages rejoués vers lsl-grenoble-lots\n');
    expect(sqs.corps('file')).toHaveLength(12);
    sortie.texte = '';
    expect(await rejouer(demande, sqs.client)).toBe(0);
    expect(sortie.texte).toBe('Aucun message en échec.\n');
  });

  test('says that the cause is not mended when messages come back, and ends as done in part', async () => {
    sqs.consommateurEnPanne = true;
    expect(await rejouer(demande, sqs.client)).toBe(1);
    expect(sortie.texte).toContain('12 messages ont échoué de nouveau : la cause n’est pas réparée');
    expect(sortie.texte).toContain('section lots-rebut');
    sortie.texte = '';
    await rejouer({ ...demande, json: true }, sqs.client);
    expect(JSON.parse(sortie.texte)).toEqual({
      deploiement: 'grenoble',
      file: 'lots',
      rejoues: 12,
      revenus: 12,
      restants: 12,
    });
  });

  test('of what somebody else is looking at says that it stays', async () => {
    for (const message of sqs.messages.slice(0, 2)) message.visible = false;
    expect(await rejouer(demande, sqs.client)).toBe(1);
    expect(sortie.texte).toBe(
      '10 messages rejoués vers lsl-grenoble-lots\n' +
        '2 messages restent dans le rebut : recommencez dans une minute.\n',
    );
  });

  test('with --lire counts and tells ages, never what messages say, and moves nothing', async () => {
    expect(await rejouer({ ...demande, lire: true }, sqs.client)).toBe(0);
    expect(sortie.texte).toBe(
      '12 messages en échec dans lsl-grenoble-lots-rebut\n' +
        'le plus ancien, envoyé le 10/06/2016 10:01\nle plus récent, envoyé le 10/06/2016 10:12\n',
    );
    expect([sqs.corps('file').length, sqs.visibles]).toEqual([0, 12]);
    sortie.texte = '';
    await rejouer({ ...demande, lire: true, json: true }, sqs.client);
    expect(JSON.parse(sortie.texte)).toMatchObject({ messages: 12, plusAncien: '2016-06-10T08:01:00.000Z' });
    expect(sortie.texte).not.toContain('depotId');
  });

  test.each([
    ['that does not exist', 'lot', {}, 'file-inconnue'],
    ['whose failures no queue sent there', 'bilans', { 'lsl-grenoble-bilans-rebut': 'rebut' }, 'rebut-sans-file'],
  ])('of a queue %s is refused, and says where to look', async (_, file, urls, code) => {
    Object.assign(sqs.urls, urls);
    await expect(rejouer({ ...demande, file }, sqs.client)).rejects.toMatchObject({
      code,
      remede: expect.stringMatching(/alarme/),
    });
    expect(sqs.visibles).toBe(12);
  });
});
