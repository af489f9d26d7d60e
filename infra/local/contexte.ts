/**
 * The CDK context of a local deployment: two académies and the national stack, at a fixed time,
 * so that two runs of a test or of the demo read the same calendar.
 */
export const CONTEXTE_LOCAL = {
  local: 'true',
  academie: 'grenoble,creteil',
  national: 'true',
  horloge: '2016-06-10T09:00:00+02:00',
} as const satisfies Record<string, string>;
