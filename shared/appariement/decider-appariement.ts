import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';
import type { File } from '../aws/files.ts';
import type { Candidat, MagasinCandidats } from '../candidats/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { uai as enUai, estUai } from '../kernel/uai.ts';
import {
  type Appariement,
  type EnvoiADemander,
  inscritEn,
  LIBELLES_ETAT,
  type LigneEleve,
  mettreEnFile,
  modifierLivret,
  motifEcrit,
  OUVERTURES,
  type PartiesDesEnvois,
  type PartiesDuLivret,
  signerActe,
  type Tete,
} from '../livret/index.ts';
import { type Academies, nommerAcademie } from './academies.ts';
import type { MessageDAppariement } from './apparier-etablissement.ts';
import { estDeSonRessort, inscriptionsDe, rendreLaPlace, renvoiDe } from './paire.ts';
import type { Places, Reponse } from './places.ts';
import { clePaireDefaite, estPassee, ligneDe, paireDe } from './situation.ts';

export const demandeDeciderAppariement = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  eleveId: z.string().min(1).max(20),
  /** The pupil's candidate; null undoes the pair that there is. */
  noCandidat: z.string().min(1).max(20).nullable(),
  motif: motifEcrit,
  /** Another académie holds the pupil's place: it is taken from it. */
  reprendre: z.literal(true).optional(),
});
export type DemandeDeciderAppariement = z.infer<typeof demandeDeciderAppariement>;

export interface AppariementDecide {
  readonly livretId: string;
  /** The pair that stands by now. */
  readonly noCandidat: string | null;
  readonly noEleve: string | null;
  /** The act that keeps the reason; null when it was so already. */
  readonly acteId: string | null;
}

export interface PartiesDeDecision extends PartiesDuLivret, PartiesDesEnvois {
  readonly candidats: MagasinCandidats;
  readonly places: Places;
  readonly file: File<MessageDAppariement>;
  readonly academies: Academies;
}

/**
 * A person says who is whose candidate, or that a pair is wrong, and why. No machine undoes the first nor makes the
 * second again. Of a livret that was sent, the référentiel is told. Decided again, nothing changes.
 */
export async function deciderAppariement(
  parts: PartiesDeDecision,
  acteur: Acteur,
  demande: DemandeDeciderAppariement,
): Promise<AppariementDecide> {
  const { uai, session, eleveId, noCandidat, motif } = demande;
  const eleve = await parts.registre.lireEleve(uai, anneeDeSession(sessionDe(session)), eleveId);
  if (eleve === null) throw eleveInconnu(eleveId);
  const { envoi, etablissements, defaite, ...decide } =
    noCandidat === null
      ? await defaire(parts, acteur, eleve, session, motif)
      : await apparierAvec(parts, acteur, eleve, { ...demande, noCandidat });
  await mettreEnFile(parts, envoi);
  if (defaite !== undefined) await rendreLaPlace(parts, session, decide.livretId, defaite);
  // Counts, and who the rules may pair now, are those of a new run, wherever the pupil or the candidate is listed.
  for (const un of [...new Set([uai, ...etablissements])].sort()) {
    await parts.file.envoyer([{ uai: enUai(un), session }], un);
  }
  return decide;
}

/** What was decided, what is to be told of it, and the establishments that it changes. */
type Decidee = AppariementDecide & {
  readonly envoi: EnvoiADemander | null;
  readonly etablissements: readonly string[];
  /** The pair that was undone. */
  readonly defaite?: Appariement;
};

