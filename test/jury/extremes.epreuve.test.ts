import { describe, expect, it } from 'vitest';
import { relirePdf } from '../../shared/jury/relire.ts';
import { livretExtreme } from './extremes.ts';
import { editionDe, imprimer } from './impression.ts';
import { defautsDePage } from './verifier-page.ts';

const [LIVRETS, PAR_JURY] = [1000, 50];

describe('mille livrets extrêmes', () => {
  const jurys = Array.from({ length: LIVRETS / PAR_JURY }, (_, rang) => rang * PAR_JURY);
  it.each(jurys)(
    'à partir du rang %i : chaque texte entier, rien hors de la page, chaque page à son rang',
    async (premier) => {
      const livrets = Array.from({ length: PAR_JURY }, (_, rang) => livretExtreme(premier + rang));
      const fichier = await imprimer(editionDe(livrets), { presses: 2 });
      expect(fichier.echecs).toEqual([]);
      for (const [rang, { pdf, noEleve }] of fichier.livrets.entries()) {
        const livret = livrets[rang];
        if (livret?.noEleve !== noEleve) throw new Error('a livret out of its place');
        expect([noEleve, defautsDePage(livret, await relirePdf(pdf))]).toEqual([noEleve, []]);
      }
    },
  );
});
