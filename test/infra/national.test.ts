import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Parametres, parametresDe } from '../../infra/parametres.ts';
import { clesDeVersion } from '../../shared/transfert/messages.ts';
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

const ACADEMIES = ['creteil', 'grenoble'] as const;
const roles = (fonction: string, academie = '*'): string => `arn:aws:iam::*:role/lsl-${academie}-${fonction}`;
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
  [
    'in an organisation',
    ORGANISATION,
    { AWS: '*' },
    { 'aws:PrincipalOrgID': ORGANISATION, 'aws:PrincipalAccount': [COMPTES.creteil, COMPTES.grenoble] },
  ],
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
    principal,
    actions,
    ressources,
    conditions: {
      ...autres,
      ArnLike: { 'aws:PrincipalArn': roles(fonction) },
      ...(Object.keys({ ...egalites, ...appartenance }).length === 0
        ? {}
        : { StringEquals: { ...egalites, ...appartenance } }),
    },
  });

  /** What one académie may, and no other one. */
  const dUneSeule = (slug: (typeof ACADEMIES)[number], ...enonce: Parameters<typeof entree>): Enonce => ({
    ...entree(...enonce),
    principal: organisation === null ? { AWS: `arn:aws:iam::${COMPTES[slug]}:root` } : principal,
    conditions: {
      ArnLike: { 'aws:PrincipalArn': roles(enonce[1], slug) },
      ...(organisation === null
        ? {}
        : { StringEquals: { 'aws:PrincipalAccount': [COMPTES[slug]], 'aws:PrincipalOrgID': ORGANISATION } }),
    },
  });

  /** A version that is not there is told apart from a right that lacks. */
  const savoirAbsent = (sid: string, fonction: string, prefixe: string): Enonce =>
    entree(sid, fonction, ['s3:ListBucket'], [`arn:aws:s3:::${SEAU}`], {}, { StringLike: { 's3:prefix': prefixe } });

  test('lets into its bucket who sends versions, under their own name, who composes from projections, who checks by terms', () => {
    const deposer = national
      .ressources('AWS::S3::BucketPolicy')
      .flatMap(({ proprietes }) => enoncesDe(proprietes.PolicyDocument))
      .filter(({ actions, effet }) => effet === 'Allow' && actions.includes('s3:PutObject'));
    expect(deposer).toEqual(
      [...ACADEMIES].map((slug, rang) =>
        dUneSeule(
          slug,
          `Deposer${rang}`,
          'transfert-transferer-livret',
          ['s3:PutObject'],
          [`arn:aws:s3:::${SEAU}/*/${slug}/*`],
        ),
      ),
    );
    // What the académie is permitted on its side is in what the référentiel lets in.
    for (const slug of ACADEMIES) {
      for (const cle of Object.values(clesDeVersion(slug, 2016, '01J00000000000000000000001', 0, 1))) {
        expect(cle).toMatch(new RegExp(`^[a-z]+/${slug}/`));
      }
    }
    expect(
      ouvertures(national, 'AWS::S3::BucketPolicy', 'PolicyDocument').filter(
        (enonce) => !deposer.some(({ sid }) => sid === enonce.sid),
      ),
    ).toEqual([
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

  test('hears the statuses of each académie by a queue of its own, from who sends its versions', () => {
    expect(ouvertures(national, 'AWS::SQS::QueuePolicy', 'PolicyDocument')).toEqual(
      ACADEMIES.map((slug) =>
        dUneSeule(
          slug,
          'EnvoyerUnStatut',
          'transfert-transferer-livret',
          ['sqs:SendMessage'],
          [`arn:aws:sqs:eu-west-3:999999999999:lsl-national-statuts-${slug}`],
        ),
      ),
    );
  });

  test('opens two functions to the account of each académie, its own ones', () => {
    const permissions = national.ressources('AWS::Lambda::Permission').map(({ proprietes }) => proprietes);
    expect(permissions).toEqual(
      ACADEMIES.flatMap((slug) =>
        ['reserver-numeros', 'consulter-statuts'].map((verbe) => ({
          Action: 'lambda:InvokeFunction',
          FunctionName: `arn:aws:lambda:eu-west-3:999999999999:function:lsl-national-${verbe}-${slug}`,
          Principal: COMPTES[slug],
        })),
      ),
    );
  });

  test.each(ACADEMIES)('acts for %s where it is heard from, and answers to its queue, in its account', (slug) => {
    for (const verbe of ['recevoir-statut', 'reserver-numeros', 'consulter-statuts']) {
      const nom = `lsl-national-${verbe}-${slug}`;
      const { proprietes } = national.ressource('AWS::Lambda::Function', 'FunctionName', nom);
      const { Variables } = proprietes.Environment as { Variables: Record<string, string> };
      expect(Variables.LSL_ACADEMIE).toBe(slug);
      const recoit = verbe === 'recevoir-statut';
      const file = `https://sqs.eu-west-3.amazonaws.com/${COMPTES[slug]}/lsl-${slug}-accuses`;
      expect(Variables.FILE_ACCUSES).toBe(recoit ? file : undefined);
      const envois = national.droitsDe(nom).filter(({ actions }) => actions.includes('sqs:SendMessage'));
      expect(envois.map(({ ressources }) => ressources)).toEqual(
        recoit ? [[`arn:aws:sqs:eu-west-3:${COMPTES[slug]}:lsl-${slug}-accuses`]] : [],
      );
    }
    const [branchement, ...autres] = national
      .ressources('AWS::Lambda::EventSourceMapping')
      .map(({ proprietes }) => proprietes)
      .filter(({ FunctionName }) => FunctionName === `lsl-national-recevoir-statut-${slug}`);
    expect(branchement?.EventSourceArn).toBe(`arn:aws:sqs:eu-west-3:999999999999:lsl-national-statuts-${slug}`);
    expect(autres).toEqual([]);
  });

  test('says nothing of an académie in the counter of another one', () => {
    expect(JSON.stringify(national.gabarit('lsl-national-creteil'))).not.toMatch(/grenoble/i);
    expect(JSON.stringify(national.gabarit('lsl-national-grenoble'))).not.toMatch(/cr[eé]teil/i);
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
    expect(taille('AWS::IAM::ManagedPolicy', 'PolicyDocument')).toBeLessThan(6 * 1024);
    for (const pile of pleine.piles) {
      const { Resources } = pleine.gabarit(pile) as { Resources: object };
      expect(Object.keys(Resources).length).toBeLessThan(500);
    }
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
        actions: ['sqs:SendMessage'],
        ressources: ['arn:aws:sqs:eu-west-3:242424242424:lsl-creteil-accuses'],
        conditions: {
          ArnEquals: {
            'aws:PrincipalArn': `arn:aws:iam::${COMPTES.national}:role/lsl-national-recevoir-statut-creteil`,
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
      FILE_STATUTS: `https://sqs.eu-west-3.amazonaws.com/${COMPTES.national}/lsl-national-statuts-creteil`,
      FONCTION_NUMEROS: `arn:aws:lambda:eu-west-3:${COMPTES.national}:function:lsl-national-reserver-numeros-creteil`,
      FONCTION_STATUTS: `arn:aws:lambda:eu-west-3:${COMPTES.national}:function:lsl-national-consulter-statuts-creteil`,
      SEAU_VERSIONS: SEAU,
    });
  });

  test('these names are those that the référentiel’s own stack gives', () => {
    const national = synthetiser({ national: 'true' }, parametres(null));
    const existe = (type: string, propriete: string, nom: string) => () => national.ressource(type, propriete, nom);
    expect(existe('AWS::S3::Bucket', 'BucketName', SEAU)).not.toThrow();
    expect(existe('AWS::SQS::Queue', 'QueueName', 'lsl-national-statuts-creteil')).not.toThrow();
    expect(existe('AWS::Lambda::Function', 'FunctionName', 'lsl-national-reserver-numeros-creteil')).not.toThrow();
    expect(existe('AWS::Lambda::Function', 'FunctionName', 'lsl-national-consulter-statuts-creteil')).not.toThrow();
    expect(existe('AWS::IAM::Role', 'RoleName', 'lsl-national-recevoir-statut-creteil')).not.toThrow();
    for (const fonction of ['transfert-transferer-livret', 'jury-composer-fichier', 'jury-controler-fichier']) {
      expect(() => creteil.ressource('AWS::IAM::Role', 'RoleName', `lsl-creteil-${fonction}`)).not.toThrow();
    }
    expect(() => creteil.ressource('AWS::SQS::Queue', 'QueueName', 'lsl-creteil-accuses')).not.toThrow();
  });
});
