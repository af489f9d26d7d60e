import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A secret's text, read once for the life of the function. */
export function lecteurDeSecret(secretId: string): () => Promise<string> {
  const client = new SecretsManagerClient({});
  let lu: Promise<string> | undefined;
  return () => {
    lu ??= client.send(new GetSecretValueCommand({ SecretId: secretId })).then(({ SecretString }) => {
      if (SecretString === undefined) throw new Error('the secret has no text');
      return SecretString;
    });
    // A failed read is not remembered: the next message tries again.
    lu.catch(() => {
      lu = undefined;
    });
    return lu;
  };
}
