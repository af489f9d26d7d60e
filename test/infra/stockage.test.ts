import { describe, expect, test } from 'vitest';
import { enoncesDe, type Ressource, synthetiser } from './synthese.ts';

const nuage = synthetiser({ academie: 'creteil', national: 'true' });
const local = synthetiser({ academie: 'creteil', national: 'true', local: 'true' });

const nommees = (ressources: Ressource[], propriete: string): [string, Ressource][] =>
  ressources.map((ressource) => [String(ressource.proprietes[propriete]), ressource]);

const tables = nommees(nuage.ressources('AWS::DynamoDB::Table'), 'TableName');
const seaux = nommees(nuage.ressources('AWS::S3::Bucket'), 'BucketName');
const RETENUE = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

/** Lifecycle rules of a bucket. */
const regles = ({ proprietes }: Ressource): unknown[] =>
  (proprietes.LifecycleConfiguration as { Rules: unknown[] }).Rules;

test('the state of an académie and of the référentiel is these tables and these buckets', () => {
  expect(tables.map(([nom]) => nom).sort()).toEqual([
    'lsl-creteil-imports',
    'lsl-creteil-livrets',
    'lsl-creteil-preuve',
    'lsl-creteil-registre',
    'lsl-creteil-session',
    'lsl-national-referentiel',
  ]);
  expect(seaux.map(([nom]) => nom).sort()).toEqual([
    'lsl-creteil-depots-111122223333',
    'lsl-creteil-fichiers-jury-111122223333',
    'lsl-national-versions-111122223333',
  ]);
});

test('stacks that hold state cannot be deleted, the one that treats it can', () => {
  expect(nuage.piles.filter((pile) => nuage.estProtegee(pile)).sort()).toEqual([
    'lsl-creteil-stockage',
    'lsl-national',
  ]);
  const etat = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'];
  expect(nuage.ressources().filter(({ pile, type }) => pile.endsWith('-traitement') && etat.includes(type))).toEqual(
    [],
  );
});

describe.each(tables)('the table %s', (_, table) => {
  const { proprietes } = table;

  test('outlives its stack, and refuses to be deleted', () => {
    expect(table.retrait).toEqual(RETENUE);
    expect(proprietes.DeletionProtectionEnabled).toBe(true);
  });

  test('can be restored as it was at any second of the last 7 days, and not before', () => {
    expect(proprietes.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 7,
    });
  });

  test('is encrypted with the key of its deployment', () => {
    expect(proprietes.SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: expect.stringContaining(`key/${table.pile}.`),
    });
  });

  test('is paid on demand, by pk and sk, and lets items expire', () => {
    expect(proprietes).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expireLe', Enabled: true },
    });
  });
});

