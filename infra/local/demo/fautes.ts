/** What becomes of a candidate whose line is typed wrong. */
export interface Faute {
  /** As the establishment has it. */
  readonly ine: string;
  readonly noCandidat: string;
  /** Why a person pairs the pupil with this candidate; null when the machine does so by itself. */
  readonly motif: string | null;
}

const INE = 2;
const NAISSANCE = 6;

/**
 * Types three lines of a file of candidates wrong, as it happens: a date whose day and month are exchanged, without an INE; a
 * candidate entered twice, without an INE; one figure of an INE.
 */
export function malSaisir(csv: string): { readonly texte: string; readonly fautes: readonly Faute[] } {
  const [entete = '', ...lignes] = csv.trimEnd().split(/\r?\n/);
  const champs = lignes.map((ligne) => ligne.split(';'));
  const lisible = champs.filter((ligne) => ligne[INE] !== '' && estEchangeable(ligne[NAISSANCE] ?? ''));
  const [echangee, double, fausse] = lisible;
  if (echangee === undefined || double === undefined || fausse === undefined) {
    throw new Error('too few candidates to be typed wrong');
  }
  const fautes = [
    { ...deLaLigne(echangee), motif: 'Date de naissance vérifiée sur la pièce d’identité.' },
    { ...deLaLigne(double), motif: 'Le second dossier est un doublon de la DEC, confirmé par téléphone.' },
    { ...deLaLigne(fausse), motif: null },
  ];
  const jumeau = [`${double[0]?.slice(0, -4)}9999`, '9999', '', ...double.slice(INE + 1)];
  const [jour, mois, annee] = (echangee[NAISSANCE] ?? '').split('/');
  echangee[NAISSANCE] = `${mois}/${jour}/${annee}`;
  for (const ligne of [echangee, double]) ligne[INE] = '';
  fausse[INE] = autreChiffre(fausse[INE] ?? '');
  return { texte: [entete, ...[...champs, jumeau].map((ligne) => ligne.join(';')), ''].join('\n'), fautes };
}

function deLaLigne(ligne: readonly string[]): Pick<Faute, 'ine' | 'noCandidat'> {
  return { ine: ligne[INE] ?? '', noCandidat: ligne[0] ?? '' };
}

/** Day and month exchanged, it is another date. */
function estEchangeable(date: string): boolean {
  const [jour = '', mois = ''] = date.split('/');
  return Number(jour) <= 12 && jour !== mois;
}

function autreChiffre(ine: string): string {
  return ine.replace(/\d/, (chiffre) => String((Number(chiffre) + 1) % 10));
}