async function apparierAvec(
  parts: PartiesDeDecision,
  acteur: Acteur,
  eleve: LigneEleve,
  { session, noCandidat, motif, reprendre }: DemandeDeciderAppariement & { readonly noCandidat: string },
): Promise<Decidee> {
  const { livretId } = eleve;
  let reprise: Awaited<ReturnType<typeof placeDe>> | undefined;
  const decidee = modifierLivret<Decidee>(parts, livretId, async (ouvert) => {
    const { livret } = ouvert;
    const { tete: avant } = livret;
    exigerIciEtATemps(avant, eleve, session);
    if (eleve.identifiantsEnvoyesLe === null) throw identifiantsNonEnvoyes();
    const ancienne = paireDe(avant, session);
    if (ancienne !== null && ancienne.noCandidat !== noCandidat) {
      throw dejaApparie(ancienne, await peutDefaire(parts, acteur, eleve, ancienne));
    }
    const candidat = await lireCandidat(parts, acteur, eleve, session, noCandidat);
    const place = await placeDe(parts, session, eleve, noCandidat, reprendre === true);
    // Begun again, the place is this livret's already.
    if (place.repriseA !== null) reprise = place;
    const { noEleve, epoque } = place;
    // Confirmed only, a pair changes nothing of what was sent under it, unless another académie had taken the pupil over.
    const confirmee = ancienne !== null && (ancienne.epoque ?? 0) === epoque;
    if (confirmee && ancienne.par === 'personne') {
      const dejaFait = { livretId, noCandidat, noEleve: ancienne.noEleve, acteId: null };
      return { resultat: { ...dejaFait, envoi: null, etablissements: [] } };
    }
    const repriseA = reprise === undefined || reprise.repriseA === null ? {} : { repriseA: reprise.repriseA };
    const paire: Appariement = { session, noCandidat, noEleve, ...(epoque === 0 ? {} : { epoque }), par: 'personne' };
    const envoi = confirmee ? null : renvoiDe(avant, parts.horloge, paire);
    const { acte, empreinte } = signerActe(parts, acteur, {
      nature: 'appariement',
      motif,
      details: { session, noCandidat, noEleve, ...repriseA },
    });
    const { acteId } = acte;
    return {
      apres: {
        ...livret,
        tete: { ...avant, appariement: paire, pairesDefaites: sansLaPaire(avant, session, noCandidat) },
      },
      fait: {
        type: 'apparie',
        par: identifierActeur(acteur),
        role: acteur.role,
        references: {
          session,
          noCandidat,
          noEleve,
          moyen: 'personne',
          acteId,
          empreinte,
          ...(epoque === 0 ? {} : { epoque }),
          ...repriseA,
        },
      },
      ligne: [eleve, ligneDe(paire)],
      operations: [
        parts.candidats.ecritureAppariement(candidat, livretId, noEleve),
        parts.livrets.ecritureActe(livretId, acte),
        ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
      ],
      resultat: { livretId, noCandidat, noEleve, acteId, envoi, etablissements: [candidat.uai] },
    };
  });
  try {
    return await decidee;
  } catch (erreur) {
    // Refused in the end, it keeps nothing of another académie.
    if (reprise !== undefined) await rendreLaPlace(parts, session, livretId, reprise);
    throw erreur;
  }
}

async function defaire(
  parts: PartiesDeDecision,
  acteur: Acteur,
  eleve: LigneEleve,
  session: number,
  motif: string,
): Promise<Decidee> {
  const { livretId } = eleve;
  return modifierLivret<Decidee>(parts, livretId, async (ouvert) => {
    const { livret } = ouvert;
    const { tete: avant } = livret;
    exigerIciEtATemps(avant, eleve, session);
    const paire = paireDe(avant, session);
    if (paire === null) {
      await effacer(parts, eleve, avant);
      const rien = { livretId, noCandidat: null, noEleve: null, acteId: null };
      return { resultat: { ...rien, envoi: null, etablissements: [] } };
    }
    const { noCandidat, noEleve } = paire;
    const candidat = await parts.candidats.lire(session, noCandidat);
    if (candidat !== null) exigerDeSonRessort(acteur, eleve, candidat);
    const { acte, empreinte } = signerActe(parts, acteur, {
      nature: 'appariement-defait',
      motif,
      details: { session, noCandidat, noEleve },
    });
    const { acteId } = acte;
    const envoi = renvoiDe(avant, parts.horloge, null);
    const autres = inscriptionsDe(avant, eleve.annee).filter((une) => une.uai !== eleve.uai);
    return {
      apres: {
        ...livret,
        tete: {
          ...avant,
          appariement: null,
          pairesDefaites: [...sansLaPaire(avant, session, noCandidat), clePaireDefaite(session, noCandidat)],
        },
      },
      fait: {
        type: 'appariement-defait',
        par: identifierActeur(acteur),
        role: acteur.role,
        references: { session, noCandidat, noEleve, moyen: paire.par, acteId, empreinte },
      },
      ligne: [eleve, SANS_PAIRE],
      operations: [
        ...autres.map((une) => parts.registre.ecritureSuivi(une, SANS_PAIRE)),
        ...(candidat?.livretId === livretId ? [parts.candidats.ecritureDefaite(candidat)] : []),
        parts.livrets.ecritureActe(livretId, acte),
        ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
      ],
      resultat: {
        livretId,
        noCandidat: null,
        noEleve: null,
        acteId,
        envoi,
        etablissements: [...autres.map((une) => une.uai), ...(candidat === null ? [] : [candidat.uai])],
        defaite: paire,
      },
    };
  });
}

