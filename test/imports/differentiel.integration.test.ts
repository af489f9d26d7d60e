import { describe, expect } from 'vitest';
import { testSurReference } from '../reference.ts';
import { utf8 } from '../sources.ts';
import { type Classe, confronter, exigerChaqueClasse, mutants, SCHEMA } from './differentiel.ts';
import { eleve, notes, notesAvec } from './fichiers.ts';
import { balayage, encoder, fichiersSains } from './mutants.ts';

/** Mutants that told the two readers apart, and what was decided of them. */
const TRANCHES: readonly (readonly [string, string, Classe])[] = [
  [
    'an empty CDATA section in an empty element',
    notesAvec({ periodes: '<periode numero="1" moyenne="12"><![CDATA[]]></periode>' }),
    'invalide, toléré',
  ],
  ['a space in an empty element', notesAvec({ periodes: '<periode numero="1" moyenne="12"> </periode>' }), 'invalide'],
  ['version « 1. » of XML', notes().replace('"1.0"', '"1."'), 'valide, refusé par une règle'],
  [
    'an ELEVE_ID of 19 digits',
    notes({ eleves: eleve({ attributs: `id="1${'0'.repeat(18)}"` }) }),
    'valide, refusé par une règle',
  ],
  ['an ELEVE_ID of 18 digits', notes({ eleves: eleve({ attributs: `id="1${'0'.repeat(17)}"` }) }), 'valide'],
  [
    'a group of 2^31 pupils',
    notesAvec({ structure: '<structure effectif="2147483648"/>' }),
    'valide, refusé par une règle',
  ],
  [
    'an average of 71 characters',
    notesAvec({ periodes: `<periode numero="1" moyenne="1.${'0'.repeat(70)}"/>` }),
    'valide, refusé par une règle',
  ],
  [
    'a year of five digits',
    notesAvec({ attributs: 'modalite-election="S" code-matiere="061300" date="12015-09-01"' }),
    'valide, refusé par une règle',
  ],
];

describe('our reader of notes and libxml2 with the public schema', () => {
  testSurReference('agree on the sound files, which have no defect', SCHEMA, async () => {
    const sains = fichiersSains().map((fichier, rang) => ({ octets: encoder(fichier), histoire: `file ${rang}` }));
    const { classes, desaccords } = await confronter(sains);
    expect(desaccords).toEqual([]);
    expect(classes.valide).toBe(sains.length);
  });

  testSurReference('agree on what once told them apart', SCHEMA, async () => {
    for (const [histoire, texte, classe] of TRANCHES) {
      const { classes, desaccords } = await confronter([{ octets: utf8(texte), histoire }]);
      expect(desaccords).toEqual([]);
      expect(classes[classe], histoire).toBe(1);
    }
  });

  testSurReference('agree on every value of every attribute, and every text of every element', SCHEMA, async () => {
    const bilan = await confronter(balayage());
    expect(bilan.desaccords).toEqual([]);
    exigerChaqueClasse(bilan, balayage().length, { 'mal formé': 0.1, invalide: 0.4, valide: 0.15 });
  });

  testSurReference('agree on 300 mutants, or differ by a named rule', SCHEMA, async () => {
    const bilan = await confronter(mutants(0, 300));
    expect(bilan.desaccords).toEqual([]);
    exigerChaqueClasse(bilan, 300);
  });
});
