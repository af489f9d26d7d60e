import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { expliquerEtoile, permettreDeSavoirAbsent } from './constructs/acces.ts';
import { NATIONAL, nomDeFonction, nomDuSeau, nomPhysique } from './constructs/deploiement.ts';
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
  /** Of the function that acknowledges what this académie sends. */
  readonly roleDesAccuses: string;
}

const REFERENTIEL = { nom: NATIONAL } as const;

/** The queues and functions that are of one académie carry its name. @param compteCourant the account of the stack that asks, used when the parameters name none */
export function referentiel(
  national: Pick<National, 'compte'>,
  academie: string,
  compteCourant: string,
  region: string,
): Referentiel {
  const compte = national.compte ?? compteCourant;
  const guichet = { ...REFERENTIEL, guichet: academie };
  const fonction = (entree: string): string =>
    `arn:aws:lambda:${region}:${compte}:function:${nomDeFonction(guichet, entree)}`;
  const statuts = nomPhysique(guichet, 'statuts');
  return {
    compte,
    region,
    seauVersions: nomDuSeau(REFERENTIEL, 'versions', compte),
    fileStatuts: {
      url: `https://sqs.${region}.amazonaws.com/${compte}/${statuts}`,
      arn: `arn:aws:sqs:${region}:${compte}:${statuts}`,
    },
    fonctionNumeros: fonction('appariement/reserver-numeros'),
    fonctionStatuts: fonction('transfert/consulter-statuts'),
    roleDesAccuses: `arn:aws:iam::${compte}:role/${nomDeFonction(guichet, 'transfert/recevoir-statut')}`,
  };
}

/**
 * What a role of an académie may ask of the référentiel's key: to serve the objects of that one bucket, through
 * S3. With a bucket key, S3 gives the bucket as encryption context, not the object.
 */
export function usageDeLaCle({ region, seauVersions }: Pick<Referentiel, 'region' | 'seauVersions'>): {
  readonly StringEquals: Readonly<Record<string, string>>;
} {
  return {
    StringEquals: {
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${seauVersions}`,
    },
  };
}

/** Reads or writes one prefix of the référentiel's bucket; its own policies have the last word. */
export function permettreObjetDuReferentiel(
  travail: LslFunction,
  referentiel: Referentiel,
  prefixe: string,
  droit: 'lire' | 'ecrire',
): void {
  const objets = `arn:aws:s3:::${referentiel.seauVersions}/${prefixe}*`;
  const cles = `arn:aws:kms:${referentiel.region}:${referentiel.compte}:key/*`;
  // A bucket's name is anybody's once it is free: nothing goes to another owner's.
  const proprietaire = { 'aws:ResourceAccount': referentiel.compte };
  travail.fonction.addToRolePolicy(
    new PolicyStatement({
      actions: [droit === 'lire' ? 's3:GetObject' : 's3:PutObject'],
      resources: [objets],
      conditions: { StringEquals: proprietaire },
    }),
  );
  if (droit === 'lire') permettreDeSavoirAbsent(travail, referentiel.seauVersions, prefixe, proprietaire);
  travail.fonction.addToRolePolicy(
    new PolicyStatement({
      actions: droit === 'lire' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [cles],
      conditions: usageDeLaCle(referentiel),
    }),
  );
  expliquerEtoile(travail, objets, 'Objects of one prefix: their names are not known before.');
  expliquerEtoile(
    travail,
    cles,
    'The key of another account, whose identifier is not known here: the conditions leave the one of its bucket.',
  );
}
