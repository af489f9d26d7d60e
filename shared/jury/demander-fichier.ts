import { z } from 'zod';
import type { File } from '../aws/files.ts';
import { juryInconnu, type MagasinCandidats, type PlaceDeJury } from '../candidats/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { PreuveDesJurys } from '../preuve/index.ts';
import type { Statut, StatutsDesCandidats } from '../transfert/index.ts';
import { clesDeVersion } from '../transfert/index.ts';
import { type CandidatDuFichier, type Edition, type MessageDEdition, messageDEdition } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';

export const demandeDeFichier = messageDEdition.omit({ n: true }).extend({
  /** Needed to make the file again (rules.md 16). */
  motif: z.string().trim().min(1).max(300).optional(),
});

export interface PartiesDeDemande {
  readonly candidats: Pick<MagasinCandidats, 'listerJury'>;
  readonly editions: MagasinEditions;
  readonly preuve: PreuveDesJurys;
  readonly statuts: StatutsDesCandidats;
  readonly file: File<MessageDEdition>;
  readonly horloge: Horloge;
}

/**
 * « Édition LSL par jury » (R75): orders the file of one jury. It is made once; made again, it is a new edition
 * with its reason. Asked again while it is queued, the same edition is sent again.
 */
export async function demanderFichier(
  parts: PartiesDeDemande,
  acteur: Acteur,
  { session, jury, motif }: z.infer<typeof demandeDeFichier>,
): Promise<Edition> {
  const derniere = await parts.editions.derniere(session, jury);
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
  const { presents, absents, retires } = await recenser(parts, session, jury);
  const edition: Edition = {
    session,
    jury,
    n: (derniere?.n ?? 0) + 1,
    etat: 'demande',
    demandeLe: parts.horloge.maintenant().toString(),
    motif: motif ?? null,
    candidats: presents,
    absents,
    retires,
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
      par: identifierActeur(acteur),
      role: acteur.role,
      references: { session, edition: edition.n },
    },
    [parts.editions.ecriture(edition)],
  );
  // Somebody asked for the same edition at the same time: theirs is the one.
  const retenue = faite ? edition : await parts.editions.lire(session, jury, edition.n);
  if (retenue === null) throw new Error('the edition was neither written nor there');
  await parts.file.envoyer([{ session, jury, n: retenue.n }], jury);
  return retenue;
}

/** The jury's candidates whose numeric livret is in the référentiel, those who opposed it, and the others, by No PV. */
async function recenser(
  parts: Pick<PartiesDeDemande, 'candidats' | 'statuts'>,
  session: number,
  jury: string,
): Promise<{ presents: CandidatDuFichier[]; absents: string[]; retires: string[] }> {
  const places = await parts.candidats.listerJury(session, jury);
  if (places.length === 0) throw juryInconnu();
  const recus = await parts.statuts(
    session,
    places.map(({ noCandidat }) => noCandidat),
  );
  const statuts = new Map(recus.map((statut) => [statut.noCandidat, statut]));
  refuserPvEnDouble(places);
  const presents: CandidatDuFichier[] = [];
  const absents: string[] = [];
  const retires: string[] = [];
  for (const { noPv, noCandidat } of places) {
    const statut = statuts.get(noCandidat);
    if (statut !== undefined && statut.retireLe !== null) retires.push(noPv);
    else if (statut?.format === 'numerique') presents.push(candidatDuFichier(session, noPv, statut));
    else absents.push(noPv);
  }
  if (presents.length === 0) {
    throw new ErreurCodee(
      'jury-sans-livret',
      'Aucun livret numérique des candidats de ce jury n’est arrivé au référentiel national.',
      'Demandez aux établissements d’envoyer les livrets, puis recommencez.',
    );
  }
  return { presents, absents, retires };
}

/** Two candidates under one number of PV could not be told apart in the file. */
function refuserPvEnDouble(places: readonly PlaceDeJury[]): void {
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

function candidatDuFichier(session: number, noPv: string, statut: Statut): CandidatDuFichier {
  const { empreintes } = statut;
  if (empreintes === null) throw new Error('a numeric status without its version');
  const cles = clesDeVersion(statut.academie, session, statut.livretId, statut.epoque, statut.n);
  return {
    noPv,
    noEleve: statut.noEleve,
    projection: { cle: cles.projection, empreinte: empreintes.projection },
    termes: { cle: cles.termes, empreinte: empreintes.termes },
  };
}
