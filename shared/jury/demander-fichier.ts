import { z } from 'zod';
import type { File } from '../aws/files.ts';
import { juryInconnu } from '../candidats/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { FaitAProuver, PreuveDesJurys } from '../preuve/index.ts';
import {
  clesDeVersion,
  type PartiesDePresence,
  type PresenceDUnCandidat,
  type Statut,
  situerCandidats,
} from '../transfert/index.ts';
import {
  type CandidatDuFichier,
  type CandidatSansLivret,
  type Edition,
  type MessageDeComposition,
  messageDEdition,
  type RaisonSansLivret,
} from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';

export const demandeDeFichier = messageDEdition.omit({ n: true }).extend({
  /** Needed to make the file again (rules.md 16). */
  motif: z.string().trim().min(1).max(300).optional(),
  /** Compose the last edition again, to compare: nothing is replaced. */
  refaire: z.literal(true).optional(),
});

/** Who asks: a person by their role, or the schedule. */
export type Demandeur = Pick<FaitAProuver, 'par' | 'role'>;

/** The eve of the deliberations, for a jury that nobody asked for. */
export const PLANIFICATION: Demandeur = { par: 'planification/fichiers-jury' };

export interface PartiesDeDemande extends PartiesDePresence {
  readonly editions: Pick<MagasinEditions, 'derniere' | 'lire' | 'ecritures'>;
  readonly preuve: PreuveDesJurys;
  readonly file: File<MessageDeComposition>;
  readonly horloge: Horloge;
}

/**
 * « Édition LSL par jury » (R75): orders the file of one jury. It is made once; made again, it is a new edition
 * with its reason. Asked again while it is queued, the same edition is sent again.
 */
export async function demanderFichier(
  parts: PartiesDeDemande,
  demandeur: Demandeur,
  { session, jury, motif, refaire }: z.infer<typeof demandeDeFichier>,
): Promise<Edition> {
  const derniere = await parts.editions.derniere(session, jury);
  if (refaire) return refaireEdition(parts, derniere);
  // A reason overtakes an edition that is still queued: whatever holds it, the jury can have another.
  if (derniere?.etat === 'demande' && motif === undefined) {
    await parts.file.envoyer([{ session, jury, n: derniere.n }], jury);
    return derniere;
  }
  if (derniere !== null && motif === undefined) {
    throw new ErreurCodee(
      'fichier-deja-edite',
      `Le fichier de ce jury a déjà été édité (édition ${derniere.n}).`,
      'Pour en faire une nouvelle édition, indiquez-en le motif.',
    );
  }
  const { candidats, sansLivret } = await recenser(parts, session, jury);
  const edition: Edition = {
    session,
    jury,
    n: (derniere?.n ?? 0) + 1,
    etat: 'demande',
    demandeLe: parts.horloge.maintenant().toString(),
    motif: motif ?? null,
    candidats,
    sansLivret,
    echecs: [],
    pages: null,
    empreinte: null,
    anomalies: [],
  };
  const faite = await parts.preuve.prouver(
    session,
    jury,
    {
      type: 'fichier-jury-demande',
      quand: edition.demandeLe,
      ...demandeur,
      references: { session, edition: edition.n },
    },
    parts.editions.ecritures(edition, demandeur.role ?? 'planification'),
  );
  // Somebody asked for the same edition at the same time: theirs is the one.
  const retenue = faite ? edition : await parts.editions.lire(session, jury, edition.n);
  if (retenue === null) throw new Error('the edition was neither written nor there');
  await parts.file.envoyer([{ session, jury, n: retenue.n }], jury);
  return retenue;
}

async function refaireEdition({ file, horloge }: PartiesDeDemande, derniere: Edition | null): Promise<Edition> {
  if (derniere === null || derniere.empreinte === null) {
    throw new ErreurCodee(
      'fichier-non-compose',
      'Le fichier de ce jury n’a pas encore été composé : il n’y a rien à comparer.',
      'Demandez-le avec « npx lsl fichier-jury », puis recommencez quand il est prêt.',
    );
  }
  const { session, jury, n } = derniere;
  await file.envoyer([{ session, jury, n, refaire: horloge.maintenant().toString() }], jury);
  return derniere;
}

/** The jury's candidates whose numeric livret is in force, and why the others have none in the file. */
async function recenser(
  parts: PartiesDePresence,
  session: number,
  jury: string,
): Promise<Pick<Edition, 'candidats' | 'sansLivret'>> {
  const situes = await situerCandidats(parts, session, jury);
  if (situes.length === 0) throw juryInconnu();
  refuserPvEnDouble(situes.map(({ presence }) => presence));
  const candidats: CandidatDuFichier[] = [];
  const sansLivret: CandidatSansLivret[] = [];
  for (const { presence, statut } of situes) {
    const raison = raisonSansLivret(presence);
    if (raison !== null) sansLivret.push({ noPv: presence.noPv, noEleve: statut?.noEleve ?? null, raison });
    else candidats.push(candidatDuFichier(session, presence.noPv, statut));
  }
  if (candidats.length === 0) {
    throw new ErreurCodee(
      'jury-sans-livret',
      'Aucun livret numérique des candidats de ce jury n’est arrivé au référentiel national.',
      'Demandez aux établissements d’envoyer les livrets, puis recommencez.',
    );
  }
  return { candidats, sansLivret };
}

/** Null for a candidate whose numeric livret goes into the file. */
function raisonSansLivret({ etat, copieVue, raison }: PresenceDUnCandidat): RaisonSansLivret | null {
  switch (etat) {
    case 'numerique':
      return null;
    case 'papier':
      return copieVue === null ? 'papier-non-vu' : 'papier-vu';
    case 'non-produit':
      return 'non-produit';
    case 'manquant':
      return raison ?? 'non-apparie';
  }
}

/** Two candidates under one number of PV could not be told apart in the file. */
function refuserPvEnDouble(places: readonly { readonly noPv: string }[]): void {
  const vus = new Set<string>();
  for (const { noPv } of places) {
    if (vus.has(noPv)) {
      throw new ErreurCodee(
        'pv-en-double',
        `Deux candidats de ce jury portent le No PV ${noPv}.`,
        'Corrigez le fichier des candidats, déposez-le de nouveau, puis recommencez.',
      );
    }
    vus.add(noPv);
  }
}

function candidatDuFichier(session: number, noPv: string, statut: Statut | undefined): CandidatDuFichier {
  if (statut === undefined || statut.empreintes === null) throw new Error('a numeric status without its version');
  const { empreintes } = statut;
  const cles = clesDeVersion(statut.academie, session, statut.livretId, statut.epoque, statut.n);
  return {
    noPv,
    noEleve: statut.noEleve,
    projection: { cle: cles.projection, empreinte: empreintes.projection },
    termes: { cle: cles.termes, empreinte: empreintes.termes },
  };
}
