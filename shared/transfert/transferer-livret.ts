import { executerTransaction, type Operation } from '../aws/dynamo.ts';
import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { horlogeFixe } from '../kernel/horloge.ts';
import {
  type Appariement,
  anneesAPresenter,
  changementDEtat,
  cleLivret,
  type Envoi,
  ecrituresDeSuivi,
  faitsDe,
  garnir,
  inscritEn,
  type Livret,
  type MagasinEnvois,
  type MessageDeTransfert,
  OUVERTURES,
  type PartiesDuLivret,
  type PlaceDeVersion,
  passer,
  type Tete,
  type VersionFigee,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, type TypeEvenement, teteApres } from '../preuve/index.ts';
import { empreinteDuContenu, figer, lireTermesAMasquer, nonApparie } from './figer.ts';
import { clesDeVersion, type MessageDesStatuts, type MessageNumerique } from './messages.ts';
import { type Mot, motADire } from './mot.ts';

export interface PartiesDeTransfert extends PartiesDuLivret {
  readonly envois: Pick<MagasinEnvois, 'lire' | 'ecritureRetenue' | 'clore'>;
  /** The référentiel's bucket, where this function may only write. */
  readonly versions: Pick<Objets, 'ecrire'>;
  readonly statuts: File<MessageDesStatuts>;
  readonly academie: string;
  readonly calendriers: Calendriers;
  readonly journal: Journal;
}

const ESSAIS = 5;

/**
 * Tells the référentiel national what the state of a livret says by now, in the turn that waits. The word stands first,
 * numbered with its event; then its objects, then the message: interrupted anywhere, a redelivery goes through the same
 * word again. What waits is closed by the acknowledgement alone, or here when there is nothing to tell.
 */
