import { describe, expect, test } from 'vitest';
import type { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { lireElements } from '../../shared/xml/lire-elements.ts';
import { decoupe, latin1, toutLire, utf8 } from '../sources.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
const declarer = (encodage: string): string => `<?xml version='1.0' encoding="${encodage}"?>\n<r a="é"><e>àŒ€’</e></r>`;

/** The text of `e` read from these bytes, or the refusal's code and place. */
async function lire(octets: Uint8Array, taille = octets.length): Promise<string> {
  const { lus, erreur } = await toutLire(
    lireElements(decoupe(octets, [taille]), { plan: () => new Map([['e', 'arbre' as const]]) }),
  );
  if (erreur !== null) {
    const { code, lieu } = erreur as ErreurCodee;
    return `${code} ${lieu.ligne}:${lieu.colonne}`;
  }
  return lus.flatMap((lu) => (lu.type === 'element' ? [lu.element.texte] : [])).join();
}

const CP1252 = { Œ: 0x8c, '€': 0x80, '’': 0x92 };

describe.each([1, 3, 4096])('in chunks of %i bytes', (taille) => {
  test.each([
    ['UTF-8 without declaration', utf8('<r><e>àŒ€’😀</e></r>'), 'àŒ€’😀'],
    ['UTF-8 declared, with a byte order mark', Buffer.concat([BOM, utf8(declarer('UTF-8'))]), 'àŒ€’'],
    ['utf-8 in small letters', utf8(declarer('utf-8')), 'àŒ€’'],
    ['ISO-8859-1', latin1(declarer('ISO-8859-1').replace('Œ€’', '')), 'à'],
    [
      'ISO-8859-15, where the euro and œ are',
      latin1(declarer('iso-8859-15').replace('’', ''), { Œ: 0xbc, '€': 0xa4 }),
      'àŒ€',
    ],
    ['windows-1252, where the curly apostrophe is', latin1(declarer('Windows-1252'), CP1252), 'àŒ€’'],
  ])('%s is read as it was written', async (_nom, octets, texte) => {
    expect(await lire(octets, taille)).toBe(texte);
  });

  test.each([
    ['windows-1252 declared as ISO-8859-1', latin1(declarer('ISO-8859-1'), CP1252), 'xml-octet-hors-encodage 2:14'],
    ['windows-1252 declared as ISO-8859-15', latin1(declarer('ISO-8859-15'), CP1252), 'xml-octet-hors-encodage 2:14'],
    [
      'a byte that windows-1252 leaves empty',
      latin1('<?xml version="1.0" encoding="windows-1252"?><r>\x81</r>'),
      'xml-octet-hors-encodage 1:49',
    ],
    ['ISO-8859-1 without declaration', latin1('<r>\n é</r>'), 'xml-octet-hors-encodage 2:2'],
    [
      'a UTF-8 surrogate',
      Buffer.concat([utf8('<r>'), Uint8Array.of(0xed, 0xa0, 0x80), utf8('</r>')]),
      'xml-octet-hors-encodage 1:4',
    ],
    [
      'an overlong UTF-8 form',
      Buffer.concat([utf8('<r>'), Uint8Array.of(0xc0, 0xbc), utf8('</r>')]),
      'xml-octet-hors-encodage 1:4',
    ],
    ['a character cut by the end of the file', Buffer.concat([utf8('<r/>'), Uint8Array.of(0xc3)]), 'xml-tronque 1:4'],
    ['UTF-16 with its mark', Buffer.from('\ufeff<r/>', 'utf16le'), 'fichier-utf16 1:1'],
    ['UTF-16 without its mark', Buffer.from('<r/>', 'utf16le'), 'fichier-utf16 1:1'],
    ['UTF-16 declared', utf8(declarer('UTF-16')), 'fichier-utf16 1:1'],
    ['an encoding that no feed uses', utf8(declarer('Shift_JIS')), 'xml-encodage-inconnu 1:1'],
    [
      'a mark of UTF-8 and another declaration',
      Buffer.concat([BOM, utf8(declarer('ISO-8859-1'))]),
      'xml-encodage-contradictoire 1:1',
    ],
    ['two byte order marks', Buffer.concat([BOM, BOM, utf8('<r/>')]), 'xml-mal-forme 1:1'],
    ['a byte order mark and nothing', BOM, 'fichier-vide 1:1'],
  ])('%s is refused', async (_nom, octets, refus) => {
    expect(await lire(octets, taille)).toBe(refus);
  });
});
