import type { CandidatAApparier, EleveAApparier } from '../../shared/appariement/apparier.ts';

/**
 * Sixty pupils of one lycée and their candidates, with what a person of the DEC would answer. Lines `e…` are SIECLE's
 * (first names by comma), lines `c…` the DEC's (first names by space): number | INE | name (usage name) | first names |
 * birth date | division, and the establishment when it is another one. Then the answer: `=` a pair that a machine can
 * make, how and how sure; `?` a person must look, and whom at; `-` nobody.
 */
export const SOIXANTE = `
# Tout concorde.
e01 | 9901010101A | MARTIN | Zoé,Marie | 1998-02-28 | TS1
c01 | 9901010101A | MARTIN | Zoé Marie | 1998-02-28 | TS1
e01 = c01 ine certaine

# Les accents manquent.
e02 | 990202020BC | LEFÈVRE | Hélène | 1998-03-02 | TS1
c02 | 990202020BC | LEFEVRE | HELENE | 1998-03-02 | TS1
e02 = c02 ine certaine

# Le trait d’union manque : deux prénoms au lieu d’un.
e03 | 9903030303A | PRÉVOST | Jean-Baptiste,Louis | 1998-03-05 | TS1
c03 | 9903030303A | PREVOST | Jean Baptiste Louis | 1998-03-05 | TS1
e03 = c03 ine certaine

# Un chiffre de l’INE est faux.
e04 | 9904040404D | ROLLAND | Inès | 1998-03-08 | TS1
c04 | 9904040904D | ROLLAND | Inès | 1998-03-08 | TS1
e04 = c04 ine-corrige forte

# Deux chiffres voisins de l’INE sont échangés.
e05 | 9905050516E | TRAORÉ | Moussa | 1998-03-11 | TS1
c05 | 9905050561E | TRAORE | Moussa | 1998-03-11 | TS1
e05 = c05 ine-corrige forte

# La lettre finale de l’INE est fausse.
e06 | 9906A06060F | COLLET | Alban | 1998-03-14 | TS1
c06 | 9906A06060P | COLLET | Alban | 1998-03-14 | TS1
e06 = c06 ine-corrige forte

# L’INE manque à la DEC.
e07 | 9907070707A | VIDAL | Soline,Marie | 1998-03-17 | TS1
c07 | | VIDAL | Soline Marie | 1998-03-17 | TS1
e07 = c07 identite forte

# L’INE manque dans SIECLE.
e08 | | GOMES | Rayan | 1998-03-20 | TS1
c08 | 9908080808A | GOMES | Rayan | 1998-03-20 | TS1
e08 = c08 identite forte

# L’INE manque des deux côtés.
e09 | | HOARAU | Maéva | 1998-03-23 | TS1
c09 | | HOARAU | Maeva | 1998-03-23 | TS1
e09 = c09 identite forte

# Le nom et le prénom sont inversés, l’INE est juste.
e10 | 9910101010A | BRIAND | Malo,Yves | 1998-03-26 | TS1
c10 | 9910101010A | Malo Yves | BRIAND | 1998-03-26 | TS1
e10 = c10 ine certaine

# Ils sont inversés et l’INE manque : personne d’autre n’est né ce jour-là.
e11 | 9911111111A | DE LA CROIX | Anne-Laure,Marie | 1998-03-29 | TS1
c11 | | ANNE-LAURE MARIE | DE LA CROIX | 1998-03-29 | TS1
e11 = c11 identite forte

# Le nom d’usage tient lieu de nom de famille, l’INE est juste.
e12 | 9912121212A | BENALI (DUVAL) | Assia | 1998-04-01 | TS1
c12 | 9912121212A | DUVAL | Assia | 1998-04-01 | TS1
e12 = c12 ine certaine

# Le nom d’usage tient lieu de nom de famille et l’INE manque.
e13 | 9913131313A | PEREIRA (LAMY) | Carla | 1998-04-04 | TS1
c13 | | LAMY | Carla | 1998-04-04 | TS1
e13 = c13 identite forte

# La DEC donne les deux noms, SIECLE le seul nom d’usage.
e14 | | TESSIER | Coline | 1998-04-07 | TS1
c14 | 9914141414A | MARCHAND (TESSIER) | Coline | 1998-04-07 | TS1
e14 = c14 identite forte

# Particule collée ou laissée de côté.
e15 | 9915151515A | DE LA TOUR | Gaspard | 1998-04-10 | TS2
c15 | | LATOUR | Gaspard | 1998-04-10 | TS2
e15 = c15 identite forte

# « LE GOFF » en un mot.
e16 | 9916161616A | LE GOFF | Maïwenn | 1998-04-13 | TS2
c16 | | LEGOFF | Maiwenn | 1998-04-13 | TS2
e16 = c16 identite forte

# L’apostrophe manque.
e17 | 9917171717A | N'DIAYE | Fatou | 1998-04-16 | TS2
c17 | | NDIAYE | Fatou | 1998-04-16 | TS2
e17 = c17 identite forte

# Une partie d’un nom composé.
e18 | 9918181818A | DUPONT-GIRAUD | Louise | 1998-04-19 | TS2
c18 | | DUPONT | Louise | 1998-04-19 | TS2
e18 = c18 identite forte

# Les deux parties du nom dans l’autre ordre.
e19 | 9919191919A | DA SILVA MOREL | Enzo | 1998-04-22 | TS2
c19 | | MOREL-DA SILVA | Enzo | 1998-04-22 | TS2
e19 = c19 identite forte

# Une ligature.
e20 | 9920202020A | LECŒUR | Agathe | 1998-04-25 | TS2
c20 | | LECOEUR | Agathe | 1998-04-25 | TS2
e20 = c20 identite forte

# Le prénom manque à la DEC, l’INE est juste.
e21 | 9921212121A | KAYA | Deniz | 1998-04-28 | TS2
c21 | 9921212121A | KAYA | | 1998-04-28 | TS2
e21 = c21 ine certaine

# Le prénom et l’INE manquent à la DEC : personne d’autre ne porte ce nom et cette date.
e22 | 9922222222A | SOUMARÉ | Bilal | 1998-05-01 | TS2
c22 | | SOUMARE | | 1998-05-01 | TS2
e22 = c22 identite forte

# Les prénoms dans un autre ordre, l’INE manque.
e23 | 9923232323A | HENRY | Paul,Victor,Jean | 1998-05-04 | TS2
c23 | | HENRY | Victor Paul Jean | 1998-05-04 | TS2
e23 = c23 identite forte

# La DEC ne connaît que le second prénom et l’INE manque : l’élève en use, ou c’est le prénom d’un jumeau.
e24 | 9924242424A | HADDAD | Karim,Adam | 1998-05-07 | TS2
c24 | | HADDAD | Adam | 1998-05-07 | TS2
e24 ? c24 a-confirmer

# Un prénom composé abrégé, l’INE manque.
e25 | 9925252525A | BOURGEOIS | Jean-Baptiste | 1998-05-10 | TS2
c25 | | BOURGEOIS | Jean | 1998-05-10 | TS2
e25 = c25 identite forte

# Une faute de frappe dans le nom de famille, l’INE manque.
e26 | 9926262626A | SCHNEIDER | Titouan | 1998-05-13 | TS2
c26 | | SCHNIEDER | Titouan | 1998-05-13 | TS2
e26 = c26 identite forte

# Une faute de frappe dans le prénom, l’INE est juste.
e27 | 9927272727A | CAMARA | Mohamed | 1998-05-16 | TS2
c27 | 9927272727A | CAMARA | Mohammed | 1998-05-16 | TS2
e27 = c27 ine forte

# Une lettre du prénom diffère et l’INE manque : ce peut être le jumeau.
e28 | 9928282828A | JOUBERT | Gabriel | 1998-05-19 | TS2
c28 | | JOUBERT | Gabrielle | 1998-05-19 | TS2
e28 ? c28 a-confirmer

# Une lettre d’un nom court diffère et l’INE manque : ce peut être un autre nom.
e29 | 9929292929A | TRAN | Lina | 1998-05-22 | TS2
c29 | | TRAM | Lina | 1998-05-22 | TS2
e29 ? c29 a-confirmer

# L’année de naissance diffère, l’INE et les noms concordent.
e30 | 9930303030A | FERRAND | Ulysse,Marc | 1998-05-25 | TES
c30 | 9930303030A | FERRAND | Ulysse Marc | 1989-05-25 | TES
e30 = c30 ine forte

# Le jour et le mois sont échangés et l’INE manque : la date ne prouve plus rien.
e31 | 9931313131A | MEUNIER | Capucine | 1998-06-07 | TES
c31 | | MEUNIER | Capucine | 1998-07-06 | TES
e31 ? c31 a-confirmer

# Le nom a changé tout entier (adoption), l’INE, la date et les prénoms concordent.
e32 | 9932323232A | PICARD | Noémie,Rose | 1998-06-10 | TES
c32 | 9932323232A | WAGNER | Noémie Rose | 1998-06-10 | TES
e32 = c32 ine forte

# Jumeaux dont une lettre sépare les prénoms, INE justes.
e33 | 9933333333A | GERMAIN | Julie | 1998-06-13 | TES
e34 | 9934343434B | GERMAIN | Julien | 1998-06-13 | TES
c33 | 9933333333A | GERMAIN | Julie | 1998-06-13 | TES
c34 | 9934343434B | GERMAIN | Julien | 1998-06-13 | TES
e33 = c33 ine certaine
e34 = c34 ine certaine

# Jumeaux sans INE à la DEC : les prénoms suffisent.
e35 | 9935353535A | MORVAN | Léa,Anne | 1998-06-16 | TES
e36 | 9936363636A | MORVAN | Léo,Yann | 1998-06-16 | TES
c35 | | MORVAN | Léa Anne | 1998-06-16 | TES
c36 | | MORVAN | Léo Yann | 1998-06-16 | TES
e35 = c35 identite forte
e36 = c36 identite forte

# Jumeaux, dont la première n’est pas inscrite : elle ne prend pas le candidat de son frère.
e37 | 9937373737A | ROUSSEL | Emma | 1998-06-19 | TES
e38 | 9938383838A | ROUSSEL | Emmanuel | 1998-06-19 | TES
c38 | | ROUSSEL | Emmanuel | 1998-06-19 | TES
e37 -
e38 = c38 identite forte

# L’INE de l’une est recopié sur sa jumelle : les quatre se regardent ensemble.
e39 | 9939393939A | CISSÉ | Aya | 1998-06-22 | TES
e40 | 9940404040A | CISSÉ | Nadia | 1998-06-22 | TES
c39 | | CISSE | Aya | 1998-06-22 | TES
c40 | 9939393939A | CISSE | Nadia | 1998-06-22 | TES
e39 ? c39 c40 plusieurs-candidats
e40 ? c39 c40 plusieurs-candidats

# Homonymes nés le même jour, INE justes.
e41 | 9941414141A | NGUYEN | Thomas | 1998-06-25 | TES
e42 | 9942424242C | NGUYEN | Thomas | 1998-06-25 | TL
c41 | 9941414141A | NGUYEN | Thomas | 1998-06-25 | TES
c42 | 9942424242C | NGUYEN | Thomas | 1998-06-25 | TL
e41 = c41 ine certaine
e42 = c42 ine certaine

# Homonymes nés le même jour, sans INE à la DEC : la division aide une personne, elle ne suffit pas.
e43 | 9943434343A | BERNARD | Camille | 1998-06-28 | TES
e44 | 9944444444C | BERNARD | Camille | 1998-06-28 | TL
c43 | | BERNARD | Camille | 1998-06-28 | TES
c44 | | BERNARD | Camille | 1998-06-28 | TL
e43 ? c43 c44 plusieurs-candidats
e44 ? c43 c44 plusieurs-candidats

# Homonymes nés le même jour, un seul candidat, sans INE.
e45 | 9945454545A | RICHARD | Manon | 1998-07-01 | TL
e46 | 9946464646C | RICHARD | Manon | 1998-07-01 | TL
c45 | | RICHARD | Manon | 1998-07-01 | TL
e45 ? c45 plusieurs-eleves
e46 ? c45 plusieurs-eleves

# Homonymes nés à des jours différents, sans INE à la DEC : la date suffit.
e47 | 9947474747A | LOPEZ | Hugo | 1998-07-04 | TL
e48 | 9948484848C | LOPEZ | Hugo | 1998-11-17 | TL
c47 | | LOPEZ | Hugo | 1998-07-04 | TL
c48 | | LOPEZ | Hugo | 1998-11-17 | TL
e47 = c47 identite forte
e48 = c48 identite forte

# Élève qui n’est pas inscrit à l’examen.
e49 | 9949494949A | ZIEGLER | Stanislas | 1998-07-07 | TL
e49 -

# Inscrit dans le lycée qu’il a quitté, tout le reste concorde.
e50 | 9950505050A | CARPENTIER | Yanis,Omar | 1998-07-10 | TL
c50 | 9950505050A | CARPENTIER | Yanis Omar | 1998-07-10 | TS3 | 0382203K
e50 = c50 ine certaine

# Inscrite dans un autre lycée sans INE : ce peut être une homonyme.
e51 | 9951515151A | THIERRY | Salomé | 1998-07-13 | TL
c51 | | THIERRY | Salomé | 1998-07-13 | TL2 | 0382203K
e51 ? c51 a-confirmer

# Inscrite deux fois, avec le même INE.
e52 | 9952525252A | LABBÉ | Ophélie | 1998-07-16 | TL
c52 | 9952525252A | LABBE | Ophélie | 1998-07-16 | TL
c61 | 9952525252A | LABBE | Ophélie | 1998-07-16 | TL
e52 ? c52 c61 plusieurs-candidats

# Inscrit deux fois, dont une sans INE : celle qui porte l’INE est la sienne.
e53 | 9953535353A | REYNAUD | Joris | 1998-07-19 | TL
c53 | 9953535353A | REYNAUD | Joris | 1998-07-19 | TL
c62 | | REYNAUD | Joris | 1998-07-19 | TL
e53 = c53 ine certaine
c62 -

# SIECLE donne à deux élèves l’INE du premier : il est le sien, l’autre se regarde.
e54 | 9954545454A | DELMAS | Lucie | 1998-07-22 | TL
e55 | 9954545454A | DELAUNAY | Margot | 1998-07-25 | TL
c54 | 9954545454A | DELMAS | Lucie | 1998-07-22 | TL
c55 | | DELAUNAY | Margot | 1998-07-25 | TL
e54 = c54 ine certaine
e55 ? c55 a-confirmer

# Le candidat porte l’INE d’un camarade, qui a son propre candidat.
e56 | 9956565656A | BARBIER | Alexis | 1998-07-28 | TL
e57 | 9957575757C | BARON | Tristan | 1998-07-31 | TL
c56 | 9957575757C | BARBIER | Alexis | 1998-07-28 | TL
c57 | 9957575757C | BARON | Tristan | 1998-07-31 | TL
e56 ? c56 a-confirmer
e57 = c57 ine certaine

# Deux INE bien formés qui diffèrent : même si tout le reste concorde, une personne confirme.
e58 | 9958585858A | FONTAINE | Sacha | 1998-08-03 | TL
c58 | 998585850DE | FONTAINE | Sacha | 1998-08-03 | TL
e58 ? c58 a-confirmer

# Une faute dans l’INE et une lettre du prénom : ce sont les numéros et les prénoms de jumelles.
e59 | 9959595951A | CARLIER | Julia | 1998-08-06 | TL
c59 | 9959595952A | CARLIER | Julie | 1998-08-06 | TL
e59 ? c59 a-confirmer

# « Saint » abrégé.
e60 | 9960606060A | SAINT-GERMAIN | Aurélien | 1998-08-09 | TL
c60 | | ST GERMAIN | Aurélien | 1998-08-09 | TL
e60 = c60 identite forte

# Candidats qui ne sont pas élèves du lycée.
c63 | | MASSON | Ludovic | 1979-01-12 |
c64 | 9999887766A | POULAIN | Estelle | 1998-08-12 | TL
c63 -
c64 -
`;

