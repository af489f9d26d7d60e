import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Coffre, publierSurEventBridge, type Seau, secretDHmac } from '../constructs/coffre.ts';
import type { DeploiementSansAlertes } from '../constructs/deploiement.ts';

/** Raw deposits and their staging live 30 days (design.md); a deposit that was replaced goes with them. */
const JOURS_DES_DEPOTS = 30;
/**
 * Comptes rendus live the year of an exam and the time of its recourses. What they are made again from lives as long:
 * a dossier may wait 180 days for a decision, then 180 more for its pupil, before it is settled.
 */
const JOURS_DES_COMPTES_RENDUS = 400;
/** Signed URLs live 5 minutes: an older signature is refused whatever the URL says. */
const AGE_MAX_SIGNATURE_MS = 5 * 60 * 1000;

/** The state of one académie: nothing here is recreated by a deployment of what treats it. */
export class Stockage extends Stack {
  readonly cle: Key;
  readonly livrets: Table;
  readonly registre: Table;
  readonly imports: Table;
  readonly session: Table;
  readonly preuve: Table;
  readonly depots: Seau;
  readonly fichiersJury: Seau;
  /** Name of the secret that keys the INE's HMAC. */
  readonly nomSecretIne: string;

  constructor(scope: Construct, id: string, props: StackProps & { readonly deploiement: DeploiementSansAlertes }) {
    super(scope, id, { ...props, terminationProtection: !props.deploiement.local });
    const { deploiement } = props;
    const coffre = new Coffre(this, 'Coffre', { deploiement, compte: this.account });
    this.cle = coffre.cle;
    this.livrets = coffre.table('livrets');
    this.registre = coffre.table('registre', true);
    this.imports = coffre.table('imports');
    this.session = coffre.table('session');
    this.preuve = coffre.table('preuve');

    this.depots = coffre.seau('depots', [
      ...['depots/', 'staging/'].map((prefix) => ({
        prefix,
        expiration: Duration.days(JOURS_DES_DEPOTS),
        noncurrentVersionExpiration: Duration.days(1),
      })),
      ...['constats/', 'comptes-rendus/'].map((prefix) => ({
        prefix,
        expiration: Duration.days(JOURS_DES_COMPTES_RENDUS),
      })),
    ]);
    publierSurEventBridge(this.depots);

    this.fichiersJury = coffre.seau('fichiers-jury', []);
    for (const seau of [this.depots, this.fichiersJury]) refuserLesSignaturesAnciennes(seau);

    this.nomSecretIne = secretDHmac(this, 'SecretIne', {
      deploiement,
      cle: this.cle,
      description: 'Key of the HMAC under which INE point to livrets',
    });
  }
}

function refuserLesSignaturesAnciennes(seau: Seau): void {
  seau.addToResourcePolicy(
    new PolicyStatement({
      sid: 'SignaturesRecentes',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [seau.arnForObjects('*')],
      conditions: { NumericGreaterThan: { 's3:signatureAge': String(AGE_MAX_SIGNATURE_MS) } },
    }),
  );
}