export async function transfererLivret(parts: PartiesDeTransfert, message: MessageDeTransfert): Promise<void> {
  for (let essai = 1; ; essai++) {
    const envoi = await parts.envois.lire(message.session, message.livretId);
    if (envoi === null) return;
    const livret = await parts.livrets.lire(message.livretId);
    if (livret === null) throw new Error('something waits of an unknown livret');
    if (await dire(parts, envoi, livret)) return;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

/** @returns false when the livret or its turn was written since both were read: what they say by now is judged again */
async function dire(parts: PartiesDeTransfert, envoi: Envoi, livret: Livret): Promise<boolean> {
  const { session, livretId, tour } = envoi;
  const { tete } = livret;
  const mot = motADire(tete, envoi);
  if (mot === null) {
    await parts.envois.clore(envoi);
    return true;
  }
  const preparation = await preparer(parts, envoi, livret, mot).catch((erreur: unknown) => {
    if (!estErreurCodee(erreur)) throw erreur;
    return erreur;
  });
  // What retains a livret is no breakdown: the establishment reads it, and sends again once it is settled.
  if (preparation instanceof ErreurCodee) return retenir(parts, envoi, tete, preparation.code);
  const { version, change, objets } = preparation;
  if (!(await ecrire(parts, envoi, tete, version, change))) return false;
  const { epoque, n, place } = version;
  await deposer(parts, version, livretId, objets);
  await parts.statuts.envoyer(
    [
      {
        session,
        academie: parts.academie,
        livretId,
        eleve: ligneDe(tete, envoi),
        noEleve: place.noEleve,
        candidat: place.candidat,
        epoque,
        n,
        tour,
        ...quoi(version, objets),
      },
    ],
    parts.academie,
  );
  parts.journal.info('livret transféré', { livretId, session });
  return true;
}

/** On the livret as it was judged: another delivery of the same turn may have found it otherwise, and sent it. */
async function retenir(parts: PartiesDeTransfert, envoi: Envoi, tete: Tete, code: string): Promise<boolean> {
  const { session, livretId } = envoi;
  const issue = await executerTransaction(parts.dynamo, [
    parts.livrets.verificationDeTete(tete),
    parts.envois.ecritureRetenue(envoi, code),
  ]);
  if (issue.faite) parts.journal.alerte('livret retenu', { session, livretId, code });
  return issue.faite;
}

/** The word to tell: the one that stands when it says the same, or the next one, with what it changes of the livret. */
interface Preparation {
  readonly version: VersionFigee;
  /** Null when the word stands already. */
  readonly change: { readonly tete: Partial<Tete>; readonly type: TypeEvenement } | null;
  /** Of a numeric livret. */
  readonly objets: Objet | null;
}

type Objet = Readonly<Record<'version' | 'projection' | 'termes', string>>;

async function preparer(parts: PartiesDeTransfert, envoi: Envoi, livret: Livret, mot: Mot): Promise<Preparation> {
  const { session, depuis } = envoi;
  const { tete } = livret;
  if (mot.dit === 'avis') return preparerAvis(parts, tete, session, mot.avis);
  const preparation =
    mot.dit === 'papier' ? preparerPapier(parts, tete, session) : await preparerVersion(parts, envoi, livret);
  // As of the act that asks for it: its message may have waited, and what stands is told again at any time.
  if (preparation.change !== null) exigerServicesOuverts(calendrierDe(parts.calendriers, session), horlogeFixe(depuis));
  return preparation;
}

const EVENEMENTS_D_AVIS = {
  retrait: 'version-retiree',
  correction: 'correction-annoncee',
  'non-produit': 'non-produit-annonce',
  attendu: 'attente-annoncee',
  depareille: 'paire-defaite-annoncee',
} as const;

function preparerAvis(
  parts: PartiesDeTransfert,
  tete: Tete,
  session: number,
  avis: NonNullable<VersionFigee['avis']>,
): Preparation {
  const { appariement, version: derniere } = tete;
  const paire = appariement?.session === session ? appariement : null;
  // Of a pair that was undone, what was told for it is taken back where it was told.
  const place = paire === null ? derniere?.place : placeDe(parts, paire);
  if (place === undefined) throw new Error('a word of a livret that has no place');
  const epoque = paire === null ? (derniere?.epoque ?? 0) : epoqueDe(paire);
  const { sorte, depuis } = avis;
  if (derniere?.avis?.sorte === sorte && derniere.avis.depuis === depuis && estDe(derniere, place, epoque)) {
    return { version: derniere, change: null, objets: null };
  }
  const version = { ...suivante(tete, place, epoque), empreinte: '', contenu: '', avis };
  return { version, change: { tete: {}, type: EVENEMENTS_D_AVIS[sorte] }, objets: null };
}

/** No validation is asked of a paper livret; a correction ends with its sending. */
function preparerPapier(parts: PartiesDeTransfert, tete: Tete, session: number): Preparation {
  const paire = tete.appariement;
  if (paire?.session !== session) throw nonApparie();
  const [place, epoque] = [placeDe(parts, paire), epoqueDe(paire)];
  const { version: derniere } = tete;
  const etat = peutChangerDeFormat(tete) ? passer(tete.etat, 'envoyer-papier', faitsDe(tete)) : tete.etat;
  if (etat === tete.etat && derniere?.format === 'papier' && estDe(derniere, place, epoque)) {
    return { version: derniere, change: null, objets: null };
  }
  const version = { ...suivante(tete, place, epoque), empreinte: '', contenu: '', format: 'papier' as const };
  return { version, change: { tete: { etat, correction: null }, type: 'statut-papier-envoye' }, objets: null };
}

const peutChangerDeFormat = ({ etat }: Tete): boolean => OUVERTURES[etat].format;

async function preparerVersion(parts: PartiesDeTransfert, envoi: Envoi, livret: Livret): Promise<Preparation> {
  const { session } = envoi;
  const { tete } = livret;
  const ouvert = await garnir(parts, livret);
  const { uai, annee, eleveId } = ligneDe(tete, envoi);
  const eleve =
    ouvert.ligne?.uai === uai && ouvert.courante === annee
      ? ouvert.ligne
      : await parts.registre.lireEleve(uai, annee, eleveId);
  if (eleve === null) throw new Error('a pupil that the list does not hold');
  const { annees, anneesSansNomenclature } = anneesAPresenter(ouvert, session);
  const connus = await lireTermesAMasquer(parts, livret, eleve);
  const fige = figer(session, livret, eleve, annees, anneesSansNomenclature, connus);
  const paire = tete.appariement;
  if (paire === null) throw new Error('a livret frozen without its pair');
  const [place, epoque] = [placeDe(parts, paire), epoqueDe(paire)];
  const contenu = empreinteDuContenu(fige);
  const objets = {
    version: jsonCanonique(fige.version),
    projection: jsonCanonique(fige.projection),
    termes: jsonCanonique(fige.termes),
  };
  const { version: derniere } = tete;
  // Unlocked, then validated again as it was: the version that stands is sent again, and frozen once.
  const figee = derniere?.contenu === contenu && estDe(derniere, place, epoque) ? derniere : null;
  // One that was sent is frozen again when its identity was corrected: it stays sent.
  const etat = tete.etat === 'valide' ? passer(tete.etat, 'envoyer', faitsDe(tete)) : tete.etat;
  if (figee !== null && etat === tete.etat) return { version: figee, change: null, objets };
  return {
    version: figee ?? { ...suivante(tete, place, epoque), empreinte: sha256(objets.version), contenu },
    change: { tete: { etat }, type: figee === null ? 'version-figee' : 'version-renvoyee' },
    objets,
  };
}

/**
 * The word, with the mark of what retained it gone: whoever marked it, it leaves.
 *
 * @returns false when the livret or its turn was written since both were read
 */
async function ecrire(
  parts: PartiesDeTransfert,
  envoi: Envoi,
  tete: Tete,
  version: VersionFigee,
  change: Preparation['change'],
): Promise<boolean> {
  if (change === null && envoi.retenu === null) return true;
  const issue = await executerTransaction(parts.dynamo, [
    ...(change === null ? [] : ecrituresDuMot(parts, envoi, tete, version, change)),
    parts.envois.ecritureRetenue(envoi, null),
  ]);
  return issue.faite;
}

function ecrituresDuMot(
  parts: PartiesDeTransfert,
  { session }: Envoi,
  tete: Tete,
  version: VersionFigee,
  change: NonNullable<Preparation['change']>,
): Operation[] {
  const avant = { ...tete, ...change.tete };
  const evenement = chainer(tete.chaine, {
    type: change.type,
    quand: parts.horloge.maintenant().toString(),
    par: 'file/transfert',
    references: {
      session,
      epoque: version.epoque,
      n: version.n,
      ...(version.empreinte === '' ? {} : { empreinte: version.empreinte }),
      ...changementDEtat(tete, avant),
    },
  });
  const apres = { ...avant, version, chaine: teteApres(evenement) };
  return [
    parts.livrets.ecritureTete(tete, apres),
    ...(apres.etat === tete.etat ? [] : ecrituresDeSuivi(parts, apres)),
    ...(version === tete.version ? [] : [parts.livrets.ecritureVersion(tete.livretId, version)]),
    ecritureDePreuve(parts.tablePreuve, cleLivret(tete.livretId), evenement),
  ];
}

async function deposer(
  parts: PartiesDeTransfert,
  { epoque, n, place }: VersionFigee,
  livretId: string,
  objets: Objet | null,
): Promise<void> {
  if (objets === null) return;
  const cles = clesDeVersion(parts.academie, place.session, livretId, epoque, n);
  const type = 'application/json; charset=utf-8';
  await Promise.all(
    (['version', 'projection', 'termes'] as const).map((un) => parts.versions.ecrire(cles[un], objets[un], type)),
  );
}

type Quoi =
  | Pick<MessageNumerique, 'format' | 'empreintes'>
  | { readonly format: 'papier' }
  | { readonly avis: NonNullable<VersionFigee['avis']>['sorte']; readonly depuis: string };

function quoi({ avis }: VersionFigee, objets: Objet | null): Quoi {
  if (avis !== undefined) return { avis: avis.sorte, depuis: avis.depuis };
  if (objets === null) return { format: 'papier' };
  const [version, projection, termes] = [sha256(objets.version), sha256(objets.projection), sha256(objets.termes)];
  return { format: 'numerique', empreintes: { version, projection, termes } };
}

/** The pupil's row of the year of the exam, where they are schooled by now. */
function ligneDe(tete: Tete, { session, uai, eleveId }: Envoi): { uai: string; annee: number; eleveId: string } {
  const annee = anneeDeSession(sessionDe(session));
  return { ...(inscritEn(tete, annee) ?? { uai, eleveId }), annee };
}

function placeDe({ academie }: PartiesDeTransfert, paire: Appariement): PlaceDeVersion {
  const { session, noEleve, noCandidat } = paire;
  return { session, noEleve, candidat: { academie, noCandidat } };
}

const epoqueDe = ({ epoque }: Appariement): number => epoque ?? 0;

/** The number never goes back within a livret, whatever its époque. */
function suivante(
  { version }: Tete,
  place: PlaceDeVersion,
  epoque: number,
): Pick<VersionFigee, 'epoque' | 'n' | 'place'> {
  return { epoque, n: (version?.n ?? 0) + 1, place };
}

function estDe(version: VersionFigee, place: PlaceDeVersion, epoque: number): boolean {
  return version.epoque === epoque && jsonCanonique(version.place) === jsonCanonique(place);
}