const LYCEE = '0380029A';

export interface Situation {
  readonly eleves: readonly EleveAApparier[];
  readonly candidats: readonly CandidatAApparier[];
  readonly reponses: readonly string[];
}

export const lireSoixante = (): Situation => lireSituation(SOIXANTE);

/** A table in this form: those who are to be paired, and the answers in its words. */
export function lireSituation(texte: string): Situation {
  const lignes = texte.split('\n').filter((ligne) => ligne !== '' && !ligne.startsWith('#'));
  const personnes = lignes
    .filter((ligne) => ligne.includes('|'))
    .map((ligne) => ligne.split('|').map((un) => un.trim()));
  const identiteDe = ([, ine = '', noms = '', prenoms = '', dateNaissance = '']: readonly string[]) => {
    const [, nomDeFamille = '', nomUsage = null] = /^([^(]+?)(?: \((.+)\))?$/.exec(noms) ?? [];
    return {
      ine: ine || null,
      nomDeFamille,
      nomUsage,
      prenoms: prenoms.split(/[,\s]+/).filter(Boolean),
      dateNaissance,
    };
  };
  return {
    eleves: personnes
      .filter(([numero]) => numero?.startsWith('e'))
      .map((champs) => ({
        ...identiteDe(champs),
        eleveId: champs[0] ?? '',
        livretId: `livret ${champs[0]}`,
        uai: LYCEE,
        divisions: [champs[5] ?? ''],
        noCandidat: null,
      })),
    candidats: personnes
      .filter(([numero]) => numero?.startsWith('c'))
      .map((champs) => ({
        ...identiteDe(champs),
        noCandidat: champs[0] ?? '',
        uai: champs[6] ?? LYCEE,
        division: champs[5] || null,
        livretId: null,
      })),
    reponses: lignes.filter((ligne) => !ligne.includes('|')).sort(),
  };
}
