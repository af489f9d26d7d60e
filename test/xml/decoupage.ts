import fc from 'fast-check';
import { expect } from 'vitest';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { lireElements, type Plan } from '../../shared/xml/lire-elements.ts';
import { decoupe, toutLire, utf8 } from '../sources.ts';

const PLAN: Plan = new Map<string, Plan | 'arbre'>([
  ['a', 'arbre'],
  ['b', new Map([['a', 'arbre']])],
]);
/** Small, so that generated documents meet each of them. */
const BORNES = { octets: 400, profondeur: 5, attributs: 3, suites: 6, nom: 8, enfants: 4, piece: 40, element: 120 };

async function lire(octets: Uint8Array, tailles: readonly number[]): Promise<unknown> {
  const { lus, erreur } = await toutLire(lireElements(decoupe(octets, tailles), { plan: () => PLAN, bornes: BORNES }));
  if (erreur === null) return { lus };
  if (!(erreur instanceof ErreurCodee)) throw erreur;
  return { lus, code: erreur.code, lieu: erreur.lieu };
}

/** Pieces of XML, well joined or not. Cut at each character, none is plain: saxes alone reads them (parseur.ts). */
const fragment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('<a>', '</a>', '<b>', '</b>', '<a/>', '<a\n x="1"\ty="é">', '\r\n', ' ', 'é😀', 'x:y'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '<a x="1" y="é&amp;">',
      '<a x="1" z=""/>',
      '<a y=">" x="]]>">',
      `<a x='"' y="'"/>`,
      '<a  x="1" >',
      '<a x = "1"/>',
      '<a x="😀" y="\t"/>',
      '</a\n>',
      '\n',
      'a\n\nb',
      ' é ]',
      ']] >',
      'a&lt;b',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '<a x="1"y="2">',
      '<a x="<">',
      '<a x>',
      '<a x=1>',
      '<a/ >',
      '<1a>',
      '<é/>',
      '< a>',
      '</>',
      '</ a>',
      '<a x="\u0000">',
      '<!-- é -->',
      '<!---->',
      '<![CDATA[]]]]>',
      '<?p x?>',
      '<?p:q x?>',
      '&amp;',
      '&#233;',
      '&eacute;',
      '&#0;',
      '<!DOCTYPE a [<!ENTITY e "x">]>',
      '\u0000',
      '\uFFFF',
      ']]>',
      '<n:a xmlns:n="urn:n">',
      '<a xmlns="urn:n">',
      '<o:a/>',
      '<a z="1" z="2"/>',
      `<a z="${'v'.repeat(30)}" z="2" y="3"/>`,
      '<a a="" b="" c="" d=""/>',
      '<abcdefghijkl/>',
      '<a abcdefghijkl=""/>',
      `<!--${'-x'.repeat(30)}-->`,
      'm'.repeat(50),
      `<a x="${'v'.repeat(50)}">`,
    ),
  },
);
const document = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>\r', '\ufeff'),
    fc.array(fragment, { maxLength: 25 }),
    fc.boolean(),
  )
  .map(([prologue, fragments, ferme]) => utf8(`${prologue}<r>${fragments.join('')}${ferme ? '</r>' : ''}`));

/** What is read or refused, and where, is the same wherever the chunks are cut. */
export const memeLectureDecoupee = fc.asyncProperty(
  document,
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
  async (octets, tailles) => {
    const entier = await lire(octets, [octets.length]);
    expect(await lire(octets, tailles)).toEqual(entier);
    expect(await lire(octets, [1])).toEqual(entier);
  },
);
