/** The calendar of each session: what may be done when. */
export {
  type Calendriers,
  calendrierDe,
  calendriersDeTexte,
  exigerServicesOuverts,
  joursAvantLesDeliberations,
  matinDesDeliberationsPasse,
  schemaCalendriers,
} from './calendrier.ts';
