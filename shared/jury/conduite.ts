/** What to do about what stopped a jury's file, by its code: who reads it is of a centre or of the DEC. */
const CONDUITES: Readonly<Record<string, string>> = {
  'terme-interdit':
    'un livret laisse voir qui est le candidat : son établissement corrige le texte et renvoie le livret, puis demandez une nouvelle édition avec son motif',
  'version-alteree':
    'un livret n’est pas celui que son établissement a envoyé : l’établissement le renvoie, puis demandez une nouvelle édition avec son motif',
  'modele-change':
    'le fichier gardé reste la preuve : il ne se refait qu’avec la version de l’application qui l’a composé',
  'fichier-altere': 'le fichier composé a changé avant son contrôle : demandez une nouvelle édition avec son motif',
};
const A_L_EXPLOITATION =
  'l’équipe d’exploitation en cherche la cause : si le jury en a besoin aujourd’hui, prévenez la division des examens et concours';

export function conduiteATenir(code: string): string {
  return CONDUITES[code] ?? A_L_EXPLOITATION;
}
