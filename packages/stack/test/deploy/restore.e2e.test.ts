import assert from 'node:assert/strict';
import { endings, resultOf } from './support/deploy-checkout.ts';
import { Field } from './support/field.ts';

const unattended = { YES: '1', JSON: '1' };

const name = 'zero-to-running-production';

const databaseLog = `/aws/rds/instance/${name}/postgresql`;
const insightsLog = `/aws/ecs/containerinsights/${name}/performance`;

describe('a protected environment in a mock AWS (needs Terraform, moto and a Docker engine)', function suite() {
  this.timeout(900_000);
  let field: Field;
  let snapshot: string;

  before(async function prepare() {
    if (!(await Field.isPossible())) this.skip();
    field = await Field.create('database', undefined, 'production');
    const { code, output } = await run('deploy');
    assert.equal(code, 0, output);
  });
  after(() => field?.remove());

  const run = (verb: string, env: NodeJS.ProcessEnv = {}) => field.checkout.run(verb, { ...unattended, ...env });

  it('refuses to be destroyed, before anything is gone', async () => {
    field.cloud.writes.length = 0;
    const { code, output } = await run('destroy', { CONFIRM: 'production' });
    assert.equal(code, 1, output);
    assert.match(output, /protected from being destroyed: module\.database\.aws_db_instance\.this/);
    assert.match(output, /protected = false in infra\/environments\/production\/main\.tf/);
    assert.deepEqual(
      field.cloud.writes.filter((write) => /^(?:Delete|Modify)/.test(write)),
      [],
    );
  });

  it('is destroyed when that is permitted first, and leaves one snapshot and no log', async () => {
    await field.checkout.edit('infra/environments/production/main.tf', /protected +=.*/, 'protected = false');
    const permitted = await run('deploy');
    assert.equal(permitted.code, 0, permitted.output);
    await field.account.makeSnapshot(name, `${name}-before-deploy-20260101t000000`);
    await field.account.makeLogGroup(insightsLog);
    const result = await run('destroy', { CONFIRM: 'production' });
    assert.deepEqual([result.code, resultOf(result)?.status], [0, 'destroyed'], result.output);
    const left = await field.account.snapshots();
    assert.equal(left.length, 1, left.join(', '));
    snapshot = left[0] ?? '';
    assert.match(snapshot, /-final-/);
    assert.match(resultOf(result)?.message ?? '', new RegExp(`kept as the snapshot ${snapshot}`));
    for (const log of [databaseLog, insightsLog]) assert.deepEqual([...(await field.account.logGroups(log))], []);
  });

  it('is deployed again with its data, also where RDS has made its log anew', async () => {
    await field.account.makeLogGroup(databaseLog);
    const settings = 'infra/environments/production/terraform.tfvars';
    await field.checkout.edit(settings, /^region/m, `database_snapshot = "${snapshot}"\nregion`);
    field.cloud.writes.length = 0;
    const result = await run('deploy');
    assert.equal(result.code, 0, result.output);
    assert.ok(field.cloud.writes.includes('RestoreDBInstanceFromDBSnapshot'));
    assert.match(result.output, new RegExp(`takes over the log group ${databaseLog}`));
    assert.deepEqual([...(await field.account.logGroups(databaseLog))], [[databaseLog, 30]]);
    assert.equal(endings(result)['smoke'], 'done');
    assert.deepEqual([...new Set(field.cloud.running)], [await field.checkout.version()]);
  });
});
