import { describe, expect, test } from 'vitest';
import { CHAMPS_DE_LA_PAIRE } from '../../shared/candidats/magasin-candidats.ts';
import { type Enonce, enoncesDe, guichetDe, synthetiser } from './synthese.ts';

const nuage = synthetiser({ academie: 'creteil', national: 'true' });

const COMPTE = '111122223333';
const table = (nom: string): string => `arn:aws:dynamodb:eu-west-3:${COMPTE}:table/lsl-${nom}`;
const file = (nom: string): string => `arn:aws:sqs:eu-west-3:${COMPTE}:lsl-${nom}`;
const fonction = (nom: string): string => `arn:aws:lambda:eu-west-3:${COMPTE}:function:lsl-${nom}`;
const objets = (chemin: string): string => `arn:aws:s3:::lsl-${chemin}*`;
const DEPOTS = `creteil-depots-${COMPTE}`;
const FICHIERS = `creteil-fichiers-jury-${COMPTE}`;
const VERSIONS = `national-versions-${COMPTE}`;
const CLE = expect.stringMatching(/:key\/lsl-(creteil-stockage|national)\.CoffreCle/);

const cles = (...motifs: string[]): unknown => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': motifs } });
const DU_REFERENTIEL = { StringEquals: { 'aws:ResourceAccount': COMPTE } };
const CLE_DU_REFERENTIEL = {
  actions: ['kms:Decrypt'],
  ressources: [`arn:aws:kms:eu-west-3:${COMPTE}:key/*`],
  conditions: {
    StringEquals: {
      'kms:ViaService': 's3.eu-west-3.amazonaws.com',
      'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::lsl-${VERSIONS}`,
    },
  },
};
const LECTURE_DE_LA_CLE = { actions: ['kms:Decrypt', 'kms:DescribeKey'], ressources: [CLE] };
const USAGE_DE_LA_CLE = {
  actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  ressources: [CLE],
};

const clesDe = (conditions: unknown): string[] =>
  (conditions as { 'ForAllValues:StringLike'?: Record<string, string[]> } | undefined)?.['ForAllValues:StringLike']?.[
    'dynamodb:LeadingKeys'
  ] ?? [];

type Droit = { actions: string[]; ressources: unknown[]; conditions?: unknown };

const surTable = (nom: string, actions: string[], ...motifs: string[]): Droit => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  ressources: [table(nom)],
  ...(motifs.length === 0 ? {} : { conditions: cles(...motifs) }),
});
/** Two tables with the same rights are one statement of the template. */
const surTables = (noms: string[], actions: string[]): Droit => ({
  ...surTable('', actions),
  ressources: noms.map(table),
});
const surObjets = (actions: string[], ...chemins: string[]): Droit => ({
  actions: actions.map((action) => `s3:${action}`),
  ressources: chemins.map(objets),
});

/** To be told of an object that is not there; without it, S3 answers that access is denied. */
const savoirAbsent = (seau: string, prefixe: string, egalites: object = {}): Droit => ({
  actions: ['s3:ListBucket'],
  ressources: [`arn:aws:s3:::lsl-${seau}`],
  conditions: { StringLike: { 's3:prefix': [`${prefixe}*`] }, ...egalites },
});

const cleDesIne = (deploiement: string): Droit => ({
  actions: ['secretsmanager:GetSecretValue'],
  ressources: [`arn:aws:secretsmanager:eu-west-3:${COMPTE}:secret:lsl-${deploiement}-ine-??????`],
});
/** Where the candidates of an INE are is kept under its HMAC. */
const CLE_DES_INE = cleDesIne('creteil');

/** To bear out who acts, in the establishment's partition. */
const RECONNAITRE = surTable('creteil-registre', ['GetItem', 'Query'], 'E#*');

/** What a livret is read by: nomenclatures and the pupil's row. */
const OUVRIR = surTable('creteil-registre', ['BatchGetItem', 'GetItem'], 'E#*', 'NOMENCLATURE#*');

/** What must still be told to the référentiel, written with what makes it so. */
const ENVOYER = surTable('creteil-livrets', ['UpdateItem'], 'ENVOIS#*');

/** A livret, the pupil's row and its evidence, by a person who is recognised in the same partition. */
const CHANGER: Droit[] = [
  surTable('creteil-livrets', ['PutItem', 'Query']),
  OUVRIR,
  surTable('creteil-registre', ['GetItem', 'Query', 'UpdateItem'], 'E#*'),
  surTable('creteil-preuve', ['PutItem'], 'L#*'),
  USAGE_DE_LA_CLE,
];

