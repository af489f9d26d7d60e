import { ulid } from 'ulid';
import { executerTransaction } from '../aws/dynamo.ts';
import {
  aJour,
  changementDEtat,
  cleLivret,
  ecrituresDeSuivi,
  estFige,
  garnir,
  type LigneEleve,
  type Livret,
  mettreEnFile,
  type PartiesDesEnvois,
  type PartiesDuLivret,
  reprendreSiNouvelleAnnee,
  SUIVI_INITIAL,
  suiviDe,
  type Tete,
  teteNouvelle,
  tourSuivant,
} from '../livret/index.ts';
import { CHAINE_VIDE, chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie, type LieuAnomalie } from './anomalies.ts';
import { type Depot, signataire } from './depot.ts';
import type { DossierEleve } from './dossiers.ts';
import type { Memoire } from './memoire.ts';

/** A concurrent write between the reads and the transaction is met by reading again. */
const ESSAIS = 5;

/** An identity that was corrected is told downstream of a livret that was sent. */
export interface PartiesDesEleves extends PartiesDuLivret, PartiesDesEnvois {
  readonly memoire: Memoire;
}

/**
 * A pupil of SIECLE: its row in the establishment's list, its pointers, and its livret, created if neither
 * SIECLE's key nor the INE points to one yet (R41: the livret follows the INE). An identity that SIECLE corrected is told,
 * also downstream when the livret was sent (R63).
 */
export async function integrerEleve(
  parts: PartiesDesEleves,
  depot: Depot,
  dossier: DossierEleve,
): Promise<readonly Anomalie[]> {
  const { annee, proprietaire: uai, depotId } = depot;
  if (annee === null) throw new Error('a SIECLE deposit without a school year');
  const { eleveId } = dossier;
  const lieu = { ...dossier.position, eleve: eleveId };

  for (let essai = 1; ; essai++) {
    const situation = await parts.registre.situer(uai, annee, eleveId, dossier.ine);
    const { ligne, parSiecle, parIne } = situation;
    if (ligne !== null && ligne.depotId === depotId) {
      return dire(ligne.constats, lieu);
    }
    if (ligne !== null && ligne.depotId > depotId) return [anomalie('import-perime', lieu)];
    if (parSiecle !== null && parIne !== null && parSiecle !== parIne) {
      return [anomalie('ine-deja-porte', lieu)];
    }
    const trouve = parSiecle ?? parIne ?? situation.parAnDernier;
    const livretConnu = trouve === null ? null : await parts.livrets.lire(trouve);
    const connu = livretConnu?.tete ?? null;
    const lui = connu === null || parSiecle !== null || (await estLaMemePersonne(parts, connu, dossier));
    // An INE must be this pupil's; last year's ELEVE_ID is a thread that may have been cut.
    if (!lui && parIne !== null) return [anomalie('ine-deja-porte', lieu)];
    const avant = lui ? connu : null;
    const livretId = avant?.livretId ?? ulid();
    const memeEleve = avant?.siecle[`${uai}#${annee}`];
    if (memeEleve !== undefined && memeEleve !== eleveId) return [anomalie('ine-deja-porte', lieu)];
    // A file that has lost the INE does not take it away: the livret would no longer follow the pupil.
    const ine = dossier.ine ?? ligne?.ine ?? null;
    const ineCorrige = ligne !== null && ligne.ine !== null && ligne.ine !== ine ? ligne.ine : null;

    const corriges = ligne === null ? [] : champsCorriges(ligne, dossier);
    const recu = recoit(avant, uai, annee, ligne, dossier);
    const fige = avant !== null && estFige(avant, annee);
    const absent = ligne === null && situation.liste !== null && situation.liste > depotId ? situation.liste : null;
    const aUnLivret = recu && (await aUnLivretScolaire(parts, uai, annee, dossier.codeMef));
    const reprise = avant === null ? teteNouvelle(livretId) : reprendreSiNouvelleAnnee(avant, aUnLivret ? annee : 0);
    const tete: Tete = {
      ...reprise,
      completude: recu ? { ...reprise.completude, ...(aUnLivret ? {} : { sansLivret: annee }) } : reprise.completude,
      mef: recu && !fige ? mefs(avant, annee, dossier) : (avant?.mef ?? {}),
      siecle: { ...avant?.siecle, [`${uai}#${annee}`]: eleveId },
      scolarise: { ...avant?.scolarise, ...(recu ? { [annee]: uai } : {}) },
      applique: { ...avant?.applique, [`${annee}#eleves`]: depotId },
    };
    const tenue = await avecCompletude(parts, { bases: [], saisies: [], ...(lui ? livretConnu : null), tete });
    const evenement = chainer(avant?.chaine ?? CHAINE_VIDE, {
      type: avant === null ? 'livret-cree' : 'identite-importee',
      quand: parts.horloge.maintenant().toString(),
      ...signataire(depot),
      references: {
        uai,
        annee,
        // What stood before is what that deposit gave.
        ...(corriges.length === 0 ? {} : { corrige: corriges.join(', '), avant: ligne?.depotId ?? '', apres: depotId }),
        ...changementDEtat(avant, tenue),
      },
    });
    const apres: Tete = { ...tenue, chaine: teteApres(evenement) };
    const constats: readonly ConstatDEleve[] = [
      ...(ineCorrige === null ? [] : (['ine-corrige'] as const)),
      ...(corriges.length === 0 ? [] : [`${CORRECTION}${corriges.join(', ')}` as const]),
      ...(vientDAilleurs(avant, uai, annee) ? (['livret-suivi'] as const) : []),
      ...(redouble(apres, annee) ? (['redoublement-possible'] as const) : []),
      ...(fige && avant?.mef[String(annee)] !== dossier.codeMef ? (['mef-fige'] as const) : []),
      ...(absent === null ? [] : (['absent-de-siecle'] as const)),
    ];
    const { position: _, anneePrecedente: __, ...identite } = dossier;
    const change = corriges.length > 0 || (ligne !== null && ligne.ine !== ine);
    const envoi = change ? tourDeLaSession(parts, apres, uai, annee) : null;
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(avant, apres),
      parts.registre.ecritureIdentite(
        { ...identite, ine, uai, annee, livretId, depotId, constats, absentDepuis: absent },
        recu && annee === derniereAnnee(apres) ? suiviDe(apres) : (ligne?.suivi ?? SUIVI_INITIAL),
      ),
      // The list of another year changes what the livret lacks, which the row of the current one shows.
      ...(recu && annee === derniereAnnee(apres) ? [] : ecrituresDeSuivi(parts, apres)),
      ...parts.registre.ecriturePointeurs(uai, annee, eleveId, dossier.ine, livretId),
      ...(ineCorrige === null ? [] : await parts.registre.retraitDIne(ineCorrige, livretId)),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
      ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
    ]);
    if (issue.faite) {
      await mettreEnFile(parts, envoi);
      return dire(constats, lieu);
    }
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

