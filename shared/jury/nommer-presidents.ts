import type { z } from 'zod';
import { type Calendriers, calendrierDe, matinDesDeliberationsPasse } from '../calendrier/index.ts';
import { juryInconnu, type MagasinCandidats } from '../candidats/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { empreinteSalee, nouveauSel } from '../livret/index.ts';
import type { PreuveDesJurys } from '../preuve/index.ts';
import { type PresidenceLue, versPresidenceLue } from './lire-presidents.ts';
import type { MagasinPresidents } from './magasin-presidents.ts';
import type { demandeDeNomination, PresidenceGardee } from './presidents.ts';

export interface PartiesDeNomination {
  readonly candidats: Pick<MagasinCandidats, 'listerJury'>;
  readonly presidents: Pick<MagasinPresidents, 'ecriture'>;
  readonly preuve: PreuveDesJurys;
  readonly calendriers: Calendriers;
  readonly horloge: Horloge;
}

/**
 * Names who presides over a jury (R74), with the event that proves it, whose hash says nothing once names and salt are
 * erased. The centre changes it until the morning of the deliberations is over, the DEC at any time.
 *
 * @throws ErreurCodee `presidence-close`, `jury-inconnu`, `presidence-en-conflit`
 */
export async function nommerPresidents(
  parts: PartiesDeNomination,
  acteur: Acteur,
  { session, jury, vue, president, vicePresidents }: z.infer<typeof demandeDeNomination>,
): Promise<PresidenceLue> {
  const calendrier = calendrierDe(parts.calendriers, session);
  if (acteur.role !== 'dec' && matinDesDeliberationsPasse(calendrier, parts.horloge)) throw presidenceClose();
  if ((await parts.candidats.listerJury(session, jury)).length === 0) throw juryInconnu();
  const nommee: PresidenceGardee = {
    jury,
    president,
    vicePresidents,
    n: (vue ?? 0) + 1,
    le: parts.horloge.maintenant().toString(),
    role: acteur.role,
    sel: nouveauSel(),
  };
  const faite = await parts.preuve.prouver(
    session,
    jury,
    {
      type: 'presidents-nommes',
      quand: nommee.le,
      par: identifierActeur(acteur),
      role: acteur.role,
      references: { session, n: nommee.n, empreinte: empreinteSalee(nommee) },
    },
    [parts.presidents.ecriture(session, nommee, vue)],
  );
  if (!faite) throw presidenceEnConflit();
  return versPresidenceLue(nommee);
}

function presidenceClose(): ErreurCodee {
  return new ErreurCodee(
    'presidence-close',
    'Le matin des délibérations est passé : le centre ne change plus la présidence de ce jury.',
    'Demandez-le à la division des examens et concours, qui le peut encore.',
  );
}

function presidenceEnConflit(): ErreurCodee {
  return new ErreurCodee(
    'presidence-en-conflit',
    'La présidence de ce jury a été changée depuis que vous l’avez lue : rien n’a été écrasé.',
    'Relisez-la (« npx lsl presidents --jury »), puis recommencez.',
  );
}
