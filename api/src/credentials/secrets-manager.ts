/** Reads a secret as it is now. */
export type ReadSecret = (signal: AbortSignal) => Promise<string>;

/** The region is in the name: arn:partition:secretsmanager:region:account:secret:name */
const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/**
 * Reads from AWS Secrets Manager, with the credentials that AWS gives to the process. The client is loaded at the first
 * reading, so that those who never read pay nothing for it.
 */
export function secretsManagerReader(arn: string): ReadSecret {
  return async (signal) => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const client = new SecretsManagerClient({ region: regionOf(arn), maxAttempts: 2 });
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }), { abortSignal: signal });
      if (SecretString === undefined) throw new Error(`The secret ${arn} holds no text`);
      return SecretString;
    } finally {
      // Readings are years apart; no connection is kept for them.
      client.destroy();
    }
  };
}
