import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { chaineCommande, type ReponseDeCommande } from '../aws/chaines.ts';
import type { Journal } from '../aws/journal.ts';
import { estErreurCodee } from '../kernel/erreur.ts';
import type { Acteur } from './acteur.ts';
import { contexteDeDroit, exiger, exigerDuRole, type Objet } from './decider.ts';
import type { DroitsDuDeploiement } from './droits-du-deploiement.ts';
import type { Operation } from './operations.ts';
import { type Revendication, revendication } from './revendication.ts';

/** The one way of a function that people command: who acts, what for, on what; then the use case. */

type OperationDe<Demande> = Operation | ((demande: Demande) => Operation);

/** What a demand asks the right for. The académie of the object is always that of the deployment. */
export interface Droit<Demande> {
  readonly operation: OperationDe<Demande>;
  readonly objet: (demande: Demande) => Omit<Objet, 'academie'>;
}

type SchemaDeDemande = z.ZodObject<z.ZodRawShape, z.core.$strict>;
type Executer<Schema extends SchemaDeDemande, T> = (demande: z.infer<Schema>, acteur: Acteur) => Promise<T>;
type Fonction<T> = (evenement: unknown, contexte: Context) => Promise<ReponseDeCommande<T>>;

/** The use case runs for who may, on what the demand names; others are refused before anything of it is read. */
export function commandeHabilitee<Schema extends SchemaDeDemande, T>(
  journal: Journal,
  schema: Schema,
  droits: DroitsDuDeploiement,
  { operation, objet }: Droit<z.infer<Schema>>,
  executer: Executer<Schema, T>,
): Fonction<T> {
  return commandeReconnue(journal, schema, droits, operation, (demande, acteur) => {
    const contexte = contexteDeDroit(droits.horloge, droits.accesExterne);
    exiger(acteur, operationDe(operation, demande), { ...objet(demande), academie: droits.academie }, contexte);
    return executer(demande, acteur);
  });
}

/**
 * The same for a use case whose right depends on what it reads: it asks for it itself. A role that may never do this
 * is refused before anything is read.
 */
export function commandeReconnue<Schema extends SchemaDeDemande, T>(
  journal: Journal,
  schema: Schema,
  droits: DroitsDuDeploiement,
  operation: OperationDe<z.infer<Schema>>,
  executer: Executer<Schema, T>,
): Fonction<T> {
  return chaineCommande(journal, schema.extend({ qui: revendication }), async (recue) => {
    const { qui, ...reste } = recue as { readonly qui: Revendication };
    const demande = reste as z.infer<Schema>;
    // The role alone: with the establishment it would name its head.
    const trace = { operation: operationDe(operation, demande), role: qui.role };
    try {
      exigerDuRole(qui, trace.operation, droits);
      const resultat = await executer(demande, await droits.reconnaitre(qui));
      journal.info('commande faite', trace);
      return resultat;
    } catch (erreur) {
      if (estErreurCodee(erreur)) journal.info('commande refusée', { ...trace, code: erreur.code });
      throw erreur;
    }
  });
}

function operationDe<Demande>(operation: OperationDe<Demande>, demande: Demande): Operation {
  return typeof operation === 'function' ? operation(demande) : operation;
}
