import { afterEach, beforeEach, vi } from 'vitest';

/** What a command run in this process writes, test by test; what it writes of errors is kept from the screen. */
export function ecouterLaSortie(): { texte: string } {
  const sortie = { texte: '' };
  beforeEach(() => {
    sortie.texte = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((texte) => {
      sortie.texte += String(texte);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => vi.restoreAllMocks());
  return sortie;
}