/** What the référentiel does for one académie: on its places, its candidates, its objects, to its queue. */
const guichet = (academie: string): Record<string, Droit[]> => ({
  [`national-recevoir-statut-${academie}`]: [
    surTable('national-referentiel', ['GetItem'], 'S#*#N#*'),
    surTable('national-referentiel', ['PutItem'], 'S#*#N#*', `S#*#C#${academie}#*`),
    surObjets(['GetObject'], ...['projections', 'termes', 'versions'].map((p) => `${VERSIONS}/${p}/${academie}/`)),
    ...['projections', 'termes', 'versions'].map((p) => savoirAbsent(VERSIONS, `${p}/${academie}/`)),
    { actions: ['sqs:SendMessage'], ressources: [file(`${academie}-accuses`)] },
    USAGE_DE_LA_CLE,
  ],
  [`national-consulter-statuts-${academie}`]: [
    surTable('national-referentiel', ['BatchGetItem'], 'S#*#N#*', `S#*#C#${academie}#*`),
    LECTURE_DE_LA_CLE,
  ],
  [`national-reserver-numeros-${academie}`]: [
    surTable('national-referentiel', ['BatchGetItem', 'PutItem'], 'S#*#N#*', 'S#*#L#*', 'S#*#I#*'),
    cleDesIne('national'),
    USAGE_DE_LA_CLE,
  ],
});
/** Why a candidate of a jury has no livret at the référentiel. */
const EXPLIQUER_L_ABSENCE: Droit[] = [
  surTable('creteil-session', ['Query'], 'S#*#J#*'),
  surTable('creteil-session', ['BatchGetItem'], 'S#*#C#*'),
  // Which livret a candidate is paired with, without the identity that stands beside.
  {
    ...surTable('creteil-session', ['BatchGetItem']),
    conditions: {
      ...(cles('S#*#E#*') as object),
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', ...CHAMPS_DE_LA_PAIRE] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  },
  surTable('creteil-livrets', ['BatchGetItem']),
  { actions: ['lambda:InvokeFunction'], ressources: [fonction('national-consulter-statuts-creteil')] },
];

/** To order the file of a jury. */
const DEMANDER_UN_FICHIER: Droit[] = [
  ...EXPLIQUER_L_ABSENCE,
  surTable('creteil-session', ['GetItem', 'PutItem', 'Query'], 'F#*'),
  surTable('creteil-preuve', ['PutItem', 'Query'], 'J#*'),
  { actions: ['sqs:SendMessage'], ressources: [file('creteil-fichiers-jury')] },
  USAGE_DE_LA_CLE,
];

/** All that each function may do, beside its log, its traces and emptying its own queue. */
const DROITS: Readonly<Record<string, Droit[]>> = {
  'creteil-imports-enregistrer-depot': [
    surTable('creteil-imports', ['PutItem']),
    RECONNAITRE,
    surObjets(['PutObject'], `${DEPOTS}/depots/`),
    USAGE_DE_LA_CLE,
  ],
  'creteil-imports-lire-depot': [
    surTable('creteil-imports', ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']),
    surObjets(['GetObject'], `${DEPOTS}/depots/`),
    savoirAbsent(DEPOTS, 'depots/'),
    surObjets(['PutObject'], `${DEPOTS}/comptes-rendus/`, `${DEPOTS}/constats/`, `${DEPOTS}/staging/`),
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-lots')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-imports-integrer-lot': [
    surTables(
      ['creteil-imports', 'creteil-registre'],
      ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    ),
    surTable('creteil-livrets', ['BatchGetItem', 'DeleteItem', 'PutItem', 'Query']),
    ENVOYER,
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    surTable('creteil-session', ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'], 'S#*#E#*'),
    surTable('creteil-session', ['BatchGetItem', 'GetItem', 'PutItem'], 'S#*#C#*'),
    surTable('creteil-session', ['DeleteItem', 'UpdateItem'], 'S#*#J#*'),
    surTable('creteil-session', ['PutItem'], 'S#*#JURYS'),
    surTable('creteil-session', ['DeleteItem', 'PutItem'], 'S#*#I#*'),
    surObjets(['GetObject'], `${DEPOTS}/constats/`, `${DEPOTS}/staging/`),
    savoirAbsent(DEPOTS, 'constats/'),
    savoirAbsent(DEPOTS, 'staging/'),
    surObjets(['PutObject'], `${DEPOTS}/comptes-rendus/`, `${DEPOTS}/constats/`),
    CLE_DES_INE,
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-appariement'), file('creteil-transfert')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-imports-surveiller-depots': [
    surTable('creteil-imports', ['DeleteItem', 'GetItem', 'Query', 'UpdateItem']),
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-lots')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-imports-consulter-imports': [
    surTable('creteil-imports', ['GetItem', 'Query']),
    RECONNAITRE,
    surObjets(['GetObject'], `${DEPOTS}/comptes-rendus/`),
    savoirAbsent(DEPOTS, 'comptes-rendus/'),
    LECTURE_DE_LA_CLE,
  ],
  'creteil-imports-annuler-depot': [
    surTable('creteil-imports', ['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem']),
    RECONNAITRE,
    surObjets(['GetObject'], `${DEPOTS}/staging/`),
    savoirAbsent(DEPOTS, 'staging/'),
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-lots')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-imports-consulter-revue': [
    surTable('creteil-imports', ['BatchGetItem', 'GetItem', 'Query']),
    surTable('creteil-livrets', ['Query']),
    surTable('creteil-registre', ['BatchGetItem']),
    RECONNAITRE,
    LECTURE_DE_LA_CLE,
  ],
  'creteil-imports-decider-dossiers': [
    surTable('creteil-imports', ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']),
    RECONNAITRE,
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-lots')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-imports-choisir-source': [
    surTable('creteil-registre', ['GetItem', 'PutItem', 'Query'], 'E#*'),
    USAGE_DE_LA_CLE,
  ],
  'creteil-habilitations-deleguer': [
    surTable('creteil-registre', ['GetItem', 'PutItem', 'Query'], 'E#*'),
    USAGE_DE_LA_CLE,
  ],
  'creteil-habilitations-revoquer-delegation': [
    surTable('creteil-registre', ['GetItem', 'Query', 'UpdateItem'], 'E#*'),
    USAGE_DE_LA_CLE,
  ],
  'creteil-habilitations-lister-delegations': [RECONNAITRE, LECTURE_DE_LA_CLE],
  'creteil-livret-lister-livrets': [RECONNAITRE, LECTURE_DE_LA_CLE],
  // A family's reading is proved.
  'creteil-livret-lire-livret': CHANGER,
  'creteil-livret-consulter-completude': [
    surTable('creteil-livrets', ['BatchGetItem']),
    surTable('creteil-registre', ['BatchGetItem'], 'NOMENCLATURE#*'),
    RECONNAITRE,
    LECTURE_DE_LA_CLE,
  ],
  'creteil-livret-provoquer-creation': [
    surTable('creteil-livrets', ['BatchGetItem']),
    surTable('creteil-registre', ['BatchGetItem'], 'E#*', 'NOMENCLATURE#*'),
    surTable('creteil-registre', ['GetItem', 'PutItem', 'Query'], 'E#*'),
    USAGE_DE_LA_CLE,
  ],
  // What it counts, and what it writes of it: neither can be taken for the other.
  'creteil-livret-tenir-bilans': [
    surTable('creteil-registre', ['Query'], 'E#*'),
    surTable('creteil-registre', ['GetItem', 'PutItem'], 'BILANS#*'),
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-bilans-rebut')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-livret-consulter-bilans': [surTable('creteil-registre', ['Query'], 'BILANS#*'), LECTURE_DE_LA_CLE],
  'creteil-livret-migrer': [
    surTable('creteil-livrets', ['PutItem', 'Query', 'Scan']),
    OUVRIR,
    surTable('creteil-registre', ['UpdateItem'], 'E#*'),
    surTable('creteil-registre', ['GetItem', 'PutItem'], 'TRAVAIL#*'),
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    USAGE_DE_LA_CLE,
  ],
  ...Object.fromEntries(
    ['ouvrir-consultation', 'fermer-consultation', 'informer-familles'].map((verbe) => [
      `creteil-livret-${verbe}`,
      [
        surTable('creteil-registre', ['GetItem', 'PutItem', 'Query'], 'E#*'),
        surTable('creteil-registre', ['GetItem'], 'NOMENCLATURE#*'),
        USAGE_DE_LA_CLE,
      ],
    ]),
  ),
  'creteil-livret-consulter-consultations': [RECONNAITRE, LECTURE_DE_LA_CLE],
  'creteil-livret-valider-division': CHANGER,
  ...Object.fromEntries(
    ['deverrouiller-livret', 'enregistrer-opposition', 'changer-format', 'lever-signalement'].map((verbe) => [
      `creteil-livret-${verbe}`,
      [
        ...CHANGER,
        // Those two are told downstream.
        ...(verbe === 'deverrouiller-livret' || verbe === 'enregistrer-opposition'
          ? [ENVOYER, { actions: ['sqs:SendMessage'], ressources: [file('creteil-transfert')] }]
          : []),
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['demander', 'decider', 'retirer'].map((verbe) => [
      `creteil-livret-${verbe}-rectification`,
      [
        surTable('creteil-livrets', ['PutItem', 'Query']),
        OUVRIR,
        surTable('creteil-registre', ['GetItem', 'PutItem', 'Query', 'UpdateItem'], 'E#*'),
        surTable('creteil-preuve', ['PutItem'], 'L#*'),
        USAGE_DE_LA_CLE,
      ],
    ]),
  ),
  'creteil-livret-lister-rectifications': [RECONNAITRE, LECTURE_DE_LA_CLE],
  'creteil-livret-lire-historique': [
    surTable('creteil-livrets', ['Query']),
    OUVRIR,
    surTable('creteil-preuve', ['Query'], 'L#*'),
    RECONNAITRE,
    LECTURE_DE_LA_CLE,
  ],
  'creteil-livret-saisir': CHANGER,
  'creteil-livret-saisir-classe': CHANGER,
  'creteil-livret-lire-grille': [surTable('creteil-livrets', ['BatchGetItem']), OUVRIR, RECONNAITRE, LECTURE_DE_LA_CLE],
  'creteil-appariement-envoyer-identifiants': [
    surTable('creteil-registre', ['GetItem', 'Query', 'UpdateItem'], 'E#*'),
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-appariement')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-appariement-apparier-etablissement': [
    surTable('creteil-livrets', ['BatchGetItem', 'ConditionCheckItem', 'PutItem'], 'L#*'),
    surTable('creteil-livrets', ['UpdateItem'], 'ENVOIS#*'),
    surTable('creteil-registre', ['Query', 'UpdateItem'], 'E#*'),
    surTable('creteil-session', ['BatchGetItem', 'Query', 'UpdateItem'], 'S#*#E#*'),
    surTable('creteil-session', ['BatchGetItem'], 'S#*#C#*'),
    surTable('creteil-session', ['Query'], 'S#*#I#*'),
    surTable('creteil-session', ['PutItem'], 'S#*#APPARIEMENT'),
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    CLE_DES_INE,
    { actions: ['lambda:InvokeFunction'], ressources: [fonction('national-reserver-numeros-creteil')] },
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-transfert')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-appariement-consulter-appariement': [
    RECONNAITRE,
    surTable('creteil-registre', ['BatchGetItem'], 'NOMENCLATURE#*'),
    surTable('creteil-livrets', ['BatchGetItem'], 'L#*'),
    surTable('creteil-session', ['BatchGetItem', 'Query'], 'S#*#E#*'),
    surTable('creteil-session', ['BatchGetItem'], 'S#*#C#*'),
    surTable('creteil-session', ['Query'], 'S#*#I#*'),
    surTable('creteil-session', ['GetItem'], 'S#*#APPARIEMENT'),
    CLE_DES_INE,
    LECTURE_DE_LA_CLE,
  ],
  'creteil-appariement-decider-appariement': [
    surTable('creteil-livrets', ['BatchGetItem', 'ConditionCheckItem', 'PutItem', 'Query'], 'L#*'),
    surTable('creteil-livrets', ['UpdateItem'], 'ENVOIS#*'),
    OUVRIR,
    surTable('creteil-registre', ['GetItem', 'Query', 'UpdateItem'], 'E#*'),
    surTable('creteil-session', ['GetItem', 'PutItem', 'UpdateItem'], 'S#*#E#*'),
    surTable('creteil-session', ['GetItem'], 'S#*#C#*'),
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    { actions: ['lambda:InvokeFunction'], ressources: [fonction('national-reserver-numeros-creteil')] },
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-appariement'), file('creteil-transfert')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-appariement-consulter-appariements': [
    surTable('creteil-session', ['Query'], 'S#*#APPARIEMENT'),
    LECTURE_DE_LA_CLE,
  ],
  'creteil-transfert-envoyer-livrets': [
    surTable('creteil-livrets', ['PutItem', 'Query']),
    ENVOYER,
    OUVRIR,
    RECONNAITRE,
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-transfert')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-transfert-transferer-livret': [
    surTable('creteil-livrets', ['ConditionCheckItem', 'PutItem', 'Query']),
    surTable('creteil-livrets', ['DeleteItem', 'GetItem', 'UpdateItem'], 'ENVOIS#*'),
    OUVRIR,
    surTable('creteil-registre', ['UpdateItem'], 'E#*'),
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    {
      ...surObjets(
        ['PutObject'],
        `${VERSIONS}/projections/creteil/`,
        `${VERSIONS}/termes/creteil/`,
        `${VERSIONS}/versions/creteil/`,
      ),
      conditions: DU_REFERENTIEL,
    },
    { ...CLE_DU_REFERENTIEL, actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
    { actions: ['sqs:SendMessage'], ressources: [file('national-statuts-creteil')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-transfert-recevoir-accuse': [
    surTable('creteil-livrets', ['BatchGetItem', 'PutItem']),
    surTable('creteil-livrets', ['UpdateItem', 'DeleteItem'], 'ENVOIS#*'),
    surTable('creteil-registre', ['UpdateItem'], 'E#*'),
    surTable('creteil-preuve', ['PutItem'], 'L#*'),
    USAGE_DE_LA_CLE,
  ],
  'creteil-transfert-lister-jurys': [surTable('creteil-session', ['Query'], 'S#*#J#*', 'S#*#JURYS'), LECTURE_DE_LA_CLE],
  'creteil-transfert-controler-presence': [...EXPLIQUER_L_ABSENCE, LECTURE_DE_LA_CLE],
  'creteil-transfert-pointer-papiers': [
    surTable('creteil-session', ['Query', 'UpdateItem'], 'S#*#J#*'),
    surTable('creteil-preuve', ['PutItem', 'Query'], 'J#*'),
    { actions: ['lambda:InvokeFunction'], ressources: [fonction('national-consulter-statuts-creteil')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-transfert-suivre-envois': [surTable('creteil-livrets', ['Query']), OUVRIR, RECONNAITRE, LECTURE_DE_LA_CLE],
  'creteil-transfert-surveiller-envois': [
    surTable('creteil-livrets', ['Query', 'UpdateItem'], 'ENVOIS#*'),
    { actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes'], ressources: [file('creteil-transfert')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-jury-demander-fichier': DEMANDER_UN_FICHIER,
  'creteil-jury-preparer-fichiers': [...DEMANDER_UN_FICHIER, surTable('creteil-session', ['Query'], 'S#*#JURYS')],
  'creteil-jury-lire-presidents': [
    surTable('creteil-session', ['Query'], 'S#*#J#*', 'S#*#JURYS'),
    surTable('creteil-session', ['GetItem', 'Query'], 'S#*#PRESIDENTS'),
    LECTURE_DE_LA_CLE,
  ],
  'creteil-jury-nommer-presidents': [
    surTable('creteil-session', ['Query'], 'S#*#J#*'),
    surTable('creteil-session', ['PutItem'], 'S#*#PRESIDENTS'),
    surTable('creteil-preuve', ['PutItem', 'Query'], 'J#*'),
    USAGE_DE_LA_CLE,
  ],
  'creteil-jury-suivre-fichiers': [
    surTable('creteil-session', ['Query'], 'F#*', 'S#*#J#*', 'S#*#JURYS'),
    LECTURE_DE_LA_CLE,
  ],
  // Anonymity (design.md): the composer knows projections, the control knows terms and the finished file. Neither
  // can read a livret, a name or the other's half.
  'creteil-jury-composer-fichier': [
    surTable('creteil-session', ['GetItem', 'UpdateItem'], 'F#*'),
    surObjets(['PutObject'], `${FICHIERS}/fichiers/`),
    { ...surObjets(['GetObject'], `${VERSIONS}/projections/`), conditions: DU_REFERENTIEL },
    savoirAbsent(VERSIONS, 'projections/', DU_REFERENTIEL),
    CLE_DU_REFERENTIEL,
    { actions: ['sqs:SendMessage'], ressources: [file('creteil-controles')] },
    USAGE_DE_LA_CLE,
  ],
  'creteil-jury-controler-fichier': [
    surTable('creteil-session', ['GetItem', 'UpdateItem'], 'F#*'),
    surObjets(['GetObject'], `${FICHIERS}/fichiers/`),
    savoirAbsent(FICHIERS, 'fichiers/'),
    { ...surObjets(['GetObject'], `${VERSIONS}/termes/`), conditions: DU_REFERENTIEL },
    savoirAbsent(VERSIONS, 'termes/', DU_REFERENTIEL),
    CLE_DU_REFERENTIEL,
    USAGE_DE_LA_CLE,
  ],
  'creteil-jury-consulter-fichier': [
    surTable('creteil-session', ['Query'], 'F#*', 'S#*#J#*'),
    { actions: ['lambda:InvokeFunction'], ressources: [fonction('national-consulter-statuts-creteil')] },
    LECTURE_DE_LA_CLE,
  ],
  'creteil-jury-signer-fichier': [
    surTable('creteil-session', ['Query'], 'S#*#J#*'),
    surTable('creteil-session', ['Query', 'UpdateItem'], 'F#*'),
    surTable('creteil-preuve', ['PutItem', 'Query'], 'J#*'),
    { actions: ['lambda:InvokeFunction'], ressources: [fonction('national-consulter-statuts-creteil')] },
    surObjets(['GetObject'], `${FICHIERS}/fichiers/`),
    savoirAbsent(FICHIERS, 'fichiers/'),
    USAGE_DE_LA_CLE,
  ],
  ...guichet('creteil'),
  ...guichet('grenoble'),
};

const noms = nuage.ressources('AWS::Lambda::Function').map(({ proprietes }) => String(proprietes.FunctionName));
const ordonne = (droits: readonly Droit[]): Droit[] =>
  droits
    .map(({ actions, ressources, conditions }) => ({ actions: [...actions].sort(), ressources, conditions }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test('the rights of every function are written here', () => {
  expect(
    Object.keys(DROITS)
      .map((nom) => `lsl-${nom}`)
      .sort(),
  ).toEqual([...noms].sort());
});

const RECEPTIONS = /^(sqs:ReceiveMessage|dynamodb:GetRecords)$/;

describe.each(Object.entries(DROITS))('the function %s', (nom, attendus) => {
  const role = `lsl-${nom}`;
  const droits = nuage.droitsDe(role);

  test('only has rights, no refusal to be worked around', () => {
    expect(new Set(droits.map(({ effet }) => effet))).toEqual(new Set(['Allow']));
  });

  test('writes its log and its traces', () => {
    const [, deploiement, capacite, ...verbe] = role.split('-');
    const { quoi, academie } = guichetDe(role) ?? { quoi: '', academie: '' };
    const journal =
      academie === ''
        ? `/lsl/${deploiement}/${capacite}/${verbe.join('-')}`
        : `/lsl/national/${quoi === 'reserver-numeros' ? 'appariement' : 'transfert'}/${quoi}/${academie}`;
    expect(droits).toContainEqual(
      expect.objectContaining({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        ressources: [`arn:aws:logs:eu-west-3:${COMPTE}:log-group:${journal}:*`],
      }),
    );
    expect(droits).toContainEqual(
      expect.objectContaining({ actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ressources: ['*'] }),
    );
  });

  test('empties its own queue, or follows its own stream, when it has one', () => {
    const branchement = nuage
      .ressources('AWS::Lambda::EventSourceMapping')
      .find(({ proprietes }) => proprietes.FunctionName === role);
    const receptions = droits.filter(({ actions }) => actions.some((action) => RECEPTIONS.test(action)));
    expect(receptions.map(({ ressources }) => ressources)).toEqual(
      branchement === undefined ? [] : [[branchement.proprietes.EventSourceArn]],
    );
  });

  test('may do exactly what its code does', () => {
    const propres = droits.filter(
      ({ actions }) => !actions.some((action) => /^(logs|xray):/.test(action) || RECEPTIONS.test(action)),
    );
    expect(
      ordonne(
        propres.map(({ actions, ressources, conditions }) => ({
          actions: [...actions],
          ressources: [...ressources],
          conditions,
        })),
      ),
    ).toEqual(ordonne(attendus));
  });
});

test('whoever reads objects of a prefix may tell those that are not there, and of no other prefix', () => {
  const paires = (droits: Enonce[], action: string): string[] =>
    droits
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ ressources, conditions }) => {
        if (action === 's3:GetObject') return ressources;
        const { StringLike } = conditions as { StringLike: { 's3:prefix': string[] } };
        return ressources.flatMap((seau) => StringLike['s3:prefix'].map((prefixe) => `${seau}/${prefixe}`));
      });
  const lecteurs = noms
    .map((nom) => nuage.droitsDe(nom))
    .filter((droits) => droits.some(({ actions }) => actions.includes('s3:GetObject')));
  expect(lecteurs).toHaveLength(9);
  for (const droits of lecteurs) {
    expect(paires(droits, 's3:ListBucket').sort()).toEqual(paires(droits, 's3:GetObject').sort());
  }
});

describe('anonymity: of the role that composes juries’ files and the one that checks them', () => {
  const composer = nuage.droitsDe('lsl-creteil-jury-composer-fichier');
  const controler = nuage.droitsDe('lsl-creteil-jury-controler-fichier');
  const ressources = (droits: Enonce[], prefixe: string): string[] =>
    droits.filter(({ actions }) => actions.some((action) => action.startsWith(prefixe))).flatMap((d) => d.ressources);
  const lus = (droits: Enonce[]): string[] => ressources(droits, 's3:GetObject');

  test('the composer reads projections, and no other object', () => {
    expect(lus(composer)).toEqual([objets(`${VERSIONS}/projections/`)]);
  });

  test('the control reads terms and finished files, and no other object', () => {
    expect(lus(controler).sort()).toEqual([objets(`${FICHIERS}/fichiers/`), objets(`${VERSIONS}/termes/`)]);
  });

  test('the control writes no object and sends no message', () => {
    expect(ressources(controler, 's3:Put')).toEqual([]);
    expect(ressources(controler, 'sqs:Send')).toEqual([]);
  });

  test.each([
    ['the composer', composer],
    ['the control', controler],
  ])('%s reaches one table, by the keys of editions alone, to read one and move it on', (_, droits) => {
    const surTables = droits.filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')));
    expect(surTables).toEqual([
      expect.objectContaining({
        actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        ressources: [table('creteil-session')],
        conditions: cles('F#*'),
      }),
    ]);
  });

  test.each([
    ['the composer', composer],
    ['the control', controler],
  ])('%s calls no function and reads no secret', (_, droits) => {
    expect([...ressources(droits, 'lambda:'), ...ressources(droits, 'secretsmanager:')]).toEqual([]);
  });
});

test('anonymity: no function of juries reads who is who, not even to know who asks', () => {
  const deJury = noms.filter((nom) => nom.startsWith('lsl-creteil-jury-'));
  expect(deJury).toHaveLength(9);
  for (const nom of deJury) {
    const droits = nuage.droitsDe(nom);
    expect(JSON.stringify(droits)).not.toMatch(/table\/lsl-creteil-registre/);
    // Who asks for a file says why a livret lacks in it: heads of livrets, where no identity stands.
    const surLivrets = droits.filter(({ ressources }) => ressources.includes(table('creteil-livrets')));
    const demande = /-(demander-fichier|preparer-fichiers)$/.test(nom);
    expect(surLivrets.flatMap(({ actions }) => actions)).toEqual(demande ? ['dynamodb:BatchGetItem'] : []);
  }
});

test('anonymity: of the functions that a centre calls to see who is there, none may read a name', () => {
  const verbes = ['transfert-lister-jurys', 'transfert-controler-presence', 'transfert-pointer-papiers'];
  for (const verbe of [...verbes, 'jury-demander-fichier', 'jury-preparer-fichiers']) {
    const droits = nuage.droitsDe(`lsl-creteil-${verbe}`);
    expect(JSON.stringify(droits)).not.toContain('table/lsl-creteil-registre');
    const surCandidats = droits.filter(({ conditions }) => clesDe(conditions).some((cle) => /^S#\*#E#/.test(cle)));
    for (const { conditions } of surCandidats) {
      const { 'ForAllValues:StringEquals': limites } = conditions as Record<string, Record<string, string[]>>;
      expect(limites?.['dynamodb:Attributes']).toEqual(['pk', 'sk', 'noCandidat', 'livretId']);
    }
  }
});

describe('stars', () => {
  /** Every statement of every policy, with where it stands. */
  const tous = nuage.ressources().flatMap(({ id, type, proprietes }) => {
    const documents = [
      proprietes.PolicyDocument,
      proprietes.KeyPolicy,
      proprietes.AssumeRolePolicyDocument,
      ...((proprietes.Policies ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument),
    ].filter((document) => document !== undefined);
    return documents.flatMap(enoncesDe).map((enonce) => ({ type, id, ...enonce }));
  });
  const permis = tous.filter(({ effet }) => effet === 'Allow');

  test('no role may do a family of actions', () => {
    expect(permis.length).toBeGreaterThan(100);
    const familles = permis.filter(({ actions }) => actions.some((action) => action.includes('*')));
    // A key's policy gives it to its account, which AWS asks for, and to Secrets Manager by CDK's own words.
    expect(familles.filter(({ type }) => type !== 'AWS::KMS::Key')).toEqual([]);
    for (const { principal } of familles) expect(principal).toEqual({ AWS: `arn:aws:iam::${COMPTE}:root` });
  });

  test('no role may act on everything, but for what knows no resource', () => {
    const roles = permis.filter(({ type }) =>
      ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'].includes(type),
    );
    const larges = roles.flatMap(({ actions, ressources, conditions }) =>
      ressources
        .filter((ressource) => /[*?]/.test(ressource ?? ''))
        .map((ressource) => ({ actions: actions.join(), ressource, conditions })),
    );
    const inexpliquees = larges.filter(
      ({ actions, ressource, conditions }) =>
        // Traces know no resource; a log's streams are its own.
        !(actions === 'xray:PutTelemetryRecords,xray:PutTraceSegments' && ressource === '*') &&
        !(actions === 'logs:CreateLogStream,logs:PutLogEvents' && /:log-group:\/lsl\/[^*]+:\*$/.test(ressource)) &&
        // A secret's ARN ends with six characters that AWS draws.
        !(actions === 'secretsmanager:GetSecretValue' && /:secret:lsl-(creteil|national)-ine-\?{6}$/.test(ressource)) &&
        // Objects of one prefix of one bucket.
        !(
          /^s3:(Get|Put)Object(,s3:PutObject)?$/.test(actions) &&
          /^arn:aws:s3:::lsl-[a-z0-9-]+\/[a-z-]+\/((creteil|grenoble)\/)?\*$/.test(ressource)
        ) &&
        // The référentiel's key, known by what it encrypts.
        !(
          ressource === CLE_DU_REFERENTIEL.ressources[0] &&
          JSON.stringify(conditions) === JSON.stringify(CLE_DU_REFERENTIEL.conditions)
        ),
    );
    expect(larges.length).toBeGreaterThan(30);
    expect(inexpliquees).toEqual([]);
  });

  test('nobody is let in from anywhere: a policy open to everybody only refuses', () => {
    const ouverts = tous.filter(({ principal }) => JSON.stringify(principal)?.includes('"*"'));
    expect(new Set(ouverts.map(({ effet }) => effet))).toEqual(new Set(['Deny']));
  });
});

test('people who use the lsl command may call its functions, and nothing behind them', () => {
  const { proprietes } = nuage.ressource('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', 'lsl-creteil-operateurs');
  const commandes = [
    'appariement-consulter-appariement',
    'appariement-consulter-appariements',
    'appariement-decider-appariement',
    'appariement-envoyer-identifiants',
    'habilitations-deleguer',
    'habilitations-lister-delegations',
    'habilitations-revoquer-delegation',
    'imports-annuler-depot',
    'imports-choisir-source',
    'imports-consulter-imports',
    'imports-consulter-revue',
    'imports-decider-dossiers',
    'imports-enregistrer-depot',
    'jury-consulter-fichier',
    'jury-demander-fichier',
    'jury-lire-presidents',
    'jury-nommer-presidents',
    'jury-signer-fichier',
    'jury-suivre-fichiers',
    'livret-changer-format',
    'livret-consulter-bilans',
    'livret-consulter-completude',
    'livret-consulter-consultations',
    'livret-decider-rectification',
    'livret-demander-rectification',
    'livret-deverrouiller-livret',
    'livret-enregistrer-opposition',
    'livret-fermer-consultation',
    'livret-informer-familles',
    'livret-lever-signalement',
    'livret-lire-grille',
    'livret-lire-historique',
    'livret-lire-livret',
    'livret-lister-livrets',
    'livret-lister-rectifications',
    'livret-ouvrir-consultation',
    'livret-provoquer-creation',
    'livret-retirer-rectification',
    'livret-saisir',
    'livret-saisir-classe',
    'livret-valider-division',
    'transfert-controler-presence',
    'transfert-envoyer-livrets',
    'transfert-lister-jurys',
    'transfert-pointer-papiers',
    'transfert-suivre-envois',
  ];
  const enonces = enoncesDe(proprietes.PolicyDocument);
  expect(enonces.map((un) => ({ ...un, ressources: [...un.ressources].sort() }))).toEqual([
    expect.objectContaining({
      effet: 'Allow',
      actions: ['lambda:InvokeFunction'],
      ressources: commandes.map((commande) => fonction(`creteil-${commande}`)),
    }),
  ]);
});

test('who acts on livrets reads no pointer from an INE to one, and writes nothing but what is of an establishment', () => {
  const limites: Readonly<Record<string, RegExp>> = {
    'lsl-creteil-livret-migrer': /^(E|NOMENCLATURE|TRAVAIL)#/,
    'lsl-creteil-livret-consulter-bilans': /^BILANS#/,
    'lsl-creteil-livret-tenir-bilans': /^(E|BILANS)#/,
  };
  // Two others go by pointers: who integrates a pupil, and who shows what an import would do to one.
  const suivent = /imports-(integrer-lot|consulter-revue)$/;
  for (const nom of noms.filter((un) => /^lsl-creteil-(livret|transfert|appariement|imports)-/.test(un))) {
    if (suivent.test(nom)) continue;
    const droits = nuage.droitsDe(nom).filter(({ ressources }) => ressources.includes(table('creteil-registre')));
    for (const { actions, conditions } of droits) {
      const cles = clesDe(conditions);
      expect(cles, nom).not.toEqual([]);
      for (const cle of cles) expect(cle, nom).toMatch(limites[nom] ?? /^(E|NOMENCLATURE)#/);
      if (actions.some((action) => /Put|Update|Delete/.test(action))) {
        expect(cles.join(), nom).toMatch(/^(E|TRAVAIL|BILANS)#\*$/);
      }
    }
  }
});

test('migrations go through all livrets: their function alone scans, and the ops team alone calls it', () => {
  const lecteurs = noms.filter((nom) =>
    nuage.droitsDe(nom).some(({ actions }) => actions.some((action) => action === 'dynamodb:Scan')),
  );
  expect(lecteurs).toEqual(['lsl-creteil-livret-migrer']);
  expect(exploitants('creteil')).toContainEqual({
    actions: ['lambda:InvokeFunction'],
    ressources: [fonction('creteil-livret-migrer')],
  });
});

/** What the ops team of a deployment may do. */
function exploitants(deploiement: string): Pick<Enonce, 'actions' | 'ressources'>[] {
  const nom = `lsl-${deploiement}-exploitants`;
  const { proprietes } = nuage.ressource('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', nom);
  return enoncesDe(proprietes.PolicyDocument).map(({ effet, actions, ressources, conditions }) => {
    expect([effet, conditions]).toEqual(['Allow', undefined]);
    return { actions: [...actions].sort(), ressources: [...ressources].sort() };
  });
}

test.each([
  ['creteil', ['accuses', 'appariement', 'controles', 'fichiers-jury', 'imports', 'lots', 'transfert']],
  ['national', ['statuts-creteil', 'statuts-grenoble']],
])('the ops team of %s moves what failed back to its queue, and may do nothing else but migrate', (nom, files) => {
  const attendus = [
    {
      actions: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ],
      ressources: files.map((une) => file(`${nom}-${une}-rebut`)),
    },
    { actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'], ressources: files.map((une) => file(`${nom}-${une}`)) },
  ];
  const droits = exploitants(nom).filter(({ actions }) => !actions.includes('lambda:InvokeFunction'));
  expect(droits).toHaveLength(2);
  expect(droits).toEqual(expect.arrayContaining(attendus));
});