/**
 * A seconde, a BTS, a classe préparatoire have none: the nomenclature of the year is there, and does not know their MEF.
 * Nothing is asked of their pupils, and the livret of an admitted one does not begin again.
 */
async function aUnLivretScolaire(
  { memoire }: PartiesDesEleves,
  uai: string,
  annee: number,
  codeMef: string | null,
): Promise<boolean> {
  if (codeMef === null || !(await memoire.anneeConnue(annee))) return true;
  return (await memoire.mef(uai, annee, codeMef)) !== null;
}

/** A new MEF asks for other subjects. A livret that holds nothing lacks all of it, whatever its MEF. */
async function avecCompletude(parts: PartiesDuLivret, livret: Livret): Promise<Tete> {
  if (livret.bases.length === 0 && livret.saisies.length === 0) {
    return aJour(livret, { courante: derniereAnnee(livret.tete), mefs: new Map() });
  }
  return aJour(livret, await garnir(parts, livret));
}

const derniereAnnee = ({ siecle }: Tete): number =>
  Math.max(...Object.keys(siecle).map((cle) => Number(cle.split('#')[1])));

/** What an import of SIECLE does that a person should know of: kept with the row, to be said again (R41). */
type ConstatDEleve =
  | 'ine-corrige'
  | `${typeof CORRECTION}${string}`
  | 'livret-suivi'
  | 'redoublement-possible'
  | 'mef-fige'
  | 'absent-de-siecle';

