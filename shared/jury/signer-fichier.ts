import type { z } from 'zod';
import type { Signataire } from '../aws/objets.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { compte } from '../kernel/texte.ts';
import type { PreuveDesJurys } from '../preuve/index.ts';
import type { demandeDEtat } from './consulter-fichier.ts';
import { cleDuFichier, LIBELLES_ETAT_FICHIER } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';
import { livretsPerimes, type PartiesDesPerimes } from './perimes.ts';

/** Seconds: a URL is made per click (design.md); the bucket's policy refuses an older signature. */
export const DUREE_URL = 5 * 60;

export interface FichierSigne {
  readonly url: string;
  readonly dureeSecondes: number;
  readonly edition: number;
  /** SHA-256 of the ZIP, hexadecimal. */
  readonly empreinte: string;
}

/**
 * Signs the URL of a checked file; its issuing is the event that proves the consultation. Statuses are read again at each
 * signing: an opposition takes the livret at once from what juries get (rules.md 2).
 */
export async function signerFichier(
  parts: PartiesDesPerimes & {
    readonly editions: Pick<MagasinEditions, 'derniere' | 'ecritureTelechargement'>;
    readonly preuve: PreuveDesJurys;
    readonly signataire: Pick<Signataire, 'lire'>;
    readonly horloge: Horloge;
  },
  acteur: Acteur,
  { session, jury }: z.infer<typeof demandeDEtat>,
): Promise<FichierSigne> {
  const edition = await parts.editions.derniere(session, jury);
  if (edition?.etat !== 'pret' || edition.empreinte === null) {
    throw new ErreurCodee(
      'fichier-non-pret',
      edition === null
        ? 'Le fichier de ce jury n’a pas encore été demandé.'
        : `Le fichier de ce jury n’est pas disponible : ${LIBELLES_ETAT_FICHIER[edition.etat]}.`,
      edition?.etat === 'refuse'
        ? 'Le contrôle a trouvé une anomalie : adressez-vous à la division des examens et concours.'
        : 'Attendez que le fichier soit prêt, puis recommencez.',
    );
  }
  const retires = (await livretsPerimes(parts, edition)).filter(({ raison }) => raison === 'retire').length;
  if (retires > 0) throw fichierPerime(retires);
  const quand = parts.horloge.maintenant().toString();
  const prouve = await parts.preuve.prouver(
    session,
    jury,
    {
      type: 'fichier-jury-signe',
      quand,
      par: identifierActeur(acteur),
      role: acteur.role,
      references: { session, edition: edition.n, empreinte: edition.empreinte },
    },
    // The file counts as done once its centre has it (R75).
    acteur.role === 'chef-de-centre' ? [parts.editions.ecritureTelechargement(edition, quand)] : [],
  );
  if (!prouve) throw fichierRemplace();
  const url = await parts.signataire.lire(cleDuFichier(edition, edition.empreinte), DUREE_URL);
  return { url, dureeSecondes: DUREE_URL, edition: edition.n, empreinte: edition.empreinte };
}

/** Somebody asked for another edition since this one was read. */
function fichierRemplace(): ErreurCodee {
  return new ErreurCodee(
    'fichier-non-pret',
    'Une nouvelle édition du fichier de ce jury vient d’être demandée.',
    'Attendez que le fichier soit prêt, puis recommencez.',
  );
}

function fichierPerime(retires: number): ErreurCodee {
  return new ErreurCodee(
    'fichier-perime',
    `Le fichier de ce jury contient ${compte(retires, 'livret retiré', 'livrets retirés')} depuis son édition : le candidat s’oppose à la transmission, ou n’est plus celui de ce livret.`,
    'Demandez une nouvelle édition en indiquant son motif (« npx lsl fichier-jury --motif ») : elle n’en contiendra plus. « --etat » dit lesquels.',
  );
}
