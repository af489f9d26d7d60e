import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attendre, attente, duree, tableau } from '../../shared/cli/affichage.ts';

/** What is seen, without the codes that paint it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
const nu = (texte: string): string => texte.replace(/\u001B\[[0-9;]*m/g, '');

describe('a table', () => {
  const colonnes = [
    { titre: 'Nom', valeur: ({ nom }: { nom: string; notes: number }) => nom },
    { titre: 'Notes', valeur: ({ notes }: { notes: number }) => String(notes), alignement: 'droite' as const },
  ];

  test('is as wide as its widest cell, texts on the left and numbers on the right', () => {
    const lignes = [
      { nom: 'ÉLUARD', notes: 2015 },
      { nom: 'LE GOFF-MARTIN', notes: 1 },
    ];
    expect(nu(tableau(colonnes, lignes)).split('\n')).toEqual([
      'Nom             Notes',
      '──────────────  ─────',
      'ÉLUARD           2015',
      'LE GOFF-MARTIN      1',
    ]);
  });

  test('without rows shows its titles', () => {
    expect(nu(tableau(colonnes, [])).split('\n')).toEqual(['Nom  Notes', '───  ─────']);
  });

  test('has no space at the end of a row', () => {
    const lignes = nu(
      tableau(colonnes.slice(0, 1), [
        { nom: 'LONG NOM', notes: 0 },
        { nom: 'A', notes: 0 },
      ]),
    ).split('\n');
    expect(lignes).toEqual(['Nom', '────────', 'LONG NOM', 'A']);
  });
});

test('a duration is told in seconds, then in minutes', () => {
  expect([0, 320, 1000, 59_949, 60_000, 65_400, 119_600, 3_600_000].map(duree)).toEqual([
    '0,0 s',
    '0,3 s',
    '1,0 s',
    '59,9 s',
    '1 min 00 s',
    '1 min 05 s',
    '2 min 00 s',
    '60 min 00 s',
  ]);
});

describe('a wait', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  const sortie = (isTTY: boolean) => {
    const ecrits: string[] = [];
    const flux = { isTTY, write: (texte: string) => ecrits.push(texte) } as unknown as NodeJS.WriteStream;
    return { ecrits, flux };
  };

  test('elsewhere than on a terminal says one line a change', () => {
    const { ecrits, flux } = sortie(false);
    const suivi = attente(flux);
    for (const etape of ['lu', 'lu', 'clos', 'clos']) suivi.dire(etape);
    suivi.finir();
    expect(ecrits).toEqual(['… lu\n', '… clos\n']);
  });

  test('on a terminal moves on one line and clears it at the end', () => {
    const { ecrits, flux } = sortie(true);
    const suivi = attente(flux);
    suivi.dire('En attente du compte rendu');
    vi.advanceTimersByTime(350);
    suivi.finir();
    vi.advanceTimersByTime(1000);
    expect(ecrits).toHaveLength(4);
    for (const image of ecrits) expect(image.startsWith('\r\u001B[2K')).toBe(true);
    expect(ecrits[0]).toContain('En attente du compte rendu');
    expect(ecrits.join('')).not.toContain('\n');
  });

  test('asks until the answer is there, or gives up with its error', async () => {
    const ecrits: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((texte) => {
      ecrits.push(String(texte));
      return true;
    });
    let demandes = 0;
    const demander = async (): Promise<string | null> => {
      demandes += 1;
      return demandes === 4 ? 'clos' : null;
    };
    const epuise = () => new Error('trop tard');
    const reponse = attendre(() => 'En attente', demander, 60_000, epuise);
    await vi.runAllTimersAsync();
    expect(await reponse).toBe('clos');
    expect(demandes).toBe(4);

    const issue = Promise.allSettled([
      attendre(
        () => 'En attente',
        async () => null,
        10_000,
        epuise,
      ),
    ]);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await Promise.race([issue, Promise.resolve('encore')])).toBe('encore');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await issue).toEqual([{ status: 'rejected', reason: new Error('trop tard') }]);
    expect(ecrits.join('')).toMatch(/En attente/);
  });
});
