import { type Revendication, revendication } from '../habilitations/revendication.ts';
import { ACADEMIE } from '../imports/depot.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { SorteDeSaisie } from '../livret/saisie.ts';

/** In whose name the command acts, as its user says it. */
export interface EnQualiteDe {
  /** « cpe », « enseignant:epp/1234 »; undefined for the role that the demand is usually made in. */
  readonly enTantQue: string | undefined;
  /** Of the actor, where the demand names none. */
  readonly etablissement: string | undefined;
}

/** Words of a demand that tell who usually makes it, and where. */
interface Indices {
  readonly uai?: string;
  readonly proprietaire?: string;
  readonly livretId?: string;
  readonly session?: number;
  readonly jury?: string;
  /** Of an entry by hand. */
  readonly valeur?: { readonly sorte?: string };
}

/** Who used the command without saying more: evidence does not take it for the head. */
const ANONYME = 'lsl';

/**
 * The claim that goes with a demand: `--en-tant-que`, or the role that the demand is usually made in. Its network is the
 * operator's own machine, « interne ».
 *
 * @throws ErreurCodee `etablissement-attendu`, `identifiant-attendu`
 */
export function revendiquer({ enTantQue, etablissement }: EnQualiteDe, demande: Indices): Revendication {
  const [role = '', ...suite] = (enTantQue ?? roleUsuel(demande, etablissement)).split(':');
  const id = suite.join(':') || undefined;
  const uai = etablissement ?? demande.uai ?? (demande.proprietaire === ACADEMIE ? undefined : demande.proprietaire);
  const { session, jury, livretId } = demande;
  if (DE_L_ETABLISSEMENT.has(role) && uai === undefined) {
    throw new ErreurCodee(
      'etablissement-attendu',
      'Votre rôle est d’un établissement, que la commande ne connaît pas.',
      'Ajoutez --etablissement avec son numéro UAI, ou un autre rôle par --en-tant-que.',
    );
  }
  // Each role says what is its own, no more.
  const lue = revendication.safeParse({
    role,
    reseau: 'interne',
    ...(id === undefined && NOMMES.has(role) ? {} : { id: id ?? ANONYME }),
    ...(DE_L_ETABLISSEMENT.has(role) ? { uai } : {}),
    ...(DES_JURYS.has(role) ? { jurys: jury === undefined ? [] : [`${session}#${jury}`] } : {}),
    ...(DES_FAMILLES.has(role) ? { livrets: livretId === undefined ? [] : [livretId] } : {}),
  });
  if (lue.success) return lue.data;
  throw new ErreurCodee(
    'identifiant-attendu',
    `Le rôle « ${role} » demande un identifiant que la commande n’a pas compris.`,
    'Écrivez par exemple --en-tant-que enseignant:epp/1234 (STS-Web), ou delegue:agent-7.',
  );
}

const DE_L_ETABLISSEMENT: ReadonlySet<string> = new Set([
  'chef',
  'adjoint',
  'delegue',
  'enseignant',
  'professeur-principal',
  'cpe',
  'ddfpt',
]);
/** Rights that are of one person: nobody stands for all of them. */
const NOMMES: ReadonlySet<string> = new Set(['delegue', 'enseignant', 'professeur-principal']);
const DES_JURYS: ReadonlySet<string> = new Set(['chef-de-centre', 'president']);
const DES_FAMILLES: ReadonlySet<string> = new Set(['eleve', 'responsable']);

function roleUsuel({ uai, proprietaire, livretId, jury, valeur }: Indices, etablissement: string | undefined): string {
  if (jury !== undefined) return 'chef-de-centre';
  // R56: nobody else enters it.
  if (valeur?.sorte === ('sanction-examen' satisfies SorteDeSaisie)) return 'dec';
  if (proprietaire === ACADEMIE) return 'dec';
  return (etablissement ?? uai ?? proprietaire ?? livretId) === undefined ? 'dec' : 'chef';
}
