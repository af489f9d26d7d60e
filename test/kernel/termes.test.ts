import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chercher, contient, fouiller, motifAdmis, type NatureDeTerme } from '../../shared/kernel/termes.ts';

/** In a page. */
const trouve = (texte: string, terme: string, nature: NatureDeTerme, admis: string[] = []) =>
  contient(fouiller(texte, motifAdmis(admis)), { terme, nature });
/** What a text holds of a term, as it is written there. */
const passages = (texte: string, terme: string, partie = false): string[] =>
  chercher(fouiller(texte), { terme, nature: 'nom', partie }).map(({ debut, fin }) => texte.slice(debut, fin));

describe('un nom', () => {
  it.each([
    ['DUPONT', 'Bon travail de Dupont.'],
    ['Dupont', 'DUPONT progresse'],
    ['ÉLODIE', 'elodie'],
    ['Élodie', 'E\u0301LODIE'],
    ['LE GOFF', 'M. Le Goff'],
    ['LE-GOFF', 'Le  Goff'],
    ['O’Brien', "o'brien"],
    ['ŒUVRARD', 'Oeuvrard'],
    ['LYCEE VICTOR HUGO', 'du lycée\nVictor-Hugo,'],
    ['Saint-Étienne', 'à Saint Etienne.'],
    ['VANDENBROUCKEN', 'VANDEN\nBROUCKEN'],
    ['LE GOFF', 'Legoff'],
    ['Jean-Baptiste', 'jeanbaptiste'],
    ['Zoé', 'Z.O.E.'],
    ['WAŁĘSA', 'walesa'],
    ['Zoé', 'Zo\u00ADé'],
  ])('%s se trouve dans « %s »', (terme, texte) => {
    expect(trouve(texte, terme, 'nom')).toBe(true);
  });

  it.each([
    ['ROSE', 'une prose soignée'],
    ['MARTIN', 'les Martinez'],
    ['CLAIR', 'clairement'],
    ['', 'n’importe quoi'],
    ['···', 'n’importe quoi'],
    ['LE GAL', 'un motif légal'],
    ['LE GOFF', 'Le […] Goff'],
    ['LE GOFF', 'Le | Goff'],
  ])('%s ne se trouve pas dans « %s »', (terme, texte) => {
    expect(trouve(texte, terme, 'nom')).toBe(false);
  });

  it('court ne se trouve qu’écrit comme un nom : capitales, ou majuscule au milieu d’une phrase', () => {
    expect(trouve('avec LE, très bien', 'LÊ', 'nom')).toBe(true);
    expect(trouve('avec Lê, très bien', 'LE', 'nom')).toBe(true);
    expect(trouve('le travail est bon. Le reste suivra.', 'LE', 'nom')).toBe(false);
    expect(trouve('Le travail\nLe reste', 'LÊ', 'nom')).toBe(false);
  });

  it.each([
    ['un exposé de Petit', true],
    ['l’exposé de PETIT', true],
    ['PETIT progresse', true],
    ['M. Petit', true],
    ['à la fin, Petit', true],
    ['Petit à petit', false],
    ['PETIT A PETIT', false],
    ['TRES\nPETIT trimestre', false],
    ['12,5 Petit effort', false],
    ['avec sérieux\nPetit effort', false],
  ])('qui est un mot ordinaire ne se trouve qu’écrit comme un nom : « %s »', (texte, attendu) => {
    expect(trouve(texte, 'PETIT', 'nom')).toBe(attendu);
  });

  it('de deux mots ordinaires se montre à ses capitales, où qu’il soit dans la phrase', () => {
    expect(passages('Le Grand, le grand, M. LE GRAND, le Grand', 'LE GRAND')).toEqual([
      'Le Grand',
      'LE GRAND',
      'le Grand',
    ]);
  });

  it('d’une lettre ne se trouve qu’après une civilité', () => {
    expect(passages('en série S, Mme S', 'S')).toEqual(['S']);
    expect(trouve('en série S', 'S', 'nom')).toBe(false);
  });

  it('se trouve à chacune de ses places, avec les signes qui n’ont pas de largeur', () => {
    expect(passages('Zoé et zoé, ZOÉ Zoé', 'ZOE')).toEqual(['Zoé', 'zoé', 'ZOÉ', 'Zoé']);
    expect(passages('𝒶 Zoe\u0301, Œrine !', 'ŒRINE')).toEqual(['Œrine']);
    expect(passages('𝒶 Zoe\u0301, Œrine !', 'ZOÉ')).toEqual(['Zoe\u0301']);
    expect(passages('De VANDEN-\nBROUCKEN !', 'VANDENBROUCKEN')).toEqual(['VANDEN-\nBROUCKEN']);
  });

  it('coupé en fin de ligne se trouve, pas l’ordinaire ni ce qu’un tiret joint à un autre mot', () => {
    expect(passages('De Zwor-\nkowski, zwor- KOWSKI', 'ZWORKOWSKI')).toEqual(['Zwor-\nkowski', 'zwor- KOWSKI']);
    expect(trouve('Zwor-kowski, zwor - kowski', 'ZWORKOWSKI', 'nom')).toBe(false);
    expect(trouve('un cons-\ntant', 'CONSTANT', 'prenom')).toBe(false);
    expect(trouve('la dé-\nmarche', 'DE MARCHE', 'nom')).toBe(false);
  });

  it('en partie ne se trouve qu’avec sa capitale', () => {
    expect(passages('un goff, Goff', 'GOFF', true)).toEqual(['Goff']);
  });

  it('dans un texte que quelqu’un a écrit, se lit à travers tout blanc, comme la page le montrera', () => {
    expect(passages('un exposé de\nPetit', 'PETIT')).toEqual(['Petit']);
    expect(trouve('un exposé de\nPetit', 'PETIT', 'nom')).toBe(false);
  });

  it('que porte un libellé de la nomenclature n’est cherché que hors de ce libellé', () => {
    const admis = ['S’exprimer à l’oral avec correction, rigueur et clarté'];
    const libelle = 'S’exprimer à l’oral avec correction,\nrigueur et clarté ×';
    expect(trouve(libelle, 'Rigueur', 'prenom')).toBe(true);
    expect(trouve(libelle, 'Rigueur', 'prenom', admis)).toBe(false);
    expect(trouve('Le\nRédiger\nGoff', 'LE GOFF', 'nom', ['Rédiger'])).toBe(false);
    expect(trouve(`${libelle} Rigueur sérieuse`, 'Rigueur', 'prenom', admis)).toBe(true);
  });

  it('se trouve où qu’il soit planté entre des mots, quelles que soient ses capitales et ses accents', () => {
    const mot = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(
        fc.array(mot),
        fc.array(mot),
        fc.stringMatching(/^[a-zA-ZéèêëàâîïôûçÉÈ]{4,14}$/),
        fc.constantFrom('haut', 'bas', 'tel'),
        fc.constantFrom(' ', '\n', ', ', ' « ', '-', '’'),
        (avant, apres, nom, casse, separateur) => {
          const ecrit =
            casse === 'haut' ? nom.toLocaleUpperCase('fr') : casse === 'bas' ? nom.toLocaleLowerCase('fr') : nom;
          return trouve([...avant, ecrit, ...apres].join(separateur), nom.normalize('NFD'), 'nom');
        },
      ),
    );
  });
});

