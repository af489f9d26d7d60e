import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import type { Objet } from './decider.ts';

/** What demands name, as rights see it. */

/** An establishment in the school year that a session ends. */
export function etablissementEnSession({
  uai,
  session,
}: {
  readonly uai: string;
  readonly session: number;
}): Omit<Objet, 'academie'> {
  return { uai, annee: anneeDeSession(sessionDe(session)) };
}

export function juryDeSession({
  session,
  jury,
}: {
  readonly session: number;
  readonly jury: string;
}): Omit<Objet, 'academie'> {
  return { jury: `${session}#${jury}` };
}
