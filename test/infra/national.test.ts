import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Parametres, parametresDe } from '../../infra/parametres.ts';
import { type Enonce, enoncesDe, RACINE, type Synthese, synthetiser } from './synthese.ts';

// The référentiel stands in an account of its own, and two académies in theirs.

const COMPTES = { national: '999999999999', creteil: '242424242424', grenoble: '080808080808' };
const ORGANISATION = 'o-abcdefghij';

function parametres(organisation: string | null): Parametres {
  const lus = parametresDe(join(RACINE, 'infra'));
  return {
    academie: (slug) => ({ ...lus.academie(slug), compte: COMPTES[slug as 'creteil' | 'grenoble'] }),
    editeurs: lus.editeurs,
    national: () => ({ ...lus.national(), compte: COMPTES.national, organisation }),
  };
}

const role = (academie: 'creteil' | 'grenoble', fonction: string): string =>
  `arn:aws:iam::${COMPTES[academie]}:role/lsl-${academie}-${fonction}`;
const roles = (fonction: string): string[] => [role('creteil', fonction), role('grenoble', fonction)];
const SEAU = `lsl-national-versions-${COMPTES.national}`;
const A_TRAVERS_S3 = {
  'kms:ViaService': 's3.eu-west-3.amazonaws.com',
  'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${SEAU}`,
};

/** Statements that let somebody in, of the policies of one type of resource. */
function ouvertures(synthese: Synthese, type: string, propriete: string): Enonce[] {
  return synthese
    .ressources(type)
    .flatMap(({ proprietes }) => enoncesDe(proprietes[propriete]))
    .filter(({ effet, sid }) => effet === 'Allow' && sid !== undefined);
}

