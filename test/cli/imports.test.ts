import { describe, expect, test } from 'vitest';
import { imports } from '../../shared/cli/commandes/imports.ts';

describe('« imports » without a compte rendu to show', () => {
  test.each([
    ['not made yet', null, 'compte-rendu-absent'],
    ['erased since', { cle: 'comptes-rendus/x/1', contenu: 'x', revision: 1 }, 'compte-rendu-efface'],
  ])('says that it was %s', async (_, compteRendu, code) => {
    const cible = {
      appeler: async <T>() => ({ depots: [{ compteRendu }], compteRendu: null, adresse: null, noms: {} }) as T,
    };
    const demande = { proprietaire: '0380029A', depotId: 'x', vers: undefined, json: false };
    await expect(imports(cible, demande)).rejects.toMatchObject({ code });
  });
});
