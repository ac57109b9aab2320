import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

/** As much of AWS Secrets Manager as reads a secret: the protocol as the real one speaks it, on this machine. */
export interface FakeSecretsManager {
  /** Environment of a process that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** By ARN. */
  readonly secrets: Map<string, string>;
  /** How often a secret was asked for. */
  readonly readings: number;
  /** While it is true, questions get no answer. */
  silent: boolean;
  close(): Promise<void>;
}

const question = z.object({ SecretId: z.string() });

export async function startSecretsManager(): Promise<FakeSecretsManager> {
  const secrets = new Map<string, string>();
  let readings = 0;
  const server = createServer(async (req, res) => {
    const { SecretId } = question.parse(await json(req));
    readings += 1;
    if (fake.silent) return;
    const signed = req.headers.authorization?.includes('/secretsmanager/aws4_request');
    const known = req.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && signed;
    const SecretString = known ? secrets.get(SecretId) : undefined;
    const answer =
      SecretString === undefined
        ? { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." }
        : { ARN: SecretId, Name: 'test', VersionId: '1', SecretString };
    res.writeHead(SecretString === undefined ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.1' });
    res.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const fake: FakeSecretsManager = {
    env: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    secrets,
    get readings() {
      return readings;
    },
    silent: false,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