describe.each([
  [
    'without an organisation',
    null,
    { AWS: [`arn:aws:iam::${COMPTES.grenoble}:root`, `arn:aws:iam::${COMPTES.creteil}:root`] },
    {},
  ],
  ['in an organisation', ORGANISATION, { AWS: '*' }, { 'aws:PrincipalOrgID': ORGANISATION }],
])('the référentiel, %s', (_, organisation, principal, appartenance) => {
  const national = synthetiser({ national: 'true' }, parametres(organisation));
  const entree = (
    sid: string,
    fonction: string,
    actions: string[],
    ressources: string[],
    egalites = {},
    autres = {},
  ): Enonce => ({
    sid,
    effet: 'Allow',
    principal: fonction === 'cloudwatch' ? { Service: 'cloudwatch.amazonaws.com' } : principal,
    actions,
    ressources,
    conditions: {
      ...autres,
      ArnEquals: { 'aws:PrincipalArn': roles(fonction) },
      ...(Object.keys({ ...egalites, ...appartenance }).length === 0
        ? {}
        : { StringEquals: { ...egalites, ...appartenance } }),
    },
  });

  /** A version that is not there is told apart from a right that lacks. */
  const savoirAbsent = (sid: string, fonction: string, prefixe: string): Enonce =>
    entree(sid, fonction, ['s3:ListBucket'], [`arn:aws:s3:::${SEAU}`], {}, { StringLike: { 's3:prefix': prefixe } });

  test('lets into its bucket who sends versions, who composes from projections, who checks by terms', () => {
    expect(ouvertures(national, 'AWS::S3::BucketPolicy', 'PolicyDocument')).toEqual([
      entree(
        'DeposerLesVersions',
        'transfert-transferer-livret',
        ['s3:PutObject'],
        [`arn:aws:s3:::${SEAU}/projections/*`, `arn:aws:s3:::${SEAU}/termes/*`, `arn:aws:s3:::${SEAU}/versions/*`],
      ),
      entree('LireLesProjections', 'jury-composer-fichier', ['s3:GetObject'], [`arn:aws:s3:::${SEAU}/projections/*`]),
      savoirAbsent('SavoirUneProjectionAbsente', 'jury-composer-fichier', 'projections/*'),
      entree('LireLesTermes', 'jury-controler-fichier', ['s3:GetObject'], [`arn:aws:s3:::${SEAU}/termes/*`]),
      savoirAbsent('SavoirDesTermesAbsents', 'jury-controler-fichier', 'termes/*'),
    ]);
  });

  test('lends its key to the same, through S3 and for that bucket only', () => {
    const cles = ouvertures(national, 'AWS::KMS::Key', 'KeyPolicy').filter(({ sid }) => sid !== 'ChiffrerLesAlarmes');
    expect(cles).toEqual([
      entree(
        'ChiffrerLesVersions',
        'transfert-transferer-livret',
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        ['*'],
        A_TRAVERS_S3,
      ),
      entree('LirePourComposer', 'jury-composer-fichier', ['kms:Decrypt'], ['*'], A_TRAVERS_S3),
      entree('LirePourControler', 'jury-controler-fichier', ['kms:Decrypt'], ['*'], A_TRAVERS_S3),
    ]);
  });

  test('hears the statuses of who sends versions', () => {
    expect(ouvertures(national, 'AWS::SQS::QueuePolicy', 'PolicyDocument')).toEqual([
      entree(
        'EnvoyerUnStatut',
        'transfert-transferer-livret',
        ['sqs:SendMessage'],
        ['arn:aws:sqs:eu-west-3:999999999999:lsl-national-statuts'],
      ),
    ]);
  });

  test('opens two functions, to the accounts of académies', () => {
    const permissions = national.ressources('AWS::Lambda::Permission').map(({ proprietes }) => proprietes);
    const ouvertes = ['lsl-national-appariement-reserver-numeros', 'lsl-national-transfert-consulter-statuts'];
    const qui =
      organisation === null
        ? [COMPTES.creteil, COMPTES.grenoble].map((compte) => ({ Principal: compte }))
        : [{ Principal: '*', PrincipalOrgID: ORGANISATION }];
    expect(permissions).toEqual(
      ouvertes.flatMap((fonction) =>
        qui.map((entrant) => ({
          Action: 'lambda:InvokeFunction',
          FunctionName: `arn:aws:lambda:eu-west-3:999999999999:function:${fonction}`,
          ...entrant,
        })),
      ),
    );
  });

  test('answers to the queue of each académie in its account, which it knows', () => {
    const envois = national
      .droitsDe('lsl-national-transfert-recevoir-statut')
      .filter(({ actions }) => actions.includes('sqs:SendMessage'));
    expect(envois.map(({ actions, ressources }) => ({ actions, ressources }))).toEqual([
      {
        actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
        ressources: [
          `arn:aws:sqs:eu-west-3:${COMPTES.grenoble}:lsl-grenoble-accuses`,
          `arn:aws:sqs:eu-west-3:${COMPTES.creteil}:lsl-creteil-accuses`,
        ],
      },
    ]);
    const { proprietes } = national.ressource(
      'AWS::Lambda::Function',
      'FunctionName',
      'lsl-national-transfert-recevoir-statut',
    );
    const { Variables } = proprietes.Environment as { Variables: Record<string, string> };
    expect(JSON.parse(Variables.LSL_ACADEMIES ?? '')).toEqual({ creteil: COMPTES.creteil, grenoble: COMPTES.grenoble });
  });

  test('fits in what AWS accepts of a policy when it serves thirty académies', () => {
    const lus = parametres(organisation);
    const trente = Array.from({ length: 30 }, (_, indice) => {
      const lettres = String.fromCharCode(97 + Math.floor(indice / 10), 97 + (indice % 10));
      return `academie-au-nom-long-${lettres}`;
    });
    expect(new Set(trente).size).toBe(30);
    const pleine = synthetiser(
      { national: 'true' },
      {
        academie: (slug) => ({
          ...lus.academie('creteil'),
          slug,
          compte: String(100000000000 + trente.indexOf(slug)),
        }),
        editeurs: lus.editeurs,
        national: () => ({ ...lus.national(), academies: trente as [string, ...string[]] }),
      },
    );
    const taille = (type: string, propriete: string): number =>
      Math.max(...pleine.ressources(type).map(({ proprietes }) => JSON.stringify(proprietes[propriete]).length));
    expect(taille('AWS::S3::BucketPolicy', 'PolicyDocument')).toBeLessThan(20 * 1024);
    expect(taille('AWS::KMS::Key', 'KeyPolicy')).toBeLessThan(32 * 1024);
    expect(taille('AWS::SQS::QueuePolicy', 'PolicyDocument')).toBeLessThan(8 * 1024);
  });
});

