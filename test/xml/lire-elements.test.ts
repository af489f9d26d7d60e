import { describe, expect, test } from 'vitest';
import { Element } from '../../shared/xml/element.ts';
import { type Evenement, lireElements, type Plan } from '../../shared/xml/lire-elements.ts';
import { source, toutLire } from '../sources.ts';

const PLAN: Plan = new Map<string, Plan | 'arbre'>([
  ['entete', 'arbre'],
  ['eleves', new Map([['eleve', 'arbre']])],
]);

async function lire(texte: string): Promise<Evenement[]> {
  const { lus, erreur } = await toutLire(lireElements(source(texte), { plan: () => PLAN }));
  if (erreur !== null) throw erreur;
  return lus;
}

async function arbres(texte: string): Promise<Element[]> {
  return (await lire(texte)).flatMap((lu) => (lu.type === 'element' ? [lu.element] : []));
}

const resume = (lu: Evenement): string => `${lu.type} ${lu.type === 'texte' ? lu.parent.nom : lu.element.nom}`;

describe('the elements asked for', () => {
  test('come whole, in the order of the file, between the opening and the closing of what holds them', async () => {
    const lus = await lire('<racine><entete/><eleves><eleve/><eleve><a/></eleve></eleves></racine>');
    expect(lus.map(resume)).toEqual([
      'ouverture racine',
      'element entete',
      'ouverture eleves',
      'element eleve',
      'element eleve',
      'fermeture eleves',
      'fermeture racine',
    ]);
  });

  test('have their name, attributes, text and children', async () => {
    const [eleve] = await arbres(
      '<r><eleves><eleve id="7" nom="Léa &amp; Zoé">a<b x="1">c</b>d<![CDATA[<e>]]></eleve></eleves></r>',
    );
    expect(eleve?.attributs).toEqual({ id: '7', nom: 'Léa & Zoé' });
    expect(eleve?.nombreAttributs).toBe(2);
    expect(eleve?.texte).toBe('ad<e>');
    expect(eleve?.enfants.map(({ nom, texte }) => [nom, texte])).toEqual([['b', 'c']]);
  });

  test('know their line and column, wherever the tag goes to the next line', async () => {
    const [entete, eleve] = await arbres(
      '<?xml version="1.0"?>\r\n<r>\n  <entete\n x="1"/><!-- é -->\n\té<eleves><eleve>\r\n <a\n/>é<b/></eleve></eleves></r>'.replace(
        '\té',
        '',
      ),
    );
    expect([entete?.ligne, entete?.colonne]).toEqual([3, 3]);
    expect([eleve?.ligne, eleve?.colonne]).toEqual([5, 9]);
    expect(eleve?.enfants.map(({ nom, ligne, colonne }) => [nom, ligne, colonne])).toEqual([
      ['a', 6, 2],
      ['b', 7, 4],
    ]);
  });

  test('leave out what the plan does not know, and say it once', async () => {
    const lus = await lire('<r><autre><eleves><eleve/></eleves></autre><eleves><x><y/></x><eleve/></eleves></r>');
    expect(lus.map(resume)).toEqual([
      'ouverture r',
      'inattendu autre',
      'ouverture eleves',
      'inattendu x',
      'element eleve',
      'fermeture eleves',
      'fermeture r',
    ]);
  });

  test('are told apart from text that stands between them', async () => {
    const lus = await lire('<r>\n <eleves> \u00a0 <eleve/></eleves></r>');
    expect(lus.filter(({ type }) => type === 'texte')).toMatchObject([
      { ligne: 2, colonne: 10, parent: { nom: 'eleves' } },
    ]);
  });
});

describe('namespaces', () => {
  test('make names in braces, and declarations are not attributes', async () => {
    const lus = await lire('<a:r xmlns:a="urn:x" xmlns:b="urn:y" b:c="1" d="2"><entete a:e="3"/></a:r>');
    expect(lus[0]).toMatchObject({
      element: { nom: '{urn:x}r', attributs: { '{urn:y}c': '1', d: '2' }, nombreAttributs: 2 },
    });
    expect(lus[1]).toMatchObject({ element: { nom: 'entete', attributs: { '{urn:x}e': '3' } } });
  });

  test('by default go to children, not to attributes, and end with their element', async () => {
    const [entete] = await arbres('<r><entete><a xmlns="urn:x" k="1"><b/><c xmlns=""/></a><d/></entete></r>');
    const [a, d] = entete?.enfants ?? [];
    expect(a).toMatchObject({ nom: '{urn:x}a', attributs: { k: '1' } });
    expect(a?.enfants.map(({ nom }) => nom)).toEqual(['{urn:x}b', 'c']);
    expect(d?.nom).toBe('d');
  });

  test.each([
    'xmlns:a=""',
    'xmlns:a=" "',
    'xmlns:a="urn:é"',
    'xmlns:xml="urn:x"',
    'xmlns:a="http://www.w3.org/XML/1998/namespace"',
    'xmlns:xmlns="urn:x"',
    'xmlns="http://www.w3.org/2000/xmlns/"',
    'a:b="1"',
    'xmlns:a="urn:x" a:b:c="1"',
    'xmlns:a="urn:x" a:1="1"',
    'xmlns:a="urn:x" xmlns:b="urn:x" a:c="1" b:c="1"',
  ])('badly declared or used, %s, refuse the file', async (attributs) => {
    const refus = /^xml-(espace-de-noms-invalide|attribut-en-double|mal-forme)$/;
    await expect(lire(`<r><entete ${attributs}/></r>`)).rejects.toMatchObject({ code: expect.stringMatching(refus) });
  });

  test('do not mistake a colon in a text or a value for a prefix', async () => {
    const [entete] = await arbres('<r><entete a="12:30">à 8:00<b/></entete></r>');
    expect(entete).toMatchObject({ nom: 'entete', attributs: { a: '12:30' }, texte: 'à 8:00' });
  });
});

describe('names that mean something to JavaScript', () => {
  test('are names like any other', async () => {
    const [eleve] = await arbres(
      '<r><eleves><eleve __proto__="x" constructor="y" hasOwnProperty="z"><__proto__ toString="1"/></eleve></eleves></r>',
    );
    expect(Object.keys(eleve?.attributs ?? {})).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
    expect(eleve?.enfants[0]?.nom).toBe('__proto__');
    expect(eleve?.enfants[0]).toBeInstanceOf(Element);
    expect(({} as Record<string, unknown>).toString).toBe(Object.prototype.toString);
  });

  test('are unknown to the plan even when objects inherit them', async () => {
    const lus = await lire('<r><constructor/><__proto__><eleve/></__proto__></r>');
    expect(lus.map(resume)).toEqual(['ouverture r', 'inattendu constructor', 'inattendu __proto__', 'fermeture r']);
  });
});

test('a reader that stops early closes its source', async () => {
  let fermee = false;
  async function* observee(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield* source('<r><entete/>');
    } finally {
      fermee = true;
    }
  }
  for await (const lu of lireElements(observee(), { plan: () => PLAN })) if (lu.type === 'element') break;
  expect(fermee).toBe(true);
});