const SANS_PAIRE = { noCandidat: null, noEleve: null, paire: null };

/** A row that shows a pair which the livret has not is cleared, and its candidate free, as long as the livret has none. */
async function effacer(parts: PartiesDeDecision, eleve: LigneEleve, tete: Tete): Promise<void> {
  if (eleve.noCandidat === null) return;
  const candidat = await parts.candidats.lire(eleve.annee + 1, eleve.noCandidat);
  const { faite } = await executerTransaction(parts.dynamo, [
    parts.livrets.verificationDeTete(tete),
    ...inscriptionsDe(tete, eleve.annee).map((une) => parts.registre.ecritureSuivi(une, SANS_PAIRE)),
    ...(candidat?.livretId === tete.livretId ? [parts.candidats.ecritureDefaite(candidat)] : []),
  ]);
  if (!faite) throw new Error('livret written by others while its row was cleared');
}

function sansLaPaire({ pairesDefaites = [] }: Tete, session: number, noCandidat: string): string[] {
  return pairesDefaites.filter((defaite) => defaite !== clePaireDefaite(session, noCandidat));
}

/**
 * The référentiel holds the INE for somebody else: this pupil's place is then its own, without the INE. What another
 * académie holds is taken only when the person says so.
 */
async function placeDe(
  { places, academies }: PartiesDeDecision,
  session: number,
  { livretId, ine, dateNaissance }: LigneEleve,
  noCandidat: string,
  reprendre: boolean,
): Promise<Extract<Reponse, { readonly etat: 'place' }> & { readonly repriseA: string | null }> {
  const demander = async (demandee: { readonly ine: string | null; readonly noCandidat: string | null }) =>
    (await places.demander(session, [{ livretId, dateNaissance, ...demandee }])).get(livretId);
  const tenue = await demander({ ine, noCandidat: null });
  const repriseA = tenue?.etat === 'ailleurs' ? tenue.academie : null;
  if (repriseA !== null && !reprendre) throw tenueAilleurs(nommerAcademie(academies, repriseA));
  for (const connu of ine === null ? [null] : [ine, null]) {
    const reponse = await demander({ ine: connu, noCandidat });
    if (reponse?.etat === 'place') return { ...reponse, repriseA };
  }
  throw new ErreurCodee(
    'place-refusee',
    'Le référentiel national tient la place de cet élève pour un autre livret de l’académie.',
    'Un élève n’a qu’un livret : vérifiez son INE dans SIECLE, puis adressez-vous à l’équipe d’exploitation.',
  );
}

function tenueAilleurs(academie: string): ErreurCodee {
  return new ErreurCodee(
    'place-tenue-ailleurs',
    `L’${academie} tient la place de cet élève au référentiel national.`,
    'S’il passe bien l’examen ici, vérifiez-le avec elle, puis ajoutez « --reprendre » : ses livrets n’y compteront plus.',
  );
}

function exigerDeSonRessort(acteur: Acteur, { uai }: LigneEleve, candidat: Candidat): void {
  if (estDeSonRessort(acteur, uai, candidat)) return;
  throw new ErreurCodee(
    'candidat-d-un-autre-etablissement',
    `Le candidat ${candidat.noCandidat} n’est pas inscrit par votre établissement.`,
    'Adressez-vous à la DEC, qui décide des candidats de toute l’académie.',
  );
}

