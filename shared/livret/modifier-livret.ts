import { executerTransaction, type Operation } from '../aws/dynamo.ts';
import { chainer, ecritureDePreuve, type FaitAProuver, teteApres } from '../preuve/index.ts';
import { cleLivret } from './cles.ts';
import { completudeDe } from './completude.ts';
import { estFige, inscriptionCourante, type LigneEleve, type Livret, suiviDe, type Tete } from './livret.ts';
import { etatSelonContenu } from './machine.ts';
import type { MagasinRegistre } from './magasin-registre.ts';
import { type LivretOuvert, ouvrirLivret } from './ouvrir-livret.ts';
import type { PartiesDuLivret } from './parts.ts';

/** Thirty teachers may write one livret at once: each takes its turn at the head. */
const ESSAIS = 40;
const ATTENTE_MS = 20;

/** What a use case makes of a livret. */
export interface Changement<T> {
  /** The livret as it will stand; its completeness, state by content, and chain are worked out from it. */
  readonly apres: Livret;
  readonly fait: Omit<FaitAProuver, 'quand'>;
  /** Values of a row beside what it shows of the livret. */
  readonly ligne?: Parameters<typeof ecrituresDeSuivi>[2];
  /** Writes beside the head, the pupil's row and the event. */
  readonly operations: readonly Operation[];
  readonly resultat: T;
}

/**
 * Reads a livret, lets `changer` decide, and writes head, row, event and the rest in one transaction: what was decided
 * stands on what was read, or is decided again. `changer` answers `{ resultat }` alone when nothing is to change, and
 * throws a coded error to refuse.
 */
export async function modifierLivret<T>(
  parts: PartiesDuLivret,
  livretId: string,
  changer: (ouvert: LivretOuvert) => Promise<Changement<T> | { readonly resultat: T }>,
  /** Years that it may begin: their nomenclature is read with the livret. */
  annees: readonly number[] = [],
): Promise<T> {
  for (let essai = 1; ; essai++) {
    const debut = performance.now();
    const ouvert = await ouvrirLivret(parts, livretId, annees);
    const changement = await changer(ouvert);
    if (!('apres' in changement)) return changement.resultat;
    const { apres, fait, ligne, operations, resultat } = changement;
    const { tete: avant } = ouvert.livret;
    const tenue = aJour(apres, ouvert);
    const evenement = chainer(avant.chaine, {
      ...fait,
      quand: parts.horloge.maintenant().toString(),
      references: { ...fait.references, ...changementDEtat(avant, tenue) },
    });
    const tete: Tete = { ...tenue, chaine: teteApres(evenement) };
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(avant, tete),
      ...ecrituresDeSuivi(parts, tete, ligne),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
      ...operations,
    ]);
    if (issue.faite) return resultat;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
    // As long as a try took: where stores answer slowly, tries that follow at once would only lose again.
    const pas = Math.max(ATTENTE_MS, performance.now() - debut);
    await new Promise((suite) => setTimeout(suite, Math.random() * pas * Math.min(essai, 10)));
  }
}

/**
 * What the pupil's row of the current year shows of the livret; with other values of a row, which may be that one.
 */
export function ecrituresDeSuivi(
  { registre }: Pick<PartiesDuLivret, 'registre'>,
  tete: Tete,
  autre?: readonly [eleve: CleDeLigne, valeurs: Parameters<MagasinRegistre['ecritureSuivi']>[1]],
): Operation[] {
  const courante = inscriptionCourante(tete);
  const suivi = { suivi: suiviDe(tete) };
  if (courante === null) return autre === undefined ? [] : [registre.ecritureSuivi(...autre)];
  if (autre === undefined) return [registre.ecritureSuivi(courante, suivi)];
  const [eleve, valeurs] = autre;
  const meme = eleve.uai === courante.uai && eleve.annee === courante.annee && eleve.eleveId === courante.eleveId;
  return meme
    ? [registre.ecritureSuivi(courante, { ...valeurs, ...suivi })]
    : [registre.ecritureSuivi(...autre), registre.ecritureSuivi(courante, suivi)];
}

type CleDeLigne = Pick<LigneEleve, 'uai' | 'annee' | 'eleveId'>;

/** What an event says of the state that it changed. */
export function changementDEtat(avant: Tete | null, apres: Tete): Record<string, string> {
  if (avant?.etat === apres.etat) return {};
  return { etatAvant: avant?.etat ?? 'aucun', etatApres: apres.etat };
}

/** The head with the completeness, the state and the nomenclatures that what the livret holds gives it. */
export function aJour(apres: Livret, { courante, mefs }: Pick<LivretOuvert, 'courante' | 'mefs'>): Tete {
  const { tete } = apres;
  const completude = completudeDe(apres, mefs, courante, (annee) => estFige({ ...tete, etat: 'alimente' }, annee));
  const rattachements = Object.fromEntries(
    [...mefs].flatMap(([annee, mef]) =>
      mef === null || mef.codeMef === tete.mef[annee] ? [] : [[annee, mef.codeMef]],
    ),
  );
  const { rattachements: _, ...sans } = tete;
  return {
    ...sans,
    completude,
    saisies: Object.fromEntries(apres.saisies.map(({ cle, contenu }) => [cle, contenu.n])),
    ...(Object.keys(rattachements).length === 0 ? {} : { rattachements }),
    etat: etatSelonContenu(tete.etat, completude),
  };
}
