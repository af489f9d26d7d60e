import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LslFunction } from './constructs/lsl-function.ts';
import type { National } from './parametres.ts';

/**
 * The parts of the référentiel national that académies reach, by name: it lives in an account of its own, so
 * that nothing here is a CloudFormation reference.
 */
export interface Referentiel {
  readonly compte: string;
  readonly region: string;
  readonly seauVersions: string;
  readonly fileStatuts: { readonly url: string; readonly arn: string };
  readonly fonctionNumeros: string;
  readonly fonctionStatuts: string;
  /** The key of its bucket, by its alias: known by name only. */
  readonly cleAlias: string;
}

export const NATIONAL = 'national';

/** @param compteCourant the account of the stack that asks, used when the parameters name none */
export function referentiel(national: National, compteCourant: string, region: string): Referentiel {
  const compte = national.compte ?? compteCourant;
  const fonction = (nom: string): string => `arn:aws:lambda:${region}:${compte}:function:lsl-${NATIONAL}-${nom}`;
  return {
    compte,
    region,
    seauVersions: `lsl-${NATIONAL}-versions-${compte}`,
    fileStatuts: {
      url: `https://sqs.${region}.amazonaws.com/${compte}/lsl-${NATIONAL}-statuts`,
      arn: `arn:aws:sqs:${region}:${compte}:lsl-${NATIONAL}-statuts`,
    },
    fonctionNumeros: fonction('appariement-reserver-numeros'),
    fonctionStatuts: fonction('transfert-consulter-statuts'),
    cleAlias: `alias/lsl/${NATIONAL}`,
  };
}

/** Roles of académies that the référentiel lets in, by the names that their deployments give them. */
export const ROLES_DES_ACADEMIES = {
  transferer: 'lsl-*-transfert-transferer-livret',
  composer: 'lsl-*-jury-composer-fichier',
  controler: 'lsl-*-jury-controler-fichier',
  apparier: 'lsl-*-appariement-apparier-etablissement',
  demander: 'lsl-*-jury-demander-fichier',
} as const;

/** Reads or writes one prefix of the référentiel's bucket; its own policies have the last word. */
export function permettreObjetDuReferentiel(
  { fonction }: LslFunction,
  referentiel: Referentiel,
  prefixe: string,
  droit: 'lire' | 'ecrire',
): void {
  fonction.addToRolePolicy(
    new PolicyStatement({
      actions: [droit === 'lire' ? 's3:GetObject' : 's3:PutObject'],
      resources: [`arn:aws:s3:::${referentiel.seauVersions}/${prefixe}*`],
    }),
  );
  // Its key is known by its alias only: the condition stands for the key's own ARN.
  fonction.addToRolePolicy(
    new PolicyStatement({
      actions: droit === 'lire' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [`arn:aws:kms:${referentiel.region}:${referentiel.compte}:key/*`],
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': referentiel.cleAlias } },
    }),
  );
}
