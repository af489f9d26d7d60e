import { z } from 'zod';
import { type Horloge, horlogeFixe, horlogeReelle } from '../kernel/horloge.ts';

/**
 * The environment of a function, checked once at cold start: a missing variable stops the deployment's first
 * call with its name, not a livret's transfer halfway.
 */
export function lireEnvironnement<Forme extends z.ZodRawShape>(forme: Forme): z.infer<z.ZodObject<Forme>> {
  const lu = z.object(forme).safeParse(process.env);
  if (!lu.success) {
    const noms = lu.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`environment variables missing or malformed: ${noms}`);
  }
  return lu.data;
}

/** LSL_HORLOGE is set by the local cloud alone; the stacks refuse it elsewhere. */
export function horlogeDuDeploiement(): Horloge {
  const fixe = process.env.LSL_HORLOGE;
  return fixe === undefined || fixe === '' ? horlogeReelle : horlogeFixe(fixe);
}
