import { ulid } from 'ulid';
import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import {
  anneesAPresenter,
  type Connaissances,
  cleLivret,
  connaissances,
  estDeLaPaire,
  garnir,
  inscritEn,
  type LigneEleve,
  type Livret,
  OUVERTURES,
  type PartiesDesEnvois,
  type PartiesDuLivret,
  type Tete,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import { empreinteDuContenu, figer, lireTermesAMasquer, nonApparie } from './figer.ts';

export const demandeEnvoyerLivrets = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  /** Only these divisions; all of them when absent. */
  divisions: z.array(z.string()).nonempty().optional(),
});

export interface LivretRetenu {
  readonly eleveId: string;
  readonly livretId: string;
  readonly code: string;
  readonly message: string;
  readonly remede: string;
}

export interface EnvoiDemande {
  /** Livrets asked for: numeric ones, and paper ones whose status alone is sent. */
  readonly demandes: number;
  readonly papiers: number;
  readonly livretIds: readonly string[];
  /** Pupils who oppose the transmission: the référentiel is told that no livret is produced (rules.md 2). */
  readonly nonProduits: readonly string[];
  /** Livrets that the référentiel holds as they are: nothing is sent. */
  readonly dejaRecus: number;
  /** After the date that the calendar asks: still accepted, and shown (rules.md 23). */
  readonly enRetard: boolean;
  /** Pupils whose livret cannot leave yet, with the reason. */
  readonly retenus: readonly LivretRetenu[];
}

export interface PartiesDEnvoi extends PartiesDuLivret, PartiesDesEnvois {
  readonly academie: string;
  readonly calendriers: Calendriers;
}

/** Livrets asked for at once. */
const EN_PARALLELE = 8;
const ESSAIS = 5;

/** What becomes of one livret that was asked for. */
type Sort =
  | {
      readonly sort: 'numerique' | 'papier' | 'non-produit';
      /** The référentiel acknowledged that very thing: nothing is told. */
      readonly recu: boolean;
    }
  | { readonly sort: 'retenu'; readonly raison: ErreurCodee };

/**
 * « Envoyer livrets » (R66-R67): asks for each livret that can leave, with the evidence of who asked, and lists the
 * others. What is asked for waits until the référentiel has acknowledged it; asked again meanwhile, it leaves once.
 */
export async function envoyerLivrets(
  parts: PartiesDEnvoi,
  acteur: Acteur,
  { uai, session, divisions }: z.infer<typeof demandeEnvoyerLivrets>,
): Promise<EnvoiDemande> {
  const enRetard = exigerServicesOuverts(calendrierDe(parts.calendriers, session), parts.horloge);
  const eleves = (await parts.registre.lireEleves(uai, anneeDeSession(sessionDe(session)))).filter(
    (eleve) => divisions === undefined || eleve.divisions.some((division) => divisions.includes(division)),
  );
  const connues = connaissances(parts.etablissement, 'classe');
  const demandes: { readonly livretId: string; readonly sort: Sort['sort'] }[] = [];
  const [nonProduits, retenus]: [string[], LivretRetenu[]] = [[], []];
  let dejaRecus = 0;
  for (let debut = 0; debut < eleves.length; debut += EN_PARALLELE) {
    const tranche = eleves.slice(debut, debut + EN_PARALLELE);
    const sorts = await Promise.all(tranche.map((eleve) => demander(parts, acteur, session, eleve, connues)));
    for (const [rang, eleve] of tranche.entries()) {
      const sort = sorts[rang];
      if (sort === undefined) continue;
      if (sort.sort === 'retenu') retenus.push(retenu(eleve, sort.raison));
      else if (!sort.recu) demandes.push({ livretId: eleve.livretId, sort: sort.sort });
      else if (sort.sort !== 'non-produit') dejaRecus += 1;
      if (sort.sort === 'non-produit') nonProduits.push(eleve.eleveId);
    }
  }
  await parts.transferts.envoyer(
    demandes.map(({ livretId }) => ({ session, livretId })),
    uai,
  );
  const produits = demandes.filter(({ sort }) => sort !== 'non-produit');
  return {
    demandes: produits.length,
    papiers: produits.filter(({ sort }) => sort === 'papier').length,
    livretIds: produits.map(({ livretId }) => livretId),
    nonProduits,
    dejaRecus,
    enRetard,
    retenus,
  };
}

