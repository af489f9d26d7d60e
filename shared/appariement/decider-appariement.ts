import { z } from 'zod';
import type { File } from '../aws/files.ts';
import type { Candidat, MagasinCandidats } from '../candidats/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
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
import type { MessageDAppariement } from './apparier-etablissement.ts';
import { inscriptionsDe, renvoiDe } from './paire.ts';
import type { Places, Reponse } from './places.ts';
import { clePaireDefaite, ligneDe, paireDe } from './situation.ts';

export const demandeDeciderAppariement = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  eleveId: z.string().min(1).max(20),
  /** The pupil's candidate; null undoes the pair that there is. */
  noCandidat: z.string().min(1).max(20).nullable(),
  motif: motifEcrit,
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
  const { envoi, ...decide } =
    noCandidat === null
      ? await defaire(parts, acteur, eleve, session, motif)
      : await apparierAvec(parts, acteur, eleve, session, noCandidat, motif);
  await mettreEnFile(parts, envoi);
  // Counts, and who the rules may pair now, are those of a new run.
  await parts.file.envoyer([{ uai, session }], uai);
  return decide;
}

/** What was decided, and what is to be told of it. */
type Decidee = AppariementDecide & { readonly envoi: EnvoiADemander | null };

function apparierAvec(
  parts: PartiesDeDecision,
  acteur: Acteur,
  eleve: LigneEleve,
  session: number,
  noCandidat: string,
  motif: string,
): Promise<Decidee> {
  const { livretId } = eleve;
  return modifierLivret<Decidee>(parts, livretId, async (ouvert) => {
    const { livret } = ouvert;
    const { tete: avant } = livret;
    exigerIciEtATemps(avant, eleve, session);
    if (eleve.identifiantsEnvoyesLe === null) throw identifiantsNonEnvoyes();
    const ancienne = paireDe(avant, session);
    if (ancienne !== null && ancienne.noCandidat !== noCandidat) throw dejaApparie(ancienne);
    const candidat = await lireCandidat(parts, acteur, eleve, session, noCandidat);
    const { noEleve, epoque } = await placeDe(parts, session, eleve, noCandidat);
    // Confirmed only, a pair changes nothing of what was sent under it, unless another académie had taken the pupil over.
    const confirmee = ancienne !== null && (ancienne.epoque ?? 0) === epoque;
    if (confirmee && ancienne.par === 'personne') {
      return { resultat: { livretId, noCandidat, noEleve: ancienne.noEleve, acteId: null, envoi: null } };
    }
    const paire: Appariement = { session, noCandidat, noEleve, ...(epoque === 0 ? {} : { epoque }), par: 'personne' };
    const envoi = confirmee ? null : renvoiDe(avant, parts.horloge, paire);
    const { acte, empreinte } = signerActe(parts, acteur, {
      nature: 'appariement',
      motif,
      details: { session, noCandidat, noEleve },
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
        },
      },
      ligne: [eleve, ligneDe(paire)],
      operations: [
        parts.candidats.ecritureAppariement(candidat, livretId, noEleve),
        parts.livrets.ecritureActe(livretId, acte),
        ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
      ],
      resultat: { livretId, noCandidat, noEleve, acteId, envoi },
    };
  });
}

function defaire(
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
    if (paire === null) return { resultat: { livretId, noCandidat: null, noEleve: null, acteId: null, envoi: null } };
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
    const sansPaire = { noCandidat: null, noEleve: null, paire: null };
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
      ligne: [eleve, sansPaire],
      operations: [
        ...autres.map((une) => parts.registre.ecritureSuivi(une, sansPaire)),
        ...(candidat?.livretId === livretId ? [parts.candidats.ecritureDefaite(candidat)] : []),
        parts.livrets.ecritureActe(livretId, acte),
        ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
      ],
      resultat: { livretId, noCandidat: null, noEleve: null, acteId, envoi },
    };
  });
}

function sansLaPaire({ pairesDefaites = [] }: Tete, session: number, noCandidat: string): string[] {
  return pairesDefaites.filter((defaite) => defaite !== clePaireDefaite(session, noCandidat));
}

/** The référentiel holds the INE for somebody else: this pupil's place is then its own, without the INE. */
async function placeDe(
  { places }: PartiesDeDecision,
  session: number,
  { livretId, ine, dateNaissance }: LigneEleve,
  noCandidat: string,
): Promise<Extract<Reponse, { readonly etat: 'place' }>> {
  for (const connu of ine === null ? [null] : [ine, null]) {
    const demandee = { livretId, ine: connu, dateNaissance, noCandidat };
    const reponse = (await places.demander(session, [demandee])).get(livretId);
    if (reponse?.etat === 'place') return reponse;
  }
  throw new ErreurCodee(
    'place-refusee',
    'Le référentiel national tient la place de cet élève pour un autre livret de l’académie.',
    'Un élève n’a qu’un livret : vérifiez son INE dans SIECLE, puis adressez-vous à l’équipe d’exploitation.',
  );
}

/** A head decides of the candidates of the establishment; the DEC, of all those of the académie. */
function exigerDeSonRessort(acteur: Acteur, { uai }: LigneEleve, candidat: Candidat): void {
  if (candidat.uai === uai || acteur.role === 'dec') return;
  throw new ErreurCodee(
    'candidat-d-un-autre-etablissement',
    `Le candidat ${candidat.noCandidat} n’est pas inscrit par votre établissement.`,
    'Adressez-vous à la DEC, qui décide des candidats de toute l’académie.',
  );
}

async function lireCandidat(
  { candidats }: PartiesDeDecision,
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
    throw new ErreurCodee(
      'candidat-deja-apparie',
      `Le candidat ${noCandidat} est déjà apparié à un autre élève.`,
      'Si cette paire est fausse, défaites-la d’abord (« lsl apparier <élève> --defaire »), puis recommencez.',
    );
  }
  return candidat;
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
  if (tete.passages.some((passage) => passage.session === session) || !OUVERTURES[tete.etat].opposition) {
    throw new ErreurCodee(
      'appariement-trop-tard',
      `L’appariement ne change plus : le livret est « ${LIBELLES_ETAT[tete.etat]} ».`,
      'Il change jusqu’à l’examen du livret par le jury ; après, signalez-le au président du jury.',
    );
  }
}

function dejaApparie({ noCandidat }: Appariement): ErreurCodee {
  return new ErreurCodee(
    'eleve-deja-apparie',
    `Cet élève est déjà apparié au candidat ${noCandidat}.`,
    'Si cette paire est fausse, défaites-la d’abord (« lsl apparier <élève> --defaire »), puis recommencez.',
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
