import { anneeEnCours } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui, type Horloge } from '../kernel/horloge.ts';
import type { Acteur, ServiceDeLActeur } from './acteur.ts';
import { estEnVigueur } from './decider.ts';
import type { MagasinDelegations } from './magasin-delegations.ts';
import type { Revendication } from './revendication.ts';

/** A person of STS-Web: `<type>/<id>` tells them apart in one establishment. */
interface PersonneDeSts {
  readonly type: string;
  readonly id: string;
}

/** What STS-Web says of an establishment and a school year; the livret's store of establishments has it. */
export interface RegistreDesServices {
  lireEnseignants(
    uai: string,
    annee: number,
  ): Promise<readonly (PersonneDeSts & { readonly principalDe: readonly string[] })[]>;
  lireServices(
    uai: string,
    annee: number,
  ): Promise<readonly (ServiceDeLActeur & { readonly enseignants: readonly PersonneDeSts[] })[]>;
}

export interface PartiesDeReconnaissance {
  readonly etablissement: RegistreDesServices;
  readonly delegations: Pick<MagasinDelegations, 'lister'>;
  readonly horloge: Horloge;
  /** Slug of the deployment. */
  readonly academie: string;
}

/**
 * The actor that a claim makes, once it is borne out: teachers by the services of STS-Web, delegates by the head's
 * choices, both of the school year that runs. Other roles are as the sign-in says.
 *
 * Reads four times at most, and nothing is kept from one call to the next: a revocation counts at once.
 *
 * @throws ErreurCodee `enseignant-inconnu`, `professeur-principal-sans-division`, `delegation-absente`
 */
export async function reconnaitreActeur(parts: PartiesDeReconnaissance, claim: Revendication): Promise<Acteur> {
  switch (claim.role) {
    case 'enseignant':
    case 'professeur-principal':
      return { ...nu(parts, claim), ...situer(claim.uai, claim.id), ...(await lireSts(parts, claim)) };
    case 'delegue': {
      const { id, uai } = situer(claim.uai, claim.id);
      return { ...nu(parts, claim), id, uai, delegations: await lireDelegations(parts, uai, id) };
    }
    default:
      return reconnaitreSansLire(parts, claim);
  }
}

/**
 * The same without any store, for functions that may read no identity: only roles that need nothing borne out.
 *
 * @throws ErreurCodee `operation-interdite`
 */
export async function reconnaitreSansLire(
  parts: Pick<PartiesDeReconnaissance, 'academie'>,
  claim: Revendication,
): Promise<Acteur> {
  const commun = nu(parts, claim);
  switch (claim.role) {
    case 'enseignant':
    case 'professeur-principal':
    case 'delegue':
      throw new ErreurCodee(
        'operation-interdite',
        'Ceci ne se fait pas dans votre rôle.',
        'Demandez-le à qui en a le droit (docs/habilitations.md).',
      );
    case 'eleve':
    case 'responsable':
      return { ...commun, id: claim.id, uai: claim.uai ?? null, livrets: claim.livrets };
    case 'chef-de-centre':
    case 'president':
      return { ...commun, id: `academie/${claim.id}`, jurys: claim.jurys };
    case 'dec':
    case 'statisticien':
      return { ...commun, id: `academie/${claim.id ?? claim.role}` };
    default:
      return { ...commun, ...situer(claim.uai, claim.id ?? claim.role) };
  }
}

const NU = { uai: null, services: [], principalDe: [], livrets: [], jurys: [], delegations: [] } as const;

/** An actor who may nothing yet. */
const nu = ({ academie }: { readonly academie: string }, { role, reseau }: Revendication) => ({
  ...NU,
  role,
  reseau,
  academie,
});

const situer = (uai: string, id: string) => ({ uai, id: `${uai}/${id}` });

async function lireSts(
  { etablissement, horloge }: PartiesDeReconnaissance,
  { role, uai, id }: { readonly role: string; readonly uai: string; readonly id: string },
): Promise<Pick<Acteur, 'services' | 'principalDe'>> {
  const annee = anneeEnCours(horloge);
  const [enseignants, services] = await Promise.all([
    etablissement.lireEnseignants(uai, annee),
    etablissement.lireServices(uai, annee),
  ]);
  const cEstLui = (personne: PersonneDeSts): boolean => `${personne.type}/${personne.id}` === id;
  const enseignant = enseignants.find(cEstLui);
  if (enseignant === undefined) {
    throw new ErreurCodee(
      'enseignant-inconnu',
      'STS-Web ne connaît pas cet enseignant dans cet établissement pour cette année.',
      'Corrigez les services dans STS-Web, exportez-les, puis déposez le fichier.',
    );
  }
  if (role === 'professeur-principal' && enseignant.principalDe.length === 0) {
    throw new ErreurCodee(
      'professeur-principal-sans-division',
      'STS-Web ne donne aucune division à ce professeur principal.',
      'Déclarez-le professeur principal de sa division dans STS-Web, puis déposez l’export des services.',
    );
  }
  return {
    principalDe: enseignant.principalDe,
    services: services
      .filter((service) => service.enseignants.some(cEstLui))
      .map(({ structure, codeMatiere }) => ({ structure, codeMatiere })),
  };
}

/** Every delegation of the person, so that a refusal can tell one that is over from none. */
async function lireDelegations(
  { delegations, horloge }: PartiesDeReconnaissance,
  uai: string,
  id: string,
): Promise<Acteur['delegations']> {
  const siennes = (await delegations.lister(uai, anneeEnCours(horloge))).filter(({ a }) => a === id);
  const jour = aujourdhui(horloge).toString();
  if (!siennes.some((une) => estEnVigueur(une, jour))) {
    throw new ErreurCodee(
      'delegation-absente',
      'Aucune délégation de cet établissement n’est en vigueur pour vous aujourd’hui.',
      'Demandez-en une au chef d’établissement.',
    );
  }
  return siennes;
}
