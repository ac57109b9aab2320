import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { quotaWarnings } from './quotas.ts';

const requestSchema = z.object({ ServiceCode: z.string() });

/** Answers as Service Quotas does, with a value for each service; a service without one is refused. */
async function withQuotas<Result>(values: Readonly<Record<string, number>>, work: () => Promise<Result>) {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const value = values[requestSchema.parse(await json(incoming)).ServiceCode];
    outgoing.statusCode = value === undefined ? 400 : 200;
    const refusal = { __type: 'AccessDeniedException', message: 'no' };
    outgoing.end(JSON.stringify(value === undefined ? refusal : { Quota: { Value: value } }));
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${address instanceof Object ? address.port : 0}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  try {
    return await work();
  } finally {
    process.env = before;
    server.closeAllConnections();
    server.close();
  }
}

const warnings = () => quotaWarnings('us-east-1', new AbortController().signal);

describe('quotaWarnings', () => {
  it('is silent where there is enough of each', async () => {
    assert.deepEqual(await withQuotas({ fargate: 4, rds: 40, vpc: 5 }, warnings), []);
  });

  it('says of which there is too little, how much is needed, and where to ask for more', async () => {
    assert.deepEqual(await withQuotas({ fargate: 2, rds: 40, vpc: 0 }, warnings), [
      "The account's quota of vCPUs on Fargate is 2; 4 are needed. Ask for more under Service Quotas in the AWS console.",
      "The account's quota of VPCs in a region is 0; 1 are needed. Ask for more under Service Quotas in the AWS console.",
    ]);
  });

  it('says which it could not read, and why', async () => {
    const [warning, ...others] = await withQuotas({ fargate: 4, vpc: 5 }, warnings);
    assert.deepEqual(others, []);
    assert.match(
      warning ?? '',
      /^The quota of database instances could not be read: .*may not servicequotas:GetServiceQuota/,
    );
  });
});
