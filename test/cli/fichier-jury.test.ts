import { describe, expect, test } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { fichierJury } from '../../shared/cli/commandes/fichier-jury.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();

const edition = {
  session: 2016,
  jury: 'J01',
  n: 1,
  etat: 'pret',
  candidats: [],
  sansLivret: [],
  perimes: [],
  pages: 4,
  anomalies: [],
};

/** A file that is ready, of which this code refuses the address. */
const refusant = (code: string): Cible => ({
  appeler: async <T>(fonction: string) => {
    if (fonction === 'jury/signer-fichier') throw new ErreurCodee(code, 'Refusé.', 'Demandez.');
    return edition as T;
  },
});
const demande = { session: 2016, jury: 'J01', motif: undefined, etat: false, telecharger: undefined, json: false };

describe('« fichier-jury » of who may ask for the file and not have it', () => {
  test('tells that it is ready, and who downloads it', async () => {
    expect(await fichierJury(refusant('operation-interdite'), demande)).toBe(0);
    expect(sortie.texte).toMatch(/édition 1 : .*prêt/);
    expect(sortie.texte).toContain('Votre rôle ne télécharge pas ce fichier');
    sortie.texte = '';
    expect(await fichierJury(refusant('operation-interdite'), { ...demande, json: true })).toBe(0);
    expect(JSON.parse(sortie.texte)).toEqual(edition);
  });

  test('fails when the file itself was asked for, or for another reason', async () => {
    const voulu = { ...demande, telecharger: 'jury.pdf' };
    await expect(fichierJury(refusant('operation-interdite'), voulu)).rejects.toMatchObject({
      code: 'operation-interdite',
    });
    await expect(fichierJury(refusant('fichier-non-pret'), demande)).rejects.toMatchObject({
      code: 'fichier-non-pret',
    });
  });
});
