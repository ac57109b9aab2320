import assert from 'node:assert/strict';
import { DatabaseSnapshots } from '../../src/deploy/aws/snapshots.ts';
import { quietReporter } from '../../src/deploy/report.ts';
import { pruneSnapshots } from '../../src/deploy/steps/take-snapshot.ts';
import { usedDatabases, usedFargateVcpus, usedVpcs } from '../../src/deploy/aws/quota-usage.ts';
import { Account } from './support/account.ts';
import { hasMockAws, startMockAws, type MockAws } from './support/mock-aws.ts';

const owner = 'zero-to-running-dev';

describe('a region of an account, as a deployment sees it (needs moto)', function suite() {
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

  it('has a quota that every VPC counts in, also the one that AWS makes', async () => {
    const { total, own } = await usedVpcs(request);
    for (const name of ['other', owner]) await account.makeVpc(name);
    assert.deepEqual(await usedVpcs(request), { total: total + 2, own: own + 1 });
    assert.deepEqual([total, own], [1, 0]);
  });

  it('has a quota that every instance of a database counts in', async () => {
    assert.deepEqual(await usedDatabases(request), { total: 0, own: 0 });
    for (const name of ['other', `${owner}-copy`, owner]) await account.makeDatabase(name);
    assert.deepEqual(await usedDatabases(request), { total: 3, own: 1 });
  });

  it('has a quota that the vCPUs of all tasks count in, in every cluster', async () => {
    assert.deepEqual(await usedFargateVcpus(request), { total: 0, own: 0 });
    await account.runTasks('other', 3);
    await account.runTasks(owner, 2);
    assert.deepEqual(await usedFargateVcpus(request), { total: 2.5, own: 1 });
  });

  it('keeps the newest five snapshots that deployments took, and all others', async () => {
    const taken = Array.from({ length: 7 }, (_, index) => `${owner}-before-deploy-2026010${index}t120000`);
    const others = [`${owner}-final-20260101t120000`, 'by-hand'];
    const snapshots = new DatabaseSnapshots(request.region);
    for (const name of [...taken, ...others]) await snapshots.create(owner, name);
    await snapshots.untilAvailable('by-hand');
    const deleted = await pruneSnapshots({ region: request.region, signal: request.signal }, quietReporter, owner);
    assert.deepEqual(deleted, taken.slice(0, 2).toReversed());
    const left = await account.snapshots();
    assert.deepEqual(left.toSorted(), [...taken.slice(2), ...others].toSorted());
  });

  it('says of a snapshot that is not there that it is gone', async () => {
    const snapshots = new DatabaseSnapshots(request.region);
    assert.equal(await snapshots.status('nowhere'), undefined);
    await assert.rejects(snapshots.untilAvailable('nowhere'), /nowhere .*is not available: it is gone/);
  });
});