describe('an académie in an account of its own', () => {
  const creteil = synthetiser({ academie: 'creteil' }, parametres(ORGANISATION));

  test('acknowledgements come from the one function of the référentiel that sends them', () => {
    expect(
      ouvertures(creteil, 'AWS::SQS::QueuePolicy', 'PolicyDocument').filter(
        ({ sid }) => sid === 'AccusesDuReferentiel',
      ),
    ).toEqual([
      {
        sid: 'AccusesDuReferentiel',
        effet: 'Allow',
        principal: { AWS: `arn:aws:iam::${COMPTES.national}:root` },
        actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
        ressources: ['arn:aws:sqs:eu-west-3:242424242424:lsl-creteil-accuses'],
        conditions: {
          ArnEquals: {
            'aws:PrincipalArn': `arn:aws:iam::${COMPTES.national}:role/lsl-national-transfert-recevoir-statut`,
          },
        },
      },
    ]);
  });

  test.each([
    ['transfert-transferer-livret', ['projections/creteil/', 'termes/creteil/', 'versions/creteil/']],
    ['jury-composer-fichier', ['projections/']],
    ['jury-controler-fichier', ['termes/']],
  ])('%s reaches the référentiel’s bucket in its account, and its key for that bucket', (fonction, prefixes) => {
    const droits = creteil.droitsDe(`lsl-creteil-${fonction}`);
    const sur = (texte: string) =>
      droits.filter(({ ressources }) => ressources.some((ressource) => ressource.includes(texte)));
    const proprietaire = { StringEquals: { 'aws:ResourceAccount': COMPTES.national } };
    expect(sur(`${SEAU}/`)).toEqual([
      expect.objectContaining({
        ressources: prefixes.map((prefixe) => `arn:aws:s3:::${SEAU}/${prefixe}*`),
        conditions: proprietaire,
      }),
    ]);
    const lit = fonction !== 'transfert-transferer-livret';
    expect(droits.filter(({ ressources }) => ressources.includes(`arn:aws:s3:::${SEAU}`))).toEqual(
      (lit ? prefixes : []).map((prefixe) =>
        expect.objectContaining({
          actions: ['s3:ListBucket'],
          conditions: { StringLike: { 's3:prefix': [`${prefixe}*`] }, ...proprietaire },
        }),
      ),
    );
    expect(sur(`arn:aws:kms:eu-west-3:${COMPTES.national}:`)).toEqual([
      expect.objectContaining({
        ressources: [`arn:aws:kms:eu-west-3:${COMPTES.national}:key/*`],
        conditions: { StringEquals: A_TRAVERS_S3 },
      }),
    ]);
  });

  test('its functions are told the référentiel’s parts in its account', () => {
    const variables = creteil
      .ressources('AWS::Lambda::Function')
      .flatMap(({ proprietes }) =>
        Object.entries((proprietes.Environment as { Variables: Record<string, string> }).Variables),
      )
      .filter(([, valeur]) => valeur.includes('lsl-national-'));
    expect(Object.fromEntries(variables)).toEqual({
      FILE_STATUTS: `https://sqs.eu-west-3.amazonaws.com/${COMPTES.national}/lsl-national-statuts`,
      FONCTION_NUMEROS: `arn:aws:lambda:eu-west-3:${COMPTES.national}:function:lsl-national-appariement-reserver-numeros`,
      FONCTION_STATUTS: `arn:aws:lambda:eu-west-3:${COMPTES.national}:function:lsl-national-transfert-consulter-statuts`,
      SEAU_VERSIONS: SEAU,
    });
  });

  test('these names are those that the référentiel’s own stack gives', () => {
    const national = synthetiser({ national: 'true' }, parametres(null));
    const existe = (type: string, propriete: string, nom: string) => () => national.ressource(type, propriete, nom);
    expect(existe('AWS::S3::Bucket', 'BucketName', SEAU)).not.toThrow();
    expect(existe('AWS::SQS::Queue', 'QueueName', 'lsl-national-statuts')).not.toThrow();
    expect(existe('AWS::Lambda::Function', 'FunctionName', 'lsl-national-appariement-reserver-numeros')).not.toThrow();
    expect(existe('AWS::Lambda::Function', 'FunctionName', 'lsl-national-transfert-consulter-statuts')).not.toThrow();
    expect(existe('AWS::IAM::Role', 'RoleName', 'lsl-national-transfert-recevoir-statut')).not.toThrow();
    for (const fonction of ['transfert-transferer-livret', 'jury-composer-fichier', 'jury-controler-fichier']) {
      expect(() => creteil.ressource('AWS::IAM::Role', 'RoleName', `lsl-creteil-${fonction}`)).not.toThrow();
    }
    expect(() => creteil.ressource('AWS::SQS::Queue', 'QueueName', 'lsl-creteil-accuses')).not.toThrow();
  });
});
