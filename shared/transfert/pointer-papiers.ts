import { z } from 'zod';
import { type CopieVue, juryInconnu, type MagasinCandidats, type PlaceDeJury } from '../candidats/index.ts';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { estNumeroDExamen } from '../kernel/numero.ts';
import type { PreuveDesJurys } from '../preuve/index.ts';
import { demandeDePresence } from './controler-presence.ts';
import type { Statut } from './magasin-referentiel.ts';
import { estCopieDe } from './presence.ts';
import type { StatutsDesCandidats } from './statuts.ts';

/** Of one demand: their places and the event are one transaction. */
export const POINTAGES_PAR_DEMANDE = 50;

export const demandeDePointage = demandeDePresence.extend({
  noPvs: z.array(z.string().refine(estNumeroDExamen)).nonempty().max(POINTAGES_PAR_DEMANDE),
  /** False takes back what was noted by mistake. */
  vue: z.boolean(),
});

export interface PartiesDePointage {
  readonly candidats: Pick<MagasinCandidats, 'listerJury' | 'ecriturePointage'>;
  readonly statuts: StatutsDesCandidats;
  readonly preuve: PreuveDesJurys;
  readonly horloge: Horloge;
}

/** What became of one No PV of the demand. */
export type IssueDePointage =
  | { readonly noPv: string; readonly etat: 'pointe' | 'inchange' }
  | {
      readonly noPv: string;
      readonly etat: 'refuse';
      readonly code: string;
      readonly message: string;
      readonly remede: string;
    };

/** The DEC gave the places again at each try. */
const ESSAIS = 5;

/**
 * « Pointer les copies papier » (R71): notes that the paper copies of these candidates were seen at the centre, or that
 * they were not after all, with the event that proves it. A candidate of whom no paper livret is expected is refused
 * alone; one that is noted already changes nothing.
 *
 * @throws ErreurCodee `jury-inconnu`
 */
export async function pointerPapiers(
  parts: PartiesDePointage,
  acteur: Acteur,
  { session, jury, noPvs, vue }: z.infer<typeof demandeDePointage>,
): Promise<IssueDePointage[]> {
  const voulus = [...new Set(noPvs)];
  for (let essai = 1; ; essai++) {
    const places = await parts.candidats.listerJury(session, jury);
    if (places.length === 0) throw juryInconnu();
    const parPv = Map.groupBy(places, ({ noPv }) => noPv);
    const statuts = vue ? await statutsDe(parts, session, parPv, voulus) : SANS_STATUT;
    const quand = parts.horloge.maintenant().toString();
    const juges = voulus.map((noPv) => juger(noPv, parPv.get(noPv) ?? [], vue, statuts));
    const aEcrire = juges.flatMap(({ place, statut }) =>
      place === undefined ? [] : [{ place, copie: copieDe(statut, quand, acteur.role) }],
    );
    const issues = juges.map(({ issue }) => issue);
    if (aEcrire.length === 0) return issues;
    const faite = await parts.preuve.prouver(
      session,
      jury,
      {
        type: vue ? 'copies-vues' : 'copies-non-vues',
        quand,
        par: identifierActeur(acteur),
        role: acteur.role,
        references: {
          session,
          noPvs: aEcrire.map(({ place }) => place.noPv).join(','),
          // Which copies, in the same order.
          ...(vue ? { statuts: aEcrire.map(({ copie }) => `${copie?.epoque}-${copie?.n}`).join(',') } : {}),
        },
      },
      aEcrire.map(({ place, copie }) => parts.candidats.ecriturePointage(session, jury, place, copie)),
    );
    if (faite) return issues;
    // A file of the DEC moved one of them meanwhile: what the No PV says now is judged again.
    if (essai === ESSAIS) throw new Error('places of the jury written by others at each try');
  }
}

function copieDe(statut: Statut | undefined, le: string, role: string): CopieVue | null {
  return statut === undefined ? null : { le, role, epoque: statut.epoque, n: statut.n };
}

type StatutsParCandidat = ReadonlyMap<string, Statut>;
const SANS_STATUT: StatutsParCandidat = new Map();

async function statutsDe(
  { statuts }: Pick<PartiesDePointage, 'statuts'>,
  session: number,
  parPv: ReadonlyMap<string, readonly PlaceDeJury[]>,
  voulus: readonly string[],
): Promise<StatutsParCandidat> {
  const noCandidats = voulus.flatMap((noPv) => (parPv.get(noPv) ?? []).map(({ noCandidat }) => noCandidat));
  const recus = noCandidats.length === 0 ? [] : await statuts(session, noCandidats);
  return new Map(recus.map((statut) => [statut.noCandidat, statut]));
}

/** The place is there when it is to be written, with the status whose copy was seen. */
function juger(
  noPv: string,
  [place, ...autres]: readonly PlaceDeJury[],
  vue: boolean,
  statuts: StatutsParCandidat,
): { readonly issue: IssueDePointage; readonly place?: PlaceDeJury; readonly statut?: Statut } {
  const refus = (code: keyof typeof REFUS) => ({ issue: { noPv, etat: 'refuse', code, ...REFUS[code] } as const });
  if (place === undefined) return refus('pv-inconnu');
  if (autres.length > 0) return refus('pv-en-double');
  const statut = statuts.get(place.noCandidat);
  if (vue && statut === undefined) return refus('statut-absent');
  if (vue && statut !== undefined && statut.retireLe !== null) return refus('livret-non-produit');
  if (vue && statut?.format !== 'papier') return refus('livret-non-papier');
  const { copieVue } = place;
  // Of a livret that was sent again since, the copy seen was another one.
  const inchange = statut === undefined ? copieVue === null : copieVue !== null && estCopieDe(copieVue, statut);
  if (inchange) return { issue: { noPv, etat: 'inchange' } };
  return { issue: { noPv, etat: 'pointe' }, place, ...(statut === undefined ? {} : { statut }) };
}

const REFUS = {
  'pv-inconnu': {
    message: 'Aucun candidat de ce jury ne porte ce No PV.',
    remede: 'Vérifiez le numéro sur la liste du jury (« npx lsl presence --jury »).',
  },
  'pv-en-double': {
    message: 'Deux candidats de ce jury portent ce No PV.',
    remede: 'La DEC corrige le fichier des candidats et le dépose de nouveau, puis recommencez.',
  },
  'statut-absent': {
    message: 'Aucun statut de ce livret n’est arrivé au référentiel national.',
    remede: 'Signalez-le à la DEC : l’établissement doit envoyer le statut du livret papier.',
  },
  'livret-non-produit': {
    message: 'Le candidat s’oppose à la transmission : aucun livret n’est produit, ni numérique ni papier.',
    remede: 'Ne remettez pas cette copie au jury ; signalez-la à la DEC.',
  },
  'livret-non-papier': {
    message: 'Le livret de ce candidat est numérique : aucune copie papier n’est attendue.',
    remede: 'Le jury l’a dans son fichier ; si l’établissement a envoyé une copie, signalez-le à la DEC.',
  },
} as const;