async function lireCandidat(
  { candidats, livrets }: PartiesDeDecision,
  acteur: Acteur,
  eleve: LigneEleve,
  session: number,
  noCandidat: string,
): Promise<Candidat> {
  const candidat = await candidats.lire(session, noCandidat);
  if (candidat === null) {
    throw new ErreurCodee(
      'candidat-inconnu',
      `L’académie n’a pas de candidat numéro ${noCandidat} à cette session.`,
      'Vérifiez le numéro ; si la DEC ne l’a pas encore donné, attendez son prochain fichier de candidats.',
    );
  }
  exigerDeSonRessort(acteur, eleve, candidat);
  if (candidat.livretId !== null && candidat.livretId !== eleve.livretId) {
    const autre = (await livrets.lire(candidat.livretId))?.tete;
    throw candidatDejaApparie(noCandidat, acteur, eleve, autre === undefined ? null : inscritEn(autre, eleve.annee));
  }
  return candidat;
}

/** Who has the candidate is said to their own establishment, and to the DEC. */
function candidatDejaApparie(
  noCandidat: string,
  { role }: Acteur,
  { uai }: LigneEleve,
  autre: ReturnType<typeof inscritEn>,
): ErreurCodee {
  const connu = autre !== null && (autre.uai === uai || role === 'dec') ? autre : null;
  return new ErreurCodee(
    'candidat-deja-apparie',
    connu === null
      ? `Le candidat ${noCandidat} est déjà apparié à un élève d’un autre établissement.`
      : `Le candidat ${noCandidat} est déjà apparié à l’élève ${connu.eleveId} de l’établissement ${connu.uai}.`,
    connu === null
      ? 'Si cette paire est fausse, voyez la DEC, qui peut la défaire.'
      : `Si cette paire est fausse, défaites-la d’abord (« lsl apparier ${connu.eleveId} --defaire -e ${connu.uai} »), puis recommencez.`,
  );
}

/** Whether this person may undo the pair that stands. */
async function peutDefaire(
  { candidats }: PartiesDeDecision,
  acteur: Acteur,
  { uai }: LigneEleve,
  { session, noCandidat }: Appariement,
): Promise<boolean> {
  const candidat = await candidats.lire(session, noCandidat);
  return candidat === null || estDeSonRessort(acteur, uai, candidat);
}

/** Of the establishment where the pupil is, and until the jury has examined the livret. */
function exigerIciEtATemps(tete: Tete, { uai, annee }: LigneEleve, session: number): void {
  const la = inscritEn(tete, annee)?.uai;
  if (la !== uai) {
    throw new ErreurCodee(
      'eleve-ailleurs',
      `Cet élève n’est plus dans l’établissement ${uai}.`,
      la === undefined
        ? 'Vérifiez son identifiant SIECLE.'
        : `Décidez de son appariement dans l’établissement ${la}, où il est inscrit.`,
    );
  }
  if (estPassee(tete, session)) {
    throw new ErreurCodee(
      'session-passee',
      `Le livret de cet élève n’est plus celui de la session ${session}.`,
      'L’appariement d’une session passée ne change plus : décidez de celui de la session que l’élève prépare.',
    );
  }
  if (!OUVERTURES[tete.etat].opposition) {
    throw new ErreurCodee(
      'appariement-trop-tard',
      `L’appariement ne change plus : le livret est « ${LIBELLES_ETAT[tete.etat]} ».`,
      'Il change jusqu’à l’examen du livret par le jury ; après, signalez-le au président du jury.',
    );
  }
}

function dejaApparie({ noCandidat }: Appariement, peutDefaire: boolean): ErreurCodee {
  return new ErreurCodee(
    'eleve-deja-apparie',
    `Cet élève est déjà apparié au candidat ${noCandidat}.`,
    peutDefaire
      ? 'Si cette paire est fausse, défaites-la d’abord (« lsl apparier <élève> --defaire »), puis recommencez.'
      : 'Si cette paire est fausse, voyez la DEC, qui peut la défaire : ce candidat est d’un autre établissement.',
  );
}

function identifiantsNonEnvoyes(): ErreurCodee {
  return new ErreurCodee(
    'identifiants-non-envoyes',
    'Les identifiants de cet élève n’ont pas été envoyés.',
    'Envoyez-les d’abord (« lsl appariement --envoyer --eleve <élève> »).',
  );
}

function eleveInconnu(eleveId: string): ErreurCodee {
  return new ErreurCodee(
    'eleve-inconnu',
    `L’établissement n’a pas d’élève d’identifiant SIECLE ${eleveId} cette année.`,
    'Vérifiez son ELEVE_ID (« lsl livrets --json »), et l’établissement.',
  );
}
