import { AccountPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Academie, National } from '../parametres.ts';
import { nomDeFonction } from './deploiement.ts';
import type { LslFunction } from './lsl-function.ts';

/**
 * Who may come in to the référentiel: in the accounts of these académies, the one role that needs it; from inside the
 * organisation when there is one.
 */
export class Entree {
  readonly #organisation: string | null;
  readonly #noms: readonly string[];
  readonly #comptes: readonly string[];

  constructor(
    parametres: Pick<National, 'organisation'>,
    academies: readonly Pick<Academie, 'slug' | 'compte'>[],
    compteCourant: string,
  ) {
    this.#organisation = parametres.organisation;
    this.#noms = academies.map(({ slug }) => slug);
    this.#comptes = [...new Set(academies.map(({ compte }) => compte ?? compteCourant))];
  }

  /** @param fonction the entry of the académies' function whose role comes in */
  autoriser(
    sid: string,
    fonction: string,
    quoi: {
      readonly actions: string[];
      readonly resources: string[];
      readonly conditions?: {
        readonly StringEquals?: Readonly<Record<string, string>>;
        readonly StringLike?: Readonly<Record<string, string>>;
      };
    },
  ): PolicyStatement {
    // Of many académies, the accounts are listed and not the roles: thirty names of each are more than a policy may hold.
    const nom = this.#noms.length === 1 ? (this.#noms[0] ?? '') : '*';
    const egalites = {
      ...quoi.conditions?.StringEquals,
      ...(this.#organisation === null
        ? {}
        : { 'aws:PrincipalAccount': this.#comptes, 'aws:PrincipalOrgID': this.#organisation }),
    };
    return new PolicyStatement({
      sid,
      // Accounts rather than roles: a policy that names a role cannot be written before the role stands.
      principals:
        this.#organisation === null
          ? this.#comptes.map((compte) => new AccountPrincipal(compte))
          : [new AnyPrincipal()],
      actions: quoi.actions,
      resources: quoi.resources,
      conditions: {
        ...quoi.conditions,
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${nomDeFonction({ nom }, fonction)}` },
        ...(Object.keys(egalites).length === 0 ? {} : { StringEquals: egalites }),
      },
    });
  }

  /** A function's policy has no condition on roles: what its account lets call it is the académie's own policy. */
  ouvrirFonction({ fonction }: LslFunction): void {
    for (const [rang, compte] of this.#comptes.entries()) {
      fonction.addPermission(`Compte${rang}`, { principal: new AccountPrincipal(compte) });
    }
  }
}
