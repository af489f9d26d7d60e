/** The appariement: who is whose candidate, and under which number. */
export type { MessageDAppariement } from './apparier-etablissement.ts';