describe.each(seaux)('the bucket %s', (nom, seau) => {
  const { proprietes } = seau;
  const politique = enoncesDe(nuage.ressource('AWS::S3::BucketPolicy', 'Bucket', nom).proprietes.PolicyDocument);
  const refus = (sur: string) =>
    politique.filter(({ effet, conditions }) => effet === 'Deny' && JSON.stringify(conditions).includes(sur));

  test('outlives its stack', () => {
    expect(seau.retrait).toEqual(RETENUE);
  });

  test('keeps what was replaced or deleted 7 days, as tables do, and no longer', () => {
    expect(proprietes.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(regles(seau)[0]).toEqual({
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    });
  });

  test('is encrypted with the key of its deployment, through a bucket key', () => {
    expect(proprietes.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: expect.stringContaining(`key/${seau.pile}.`),
          },
        },
      ],
    });
  });

  test('is closed to the public, whatever its policy says, and owns its objects', () => {
    expect(proprietes.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(proprietes.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
  });

  test.each([
    ['without TLS', 'aws:SecureTransport', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['with a TLS older than 1.2', 's3:TlsVersion', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
  ])('refuses everybody %s', (_cas, cle, conditions) => {
    expect(refus(cle)).toEqual([
      expect.objectContaining({
        actions: ['s3:*'],
        ressources: [`arn:aws:s3:::${nom}`, `arn:aws:s3:::${nom}/*`],
        principal: { AWS: '*' },
        conditions,
      }),
    ]);
  });
});

describe('the bucket of deposits', () => {
  const seau = nuage.ressource('AWS::S3::Bucket', 'BucketName', 'lsl-creteil-depots-111122223333');

  test.each(['depots/', 'staging/'])(
    'forgets %s after 30 days, the versions that were replaced with them',
    (prefixe) => {
      expect(regles(seau)).toContainEqual({
        Prefix: prefixe,
        Status: 'Enabled',
        ExpirationInDays: 30,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      });
    },
  );

  test.each(['constats/', 'comptes-rendus/'])(
    'keeps %s 400 days: what compte rendus say, and what they are made again from when dossiers waited',
    (prefixe) => {
      expect(regles(seau)).toContainEqual({ Prefix: prefixe, Status: 'Enabled', ExpirationInDays: 400 });
    },
  );

  test('tells EventBridge of its objects by its own property, without a function to set it', () => {
    expect(seau.proprietes.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(nuage.ressources().filter(({ type }) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });
});

test('the buckets whose objects people download refuse signatures older than 5 minutes, and they alone do', () => {
  const refus = nuage
    .ressources('AWS::S3::BucketPolicy')
    .flatMap(({ proprietes }) => enoncesDe(proprietes.PolicyDocument))
    .filter(({ sid }) => sid === 'SignaturesRecentes');
  expect(refus).toEqual(
    ['depots', 'fichiers-jury'].map((seau) => ({
      sid: 'SignaturesRecentes',
      effet: 'Deny',
      actions: ['s3:GetObject'],
      ressources: [`arn:aws:s3:::lsl-creteil-${seau}-111122223333/*`],
      principal: { AWS: '*' },
      conditions: { NumericGreaterThan: { 's3:signatureAge': '300000' } },
    })),
  );
});

test('keys rotate; those of data outlive their stack', () => {
  const cles = nuage.ressources('AWS::KMS::Key');
  expect(cles.map(({ proprietes }) => proprietes.EnableKeyRotation)).toEqual(cles.map(() => true));
  const alias = nommees(nuage.ressources('AWS::KMS::Alias'), 'AliasName').map(([nom]) => nom);
  expect(alias.sort()).toEqual([
    'alias/lsl/creteil',
    'alias/lsl/creteil-alertes',
    'alias/lsl/national',
    'alias/lsl/national-alertes',
  ]);
  const retenues = cles.filter(({ retrait }) => retrait.DeletionPolicy === 'Retain').map(({ id }) => id);
  expect(retenues).toHaveLength(2);
  expect(retenues.every((id) => id.startsWith('Coffre'))).toBe(true);
});

test('the secret of the INE is made by AWS, under the key of the académie, and outlives its stack', () => {
  const secret = nuage.ressource('AWS::SecretsManager::Secret', 'Name', 'lsl-creteil-ine');
  expect(secret.retrait).toEqual(RETENUE);
  expect(secret.proprietes).toMatchObject({
    GenerateSecretString: { PasswordLength: 64 },
    KmsKeyId: expect.stringContaining('key/lsl-creteil-stockage.Coffre'),
  });
  expect(secret.proprietes).not.toHaveProperty('SecretString');
});

describe('on the local cloud', () => {
  test('no stack is protected: each deployment starts clean', () => {
    expect(local.piles.filter((pile) => local.estProtegee(pile))).toEqual([]);
  });

  test('nothing outlives its stack, and no table refuses to be deleted', () => {
    expect(local.ressources().filter(({ retrait }) => retrait.DeletionPolicy === 'Retain')).toEqual([]);
    const tablesLocales = local.ressources('AWS::DynamoDB::Table');
    expect(tablesLocales).toHaveLength(tables.length);
    for (const { proprietes } of tablesLocales) expect(proprietes.DeletionProtectionEnabled).toBe(false);
  });

  test('the stacks hold the same resources as on AWS', () => {
    const liste = (synthese: typeof nuage) => synthese.ressources().map(({ pile, id, type }) => ({ pile, id, type }));
    expect(liste(local)).toEqual(liste(nuage));
  });
});
