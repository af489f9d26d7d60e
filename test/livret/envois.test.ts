import { beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { type EnvoiADemander, magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { DynamoEnMemoire } from '../dynamo.ts';

const PREMIER: EnvoiADemander = {
  session: 2016,
  livretId: '01J00000000000000000000001',
  uai: '0380029A',
  eleveId: '1413136',
  tour: '01J0000000000000000000000A',
  demande: true,
  depuis: '2016-06-10T08:00:00Z',
};
const SUIVANT: EnvoiADemander = {
  ...PREMIER,
  tour: '01J0000000000000000000000B',
  demande: false,
  depuis: '2016-06-10T09:00:00Z',
};

describe('what is still to be told of a livret', () => {
  let dynamo: DynamoEnMemoire;
  const envois = () => magasinEnvois(dynamo.client, 'livrets');
  const ecrire = (envoi: EnvoiADemander) => executerTransaction(dynamo.client, [envois().ecriture(envoi)]);
  const retenir = (envoi: EnvoiADemander, code: string | null) =>
    executerTransaction(dynamo.client, [envois().ecritureRetenue(envoi, code)]);
  const lire = () => envois().lire(2016, PREMIER.livretId);
  beforeEach(async () => {
    dynamo = new DynamoEnMemoire('livrets');
    await ecrire(PREMIER);
  });

  test('lies in one of thirty-two partitions: a last day’s writes are no one partition’s', async () => {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const livretIds = [...letters].map((letter) => `01J0000000000000000000000${letter}`);
    for (const livretId of livretIds) await ecrire({ ...PREMIER, livretId });
    const partitions = new Set(dynamo.items('livrets').map(({ pk }) => pk));
    expect(partitions.size).toBe(32);
    expect((await envois().lister(2016)).map(({ livretId }) => livretId).sort()).toEqual(livretIds);
  });

  test('is read as it was written, alone or among the others of its session', async () => {
    const attendu = { ...PREMIER, retenu: null, relanceLe: null, relances: 0 };
    expect(await lire()).toEqual(attendu);
    await ecrire({ ...PREMIER, session: 2017 });
    expect(await envois().lister(2016)).toEqual([attendu]);
  });

  test('stays asked for when another turn begins, whose instant it takes, and may leave again', async () => {
    await envois().retenir(PREMIER, 'non-valide');
    await ecrire(SUIVANT);
    expect(await lire()).toMatchObject({ tour: SUIVANT.tour, demande: true, depuis: SUIVANT.depuis, retenu: null });
  });

  test('is no longer asked for once it is taken back, until it is asked for again', async () => {
    await executerTransaction(dynamo.client, [envois().ecriture(SUIVANT, 'demande-retiree')]);
    expect(await lire()).toMatchObject({ tour: SUIVANT.tour, demande: false, depuis: SUIVANT.depuis });
    await ecrire(PREMIER);
    expect(await lire()).toMatchObject({ demande: true });
  });

  test('is asked for by whoever asks for it after', async () => {
    await ecrire({ ...SUIVANT, livretId: '01J00000000000000000000002' });
    await ecrire({ ...PREMIER, livretId: '01J00000000000000000000002' });
    expect(await envois().lire(2016, '01J00000000000000000000002')).toMatchObject({
      demande: true,
      depuis: PREMIER.depuis,
    });
  });

  test('is retained, queued again and closed in its own turn only', async () => {
    const lu = await lire();
    if (lu === null) throw new Error('nothing waits');
    await ecrire(SUIVANT);
    const avant = await lire();
    await envois().retenir(lu, 'non-valide');
    expect((await retenir(lu, 'non-valide')).faite).toBe(false);
    await envois().relancer(lu, '2016-06-10T10:00:00Z');
    await envois().clore(lu);
    expect(await lire()).toEqual(avant);
    await envois().relancer({ ...lu, tour: SUIVANT.tour }, '2016-06-10T10:00:00Z');
    expect(await lire()).toMatchObject({ relances: 1, relanceLe: '2016-06-10T10:00:00Z' });
    await retenir(SUIVANT, 'non-valide');
    expect(await lire()).toMatchObject({ retenu: 'non-valide' });
    await retenir(SUIVANT, null);
    expect(await lire()).toMatchObject({ retenu: null });
    await envois().clore(SUIVANT);
    expect(await lire()).toBeNull();
    await envois().clore(SUIVANT);
    expect((await retenir(SUIVANT, null)).faite).toBe(false);
    expect(await lire()).toBeNull();
  });
});
