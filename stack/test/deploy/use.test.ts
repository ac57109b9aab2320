import assert from 'node:assert/strict';
import { usedDatabases } from '../../src/deploy/aws/use/databases.ts';
import { usedFargateVcpus } from '../../src/deploy/aws/use/fargate-vcpus.ts';
import { usedVpcs } from '../../src/deploy/aws/use/vpcs.ts';
import { Account } from './support/account.ts';
import { hasMockAws, startMockAws, type MockAws } from './support/mock-aws.ts';

const owner = 'zero-to-running-dev';

describe('what a region of an account uses (needs moto)', function suite() {
  this.timeout(240_000);
  const environment = { ...process.env };
  const request = { owner, region: 'us-east-1', signal: new AbortController().signal };
  let aws: MockAws | undefined;
  let account: Account;

  before(async function prepare() {
    if (process.env['TEST_AWS'] === '0' || !(await hasMockAws())) this.skip();
    aws = await startMockAws();
    account = new Account(aws.port);
    Object.assign(process.env, {
      AWS_PROFILE: '',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });

  after(async () => {
    process.env = environment;
    await aws?.stop();
  });

  it('is every VPC, also the one that AWS makes', async () => {
    const { total, own } = await usedVpcs(request);
    for (const name of ['other', owner]) await account.makeVpc(name);
    assert.deepEqual(await usedVpcs(request), { total: total + 2, own: own + 1 });
    assert.deepEqual([total, own], [1, 0]);
  });

  it('is every instance of a database', async () => {
    assert.deepEqual(await usedDatabases(request), { total: 0, own: 0 });
    for (const name of ['other', `${owner}-copy`, owner]) await account.makeDatabase(name);
    assert.deepEqual(await usedDatabases(request), { total: 3, own: 1 });
  });

  it('is the vCPUs of all tasks, in every cluster', async () => {
    assert.deepEqual(await usedFargateVcpus(request), { total: 0, own: 0 });
    await account.runTasks('other', 3);
    await account.runTasks(owner, 2);
    assert.deepEqual(await usedFargateVcpus(request), { total: 2.5, own: 1 });
  });
});
