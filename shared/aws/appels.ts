import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { ReponseDeCommande } from './chaines.ts';

/** Calls a command function and gives its result; its coded refusal is thrown as it is. */
export async function appeler<T>(lambda: LambdaClient, fonction: string, demande: unknown): Promise<T> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: fonction, Payload: Buffer.from(JSON.stringify(demande)) }),
  );
  if (FunctionError !== undefined || Payload === undefined) {
    throw new ErreurCodee(
      'service-en-panne',
      'Le service a rencontré une erreur imprévue.',
      'Réessayez dans quelques minutes ; l’équipe d’exploitation est prévenue.',
    );
  }
  const reponse = JSON.parse(Buffer.from(Payload).toString('utf8')) as ReponseDeCommande<T>;
  if (!reponse.reussie) {
    const { code, message, remede } = reponse.erreur;
    throw new ErreurCodee(code, message, remede);
  }
  return reponse.resultat;
}

/** A command function of another deployment, as a plain function. */
export function fonctionAppelee<Demande, T>(lambda: LambdaClient, fonction: string): (demande: Demande) => Promise<T> {
  return (demande) => appeler<T>(lambda, fonction, demande);
}
