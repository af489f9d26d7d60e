import { ErreurCodee, type Lieu } from '../kernel/erreur.ts';
import { completer, type Details } from '../kernel/phrase.ts';

const RENVOYER = 'Exportez de nouveau le fichier depuis le logiciel, sans le modifier, puis redéposez-le.';
const EDITEUR = 'Signalez ce fichier à l’éditeur du logiciel qui l’a produit.';

/**
 * Why the gate refuses a file: code → sentence and remedy. Each one refuses the whole file, since malformed XML
 * changes nothing at all (design.md).
 */
export const REFUS_XML = {
  'fichier-vide': { phrase: 'Le fichier est vide.', remede: RENVOYER },
  'fichier-trop-gros': {
    phrase: 'Le fichier dépasse {mega} mégaoctets.',
    remede: 'Exportez les élèves en plusieurs fichiers, par exemple un par niveau.',
  },
  'fichier-utf16': {
    phrase: 'Le fichier est encodé en UTF-16 ou en UTF-32, que le livret scolaire ne lit pas.',
    remede: 'Enregistrez le fichier en UTF-8, puis redéposez-le.',
  },
  'xml-encodage-inconnu': {
    phrase: 'Le fichier se déclare en « {encodage} », un encodage que le livret scolaire ne lit pas.',
    remede: 'Exportez le fichier en UTF-8, ISO-8859-1, ISO-8859-15 ou windows-1252.',
  },
  'xml-encodage-contradictoire': {
    phrase: 'L’encodage déclaré par le fichier contredit son contenu.',
    remede: EDITEUR,
  },
  'xml-octet-hors-encodage': {
    phrase: 'Un octet du fichier n’existe pas dans son encodage, {encodage}.',
    remede: 'Faites déclarer par le fichier l’encodage dans lequel il est écrit, souvent UTF-8 ou windows-1252.',
  },
  'xml-version': { phrase: 'Le fichier n’est pas écrit en XML 1.0.', remede: EDITEUR },
  'xml-doctype': {
    phrase: 'Le fichier contient une déclaration DOCTYPE, refusée par sécurité.',
    remede: 'Supprimez la déclaration DOCTYPE et les entités qu’elle définit.',
  },
  'xml-entite-inconnue': {
    phrase: 'Le fichier emploie une entité que XML ne définit pas.',
    remede: 'Écrivez le caractère lui-même ou sa référence numérique, par exemple « &#233; ».',
  },
  'xml-reference-invalide': {
    phrase: 'Une référence numérique de caractère ne désigne aucun caractère permis en XML.',
    remede: EDITEUR,
  },
  'xml-caractere-interdit': {
    phrase: 'Le fichier contient un caractère de contrôle interdit en XML ({caractere}).',
    remede: 'Supprimez ce caractère du texte d’origine, souvent collé depuis un autre logiciel.',
  },
  'xml-mal-forme': {
    phrase: 'Le fichier n’est pas un document XML bien formé.',
    remede: RENVOYER,
  },
  'xml-balises-croisees': {
    phrase: 'Une balise fermante ne correspond pas à la balise ouverte.',
    remede: RENVOYER,
  },
  'xml-attribut-en-double': { phrase: 'Un élément porte deux fois le même attribut.', remede: EDITEUR },
  'xml-hors-racine': {
    phrase: 'Le fichier contient du texte ou un second élément hors de sa racine.',
    remede: 'Déposez un seul document par fichier.',
  },
  'xml-espace-de-noms-invalide': {
    phrase: 'Un espace de noms est mal déclaré, ou un préfixe ne l’est pas.',
    remede: EDITEUR,
  },
  'xml-tronque': { phrase: 'Le fichier s’arrête avant sa fin : il est tronqué.', remede: RENVOYER },
  'xml-trop-profond': {
    phrase: 'Les éléments du fichier sont imbriqués sur plus de {max} niveaux.',
    remede: EDITEUR,
  },
  'xml-attributs-trop-nombreux': { phrase: 'Un élément porte plus de {max} attributs.', remede: EDITEUR },
  'xml-attributs-trop-varies': {
    phrase: 'Les attributs du fichier se suivent de plus de {max} façons.',
    remede: EDITEUR,
  },
  'xml-enfants-trop-nombreux': { phrase: 'Un élément contient plus de {max} éléments.', remede: EDITEUR },
  'xml-nom-trop-long': {
    phrase: 'Un nom d’élément ou d’attribut dépasse {max} caractères.',
    remede: EDITEUR,
  },
  'xml-balise-trop-longue': { phrase: 'Une balise dépasse {max} caractères.', remede: EDITEUR },
  'xml-texte-trop-long': { phrase: 'Un texte dépasse {max} caractères.', remede: EDITEUR },
  'xml-commentaire-trop-long': {
    phrase: 'Un commentaire ou une instruction dépasse {max} caractères.',
    remede: 'Supprimez ce commentaire du fichier.',
  },
  'xml-element-trop-gros': {
    phrase: 'Un élément compte à lui seul plus de {max} caractères.',
    remede: EDITEUR,
  },
} as const;

export type CodeRefusXml = keyof typeof REFUS_XML;
export type DetailsRefusXml<C extends CodeRefusXml> = Details<(typeof REFUS_XML)[C]['phrase']>;

/** The refusal of the whole file, ready to be thrown. */
export function refusXml<C extends CodeRefusXml>(code: C, details: DetailsRefusXml<C>, lieu: Lieu = {}): ErreurCodee {
  const { phrase, remede } = REFUS_XML[code];
  return new ErreurCodee(code, completer(phrase, details), remede, lieu);
}
