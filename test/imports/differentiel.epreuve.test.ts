import { expect } from 'vitest';
import { testSurReference } from '../reference.ts';
import { confronter, exigerChaqueClasse, mutants, REGLES, SCHEMA } from './differentiel.ts';
import { balayage } from './mutants.ts';

testSurReference(
  'our reader of notes and libxml2 agree on 6,000 mutants and on every value at every place, or differ by a named rule',
  SCHEMA,
  async () => {
    const bilan = await confronter(mutants(0, 6000));
    expect(bilan.desaccords).toEqual([]);
    exigerChaqueClasse(bilan, 6000);
    const partout = await confronter(balayage());
    expect(partout.desaccords).toEqual([]);
    // A rule that explains nothing would only hide a fault.
    const utiles = new Set([...bilan.regles, ...partout.regles]);
    expect(REGLES.filter((regle) => !utiles.has(regle)).map(({ code }) => code)).toEqual([]);
    process.stderr.write(`${JSON.stringify(bilan.classes)}\n${JSON.stringify(partout.classes)}\n`);
  },
);