/** Followed by what was corrected, never by its values. */
const CORRECTION = 'identite-corrigee:';

function estCorrection(constat: string): constat is `${typeof CORRECTION}${string}` {
  return constat.startsWith(CORRECTION);
}

function dire(constats: readonly string[], lieu: LieuAnomalie): Anomalie[] {
  return (constats as readonly ConstatDEleve[]).map((constat) =>
    estCorrection(constat)
      ? anomalie('identite-corrigee', { ...lieu, champs: constat.slice(CORRECTION.length) })
      : anomalie(constat, lieu),
  );
}

/** In the order in which people read an identity. */
const CHAMPS_D_IDENTITE = [
  ['nom de famille', ({ nomDeFamille }) => nomDeFamille],
  ['nom d’usage', ({ nomUsage }) => nomUsage ?? ''],
  ['prénoms', ({ prenoms }) => prenoms.join(' ')],
  ['date de naissance', ({ dateNaissance }) => dateNaissance],
] as const satisfies readonly (readonly [string, (identite: Identite) => string])[];
type Identite = Pick<LigneEleve, 'nomDeFamille' | 'nomUsage' | 'prenoms' | 'dateNaissance'>;

function champsCorriges(avant: Identite, apres: Identite): string[] {
  return CHAMPS_D_IDENTITE.filter(([, lire]) => lire(avant) !== lire(apres)).map(([champ]) => champ);
}

/**
 * What was sent names the pupil, INE included: what juries must not read is looked for under it. The list of another
 * year, or of an establishment that was left, is not the identity that was sent.
 */
function tourDeLaSession(
  { horloge }: PartiesDesEleves,
  tete: Tete,
  uai: string,
  annee: number,
): ReturnType<typeof tourSuivant> {
  const envoi = tourSuivant(tete, horloge);
  return envoi?.session === annee + 1 && envoi.uai === uai ? envoi : null;
}

/**
 * Whether this establishment is the one where the pupil is schooled that year. The last to receive them is; a list that
 * still names a pupil who moved, or gives the date of leaving, does not take them back.
 */
function recoit(
  avant: Tete | null,
  uai: string,
  annee: number,
  ligne: LigneEleve | null,
  { dateSortie }: DossierEleve,
): boolean {
  const actuel = avant?.scolarise?.[String(annee)];
  if (actuel === undefined || actuel === uai) return true;
  return dateSortie === null && (ligne === null || ligne.dateSortie !== null);
}

/** The livret was last known in another establishment: a pupil who moved, or one that took in its pupils. */
function vientDAilleurs(avant: Tete | null, uai: string, annee: number): boolean {
  const cles = Object.keys(avant?.siecle ?? {});
  return cles.length > 0 && !cles.includes(`${uai}#${annee}`) && !cles.some((cle) => cle.startsWith(`${uai}#`));
}

/** The same MEF as the year before: the marks of both years stay, each in its own. */
function redouble({ mef }: Tete, annee: number): boolean {
  const actuel = mef[String(annee)];
  return actuel !== undefined && actuel === mef[String(annee - 1)];
}

/**
 * A livret found by its INE alone is the pupil's own only if it was born the same day: a mistyped INE would
 * otherwise give one pupil's marks to another (R41).
 */
async function estLaMemePersonne(parts: PartiesDuLivret, tete: Tete, dossier: DossierEleve): Promise<boolean> {
  for (const [cle, eleveId] of Object.entries(tete.siecle)) {
    const [uai = '', annee = ''] = cle.split('#');
    const connu = await parts.registre.lireEleve(uai, Number(annee), eleveId);
    if (connu !== null) return connu.dateNaissance === dossier.dateNaissance;
  }
  return true;
}

/** The MEF of the year, and that of the year before unless that year's own file gave it. */
function mefs(avant: Tete | null, annee: number, dossier: DossierEleve): Record<string, string> {
  const connus = { ...avant?.mef };
  const precedent = dossier.anneePrecedente?.codeMef ?? null;
  const parSonFichier = avant?.applique[`${annee - 1}#eleves`] !== undefined;
  if (precedent !== null && !parSonFichier) connus[String(annee - 1)] = precedent;
  if (dossier.codeMef !== null) connus[String(annee)] = dossier.codeMef;
  return connus;
}