describe('un identifiant', () => {
  it.each<[string, NatureDeTerme, string]>([
    ['123456789AB', 'ine', 'x123456789abx'],
    ['123456789AB', 'ine', '123 456 789 AB'],
    ['0210047H', 'uai', 'Lycée0210047h-2015'],
    ['4012345', 'eleve-id', 'id=4012345;'],
    ['4012345', 'eleve-id', '00401234567'],
    ['40123', 'eleve-id', 'n°40123.'],
    ['1413004', 'eleve-id', 'fiche 1 413 004 et 1.413.004'],
  ])('%s se trouve dans « %s »', (terme, nature, texte) => {
    expect(trouve(texte, terme, nature)).toBe(true);
  });

  it.each<[string, NatureDeTerme, string]>([
    ['123456789AB', 'ine', '123456789AC'],
    ['40123', 'eleve-id', '1401234'],
    ['1850', 'eleve-id', 'moyenne 1850'],
    ['112350', 'eleve-id', '11 23 50'],
  ])('%s ne se trouve pas dans « %s »', (terme, nature, texte) => {
    expect(trouve(texte, terme, nature)).toBe(false);
  });

  it('n’est pas confondu avec un No Élève de la session', () => {
    expect(trouve('No Élève 4821093657', '210936', 'eleve-id')).toBe(true);
    expect(trouve('No Élève 4821093657', '210936', 'eleve-id', ['4821093657'])).toBe(false);
  });
});
