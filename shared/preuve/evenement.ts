import type { Operation } from '../aws/dynamo.ts';
import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';

/**
 * Evidence: one chain of events per livret (and per jury), each carrying the hash of the one before. An event
 * holds references and hashes only; texts and their salts live with the livret, where they can be erased.
 */
export interface TeteDeChaine {
  /** Number of events so far. */
  readonly seq: number;
  /** Hash of the last event, '' before the first. */
  readonly empreinte: string;
}

export const CHAINE_VIDE: TeteDeChaine = { seq: 0, empreinte: '' };

export type TypeEvenement =
  | 'livret-cree'
  | 'identite-importee'
  | 'notes-importees'
  | 'import-annule'
  | 'saisie'
  | 'livret-consulte'
  | 'livret-valide'
  | 'livret-deverrouille'
  | 'format-change'
  | 'opposition-enregistree'
  | 'opposition-levee'
  | 'signalement-leve'
  | 'rectification-demandee'
  | 'rectification-decidee'
  | 'rectification-retiree'
  | 'completude-recalculee'
  | 'apparie'
  | 'appariement-defait'
  | 'envoi-demande'
  | 'version-figee'
  | 'version-renvoyee'
  | 'version-retiree'
  | 'correction-annoncee'
  | 'statut-papier-envoye'
  | 'non-produit-annonce'
  | 'attente-annoncee'
  | 'paire-defaite-annoncee'
  | 'statut-accuse'
  | 'fichier-jury-demande'
  | 'fichier-jury-signe'
  | 'presidents-nommes'
  | 'copies-vues'
  | 'copies-non-vues';

export interface FaitAProuver {
  readonly type: TypeEvenement;
  /** ISO instant. */
  readonly quand: string;
  /** Who or what did it: `depot/<id>`, `file/<nom>`, or a person: `enseignant/0380029A/epp/1234`, never a name. */
  readonly par: string;
  /** The person's role; absent from what a machine did. */
  readonly role?: string;
  /** Identifiers and salted hashes, never a text. */
  readonly references: Readonly<Record<string, string | number>>;
}

export interface Evenement extends FaitAProuver {
  readonly seq: number;
  readonly precedent: string;
  readonly empreinte: string;
}

export function chainer(tete: TeteDeChaine, fait: FaitAProuver): Evenement {
  const corps = { ...fait, seq: tete.seq + 1, precedent: tete.empreinte };
  return { ...corps, empreinte: sha256(jsonCanonique(corps)) };
}

/** The head of the chain once the event stands. */
export function teteApres(evenement: Evenement): TeteDeChaine {
  return { seq: evenement.seq, empreinte: evenement.empreinte };
}

/** The write of an event, to put in the transaction of what it proves. */
export function ecritureDePreuve(table: string, chaine: string, evenement: Evenement): Operation {
  return {
    Put: {
      TableName: table,
      Item: { pk: chaine, sk: String(evenement.seq).padStart(8, '0'), schemaVersion: 1, ...evenement },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/**
 * The position (from 1) of the first event that does not follow from the one before, or null when the chain
 * holds.
 */
export function premiereRupture(evenements: readonly Evenement[]): number | null {
  let tete = CHAINE_VIDE;
  for (const [indice, evenement] of evenements.entries()) {
    const { type, quand, par, role, references } = evenement;
    const attendu = chainer(tete, { type, quand, par, ...(role === undefined ? {} : { role }), references });
    if (evenement.seq !== attendu.seq || evenement.precedent !== attendu.precedent) return indice + 1;
    if (evenement.empreinte !== attendu.empreinte) return indice + 1;
    tete = teteApres(attendu);
  }
  return null;
}