export function retenu(
  { eleveId, livretId }: Pick<LigneEleve, 'eleveId' | 'livretId'>,
  { code, message, remede }: ErreurCodee,
): LivretRetenu {
  return { eleveId, livretId, code, message, remede };
}

/** The demand and its evidence, in one transaction, on the livret as it was judged. */
async function demander(
  parts: PartiesDEnvoi,
  acteur: Acteur,
  session: number,
  eleve: LigneEleve,
  connues: Connaissances,
): Promise<Sort> {
  const { livretId, uai, eleveId } = eleve;
  for (let essai = 1; ; essai++) {
    const livret = await parts.livrets.lire(livretId);
    if (livret === null) throw new Error('a pupil whose livret is not there');
    if (estAilleurs(livret.tete, eleve)) return { sort: 'retenu', raison: ailleurs() };
    const sort = await juger(parts, session, livret, eleve, connues);
    if (sort.sort === 'retenu' || sort.recu) return sort;
    const { tete } = livret;
    const maintenant = parts.horloge.maintenant().toString();
    const evenement = chainer(tete.chaine, {
      type: 'envoi-demande',
      quand: maintenant,
      par: identifierActeur(acteur),
      role: acteur.role,
      references: { session },
    });
    const envoi = { session, livretId, uai, eleveId, tour: ulid(), demande: true, depuis: maintenant };
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, { ...tete, chaine: teteApres(evenement) }),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
      parts.envois.ecriture(envoi),
    ]);
    if (issue.faite) return sort;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

/** The row that a pupil left in an establishment: the one where they are now sends the livret. */
function estAilleurs(tete: Tete, { uai, annee }: LigneEleve): boolean {
  const inscrit = inscritEn(tete, annee);
  return inscrit !== null && inscrit.uai !== uai;
}

function ailleurs(): ErreurCodee {
  return new ErreurCodee(
    'eleve-ailleurs',
    'L’élève est inscrit dans un autre établissement.',
    'Son nouvel établissement envoie le livret.',
  );
}

/** What sending it would do by now; written nowhere. */
export async function juger(
  parts: Pick<PartiesDEnvoi, 'registre' | 'etablissement' | 'academie'>,
  session: number,
  livret: Livret,
  eleve: LigneEleve,
  connues?: Connaissances,
): Promise<Sort> {
  const { tete } = livret;
  try {
    if (tete.opposition !== null) {
      exigerApparie(tete, session);
      const dit = estAccuse(tete, 'non-produit') || estAccuse(tete, 'retrait');
      return { sort: 'non-produit', recu: dit && estDeLaPaire(tete.version, tete.appariement) };
    }
    if (tete.format === 'papier') {
      exigerApparie(tete, session);
      return { sort: 'papier', recu: tete.version?.format === 'papier' && estEnVigueur(tete) };
    }
    const ouvert = await garnir(parts, livret);
    const { annees, anneesSansNomenclature } = anneesAPresenter(ouvert, session);
    const connus = await lireTermesAMasquer(parts, livret, eleve, connues);
    const fige = figer(session, livret, eleve, annees, anneesSansNomenclature, connus);
    return { sort: 'numerique', recu: estEnVigueur(tete) && tete.version?.contenu === empreinteDuContenu(fige) };
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    return { sort: 'retenu', raison: erreur };
  }
}

function exigerApparie({ appariement }: Tete, session: number): void {
  if (appariement?.session !== session) throw nonApparie();
}

/** The last word told is acknowledged, and is this one. */
function estAccuse({ version, accuse }: Tete, sorte: NonNullable<Tete['accuse']>['avis']): boolean {
  return accuse !== null && accuse.avis === sorte && accuse.epoque === version?.epoque && accuse.n === version.n;
}

/** The livret as it was sent is what the référentiel holds for its pair, and nothing was unlocked since. */
function estEnVigueur(tete: Tete): boolean {
  const { version, accuse, appariement, etat } = tete;
  return (
    !OUVERTURES[etat].format &&
    accuse?.depassee === undefined &&
    version?.avis === undefined &&
    estDeLaPaire(version, appariement) &&
    estAccuse(tete, undefined)
  );
}
