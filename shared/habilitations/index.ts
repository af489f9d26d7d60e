/** Rights: who may do what, how far, and what heads delegate. */
export {
  type Acteur,
  type Delegation,
  identifierActeur,
  ROLES,
  type Role,
} from './acteur.ts';
export type { Droit } from './commande-habilitee.ts';
export {
  type AccesExterne,
  type ContexteDeDroit,
  contexteDeDroit,
  type Decision,
  decider,
  exiger,
  type Objet,
} from './decider.ts';
export {
  type DelegationListee,
  deleguer,
  demandeDeleguer,
  demandeListerDelegations,
  demandeRevoquerDelegation,
  listerDelegations,
  type PartiesDesDelegations,
  revoquerDelegation,
} from './delegations.ts';
export { estDelegable, type Portee, rolesDe } from './droits.ts';
export {
  type DroitsDuDeploiement,
  droitsSansRegistre,
  environnementDesDroits,
} from './droits-du-deploiement.ts';
export { type DelegationGardee, type MagasinDelegations, magasinDelegations } from './magasin-delegations.ts';
export { etablissementEnSession, juryDeSession } from './objets.ts';
export { libelleDe, OPERATIONS, type Operation } from './operations.ts';
export { type PartiesDeReconnaissance, reconnaitreActeur } from './reconnaitre-acteur.ts';
export { type Revendication, revendication } from './revendication.ts';
