import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

/**
 * The direction of imports (design.md, "The tree"): kernel ← rules ← use cases ← entries. Entries are the Lambdas,
 * the command line and the local cloud's own programs; a capability reaches another through its public files only.
 */
const CAPACITES = 'imports|livret|habilitations|candidats|appariement|transfert|jury|preuve|calendrier|fabrique';
/** `index.ts`; and the page, a view that Node cannot load as it is. */
const PUBLICS = `^shared/(${CAPACITES})/(index\\.ts|page\\.tsx)$`;

export const REGLES: IForbiddenRuleType[] = [
  {
    name: 'no-cycle',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'kernel-imports-nothing-of-the-project',
    severity: 'error',
    from: { path: '^shared/kernel/' },
    to: { path: '^(shared/(?!kernel/)|infra|functions|layers)' },
  },
  {
    name: 'xml-knows-only-the-kernel',
    severity: 'error',
    from: { path: '^shared/xml/' },
    to: { path: '^(shared/(?!kernel/|xml/)|infra|functions|layers)' },
  },
  {
    name: 'aws-knows-only-the-kernel',
    severity: 'error',
    from: { path: '^shared/aws/' },
    to: { path: '^(shared/(?!kernel/|aws/)|infra|functions|layers)' },
  },
  {
    name: 'a-capability-reaches-another-through-its-public-files',
    severity: 'error',
    from: { path: `^shared/(${CAPACITES})/` },
    to: { path: `^shared/(${CAPACITES})/`, pathNot: ['^shared/$1/', PUBLICS] },
  },
  {
    name: 'rights-know-no-other-capability',
    comment: 'Every capability asks them for its rights.',
    severity: 'error',
    from: { path: '^shared/habilitations/' },
    to: { path: `^shared/(${CAPACITES})/`, pathNot: '^shared/habilitations/' },
  },
  {
    name: 'shared-knows-no-entry',
    severity: 'error',
    from: { path: '^shared/', pathNot: '^shared/cli/' },
    to: { path: '^(shared/cli/|functions/|infra/|layers/)' },
  },
  {
    name: 'rules-and-use-cases-know-no-aws-client',
    comment: 'Stores and clients are handed to them.',
    severity: 'error',
    from: { path: `^shared/(${CAPACITES})/`, pathNot: '/magasin-[a-z-]+\\.ts$' },
    to: { path: 'node_modules/@aws-sdk/' },
  },
  {
    name: 'functions-do-not-reach-each-other-nor-infra',
    severity: 'error',
    from: { path: '^functions/([^/]+)/' },
    to: { path: '^(functions|infra|layers)/' },
  },
  {
    name: 'infra-names-functions-by-path',
    comment:
      'It takes the shapes of parameters from the calendar and the imports, the words of the kernel, and no more.',
    severity: 'error',
    from: { path: '^infra/', pathNot: '^infra/local/' },
    to: { path: '^(functions/|infra/local/|shared/(?!kernel/|(calendrier|imports)/index\\.ts$))' },
  },
  {
    name: 'no-development-dependency-in-what-runs',
    severity: 'error',
    from: { path: '^(shared|functions)/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export const OPTIONS: ICruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: ['^layers/[^/]+/nodejs/', '^\\.cloud/', '^cdk\\.out/'] },
  // Types too: a capability that knows another's shapes depends on it.
  tsPreCompilationDeps: true,

  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
};
