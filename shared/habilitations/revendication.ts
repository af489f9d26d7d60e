import { z } from 'zod';
import { estUai } from '../kernel/uai.ts';
import type { Acteur } from './acteur.ts';

/**
 * A person's identifier in what names them: « epp/1234 » as STS-Web has it, or a word of the sign-in's own. Never a
 * name nor an address: events and delegations keep it.
 */
export const idDePersonne = z.string().regex(/^[A-Za-z0-9_-]{1,40}(\/[A-Za-z0-9_-]{1,40})?$/);

const uai = z.string().refine(estUai);
const reseau = z.enum(['interne', 'externe'] satisfies Acteur['reseau'][]);
const jury = z.string().regex(/^[0-9]{4}#[^#\s]{1,40}$/);

/** What a sign-in says of a person, to be borne out by `reconnaitreActeur`. Each role says what is its own, no more. */
export const revendication = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.enum(['enseignant', 'professeur-principal']),
    uai,
    /** `<type>/<id>` of STS-Web: both tell a teacher from another. */
    id: z.string().regex(/^(epp|local)\/[^/#\s]{1,40}$/),
    reseau,
  }),
  z.strictObject({ role: z.literal('delegue'), uai, id: idDePersonne, reseau }),
  z.strictObject({ role: z.enum(['chef', 'adjoint', 'cpe', 'ddfpt']), uai, id: idDePersonne.optional(), reseau }),
  z.strictObject({
    role: z.enum(['eleve', 'responsable']),
    uai: uai.optional(),
    id: idDePersonne,
    /** Theirs, or their children's: the sign-in's links tell, a person never types them. */
    livrets: z.array(z.ulid()).max(20),
    reseau,
  }),
  z.strictObject({
    role: z.enum(['chef-de-centre', 'president']),
    id: idDePersonne,
    /** `<session>#<jury>` */
    jurys: z.array(jury).max(200),
    reseau,
  }),
  z.strictObject({ role: z.enum(['dec', 'statisticien']), id: idDePersonne.optional(), reseau }),
]);

export type Revendication = z.infer<typeof revendication>;
