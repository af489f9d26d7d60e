import { z } from 'zod';
import { horlogeDuDeploiement } from '../aws/environnement.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { Acteur } from './acteur.ts';
import type { AccesExterne } from './decider.ts';
import { reconnaitreSansLire } from './reconnaitre-acteur.ts';
import type { Revendication } from './revendication.ts';

/** What a function decides rights with. */
export interface DroitsDuDeploiement {
  readonly reconnaitre: (qui: Revendication) => Promise<Acteur>;
  /** Slug of the deployment. */
  readonly academie: string;
  readonly accesExterne: AccesExterne;
  readonly horloge: Horloge;
}

/** Environment of the functions that decide rights. */
export const environnementDesDroits = {
  LSL_DEPLOIEMENT: z.string(),
  LSL_ACCES_EXTERNE: z.enum(['ferme', 'ouvert'] satisfies AccesExterne[]),
};

/** For functions that may read no identity, or that nobody of an establishment may call: they know the roles that need nothing borne out, and no other. */
export function droitsSansRegistre(env: {
  readonly LSL_DEPLOIEMENT: string;
  readonly LSL_ACCES_EXTERNE: AccesExterne;
}): DroitsDuDeploiement {
  const academie = env.LSL_DEPLOIEMENT;
  return {
    reconnaitre: (qui) => reconnaitreSansLire({ academie }, qui),
    academie,
    accesExterne: env.LSL_ACCES_EXTERNE,
    horloge: horlogeDuDeploiement(),
  };
}
