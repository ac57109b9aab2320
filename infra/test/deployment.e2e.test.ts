import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planSummarySchema } from '@app/contract/deployment';
import { runTool } from '@zero-to-running/stack/process/run';
import { endings, resultOf } from '../../packages/stack/test/deploy/support/deploy-checkout.ts';
import { SessionPlugin } from '../../packages/stack/test/deploy/support/session-plugin.ts';
import { Field, stateBucket } from '../../packages/stack/test/deploy/support/field.ts';
import { describeWithEvaluator, evaluate } from './permissions/evaluate.ts';
import { forbidden } from './permissions/forbidden.ts';
import { denials } from './permissions/held-against.ts';
import { principalsOf, type Principal } from './permissions/principals.ts';
import { buildProductionImage, Fargate } from './fargate/fargate.ts';
import { tasksOf, type Task } from './fargate/task.ts';
import { Recorder } from './permissions/recorder.ts';
import { managedResources } from './support/resources.ts';

/** What a role that deploys does. */
const deployingVerbs = [
  'plan',
  'deploy',
  'rollback',
  'destroy',
  'secret',
  'secrets',
  'secret-delete',
  'database',
  'health-token',
];

const unattended = { YES: '1', JSON: '1' };

/** Whose workflows deploy: for these, bootstrap makes roles. */
const fromGitHub = 'github_repository = { owner = "acme", name = "app", owner_id = "1", id = "2" }\n';

const place = {
  account: '123456789012',
  region: 'us-east-1',
  tags: { Project: 'zero-to-running', Environment: 'dev', ManagedBy: 'terraform infra/environments/dev' },
};

describe('the real infrastructure in a mock AWS (needs Terraform, moto and a Docker engine)', function suite() {
  this.timeout(600_000);
  let field: Field;
  let recorder: Recorder;
  let principals: ReadonlyMap<string, Principal>;
  let definitions: ReadonlyMap<string, Task>;
  let images: Readonly<Record<'api' | 'frontend', Promise<string>>>;

  before(async function prepare() {
    if (!(await Field.isPossible())) this.skip();
    // While Terraform waits for AWS, which it does most of the time.
    const api = buildProductionImage('api');
    images = { api, frontend: api.then(() => buildProductionImage('frontend')) };
    for (const image of Object.values(images)) image.catch(() => undefined);
    field = await Field.create('real', async (endpoint) => {
      recorder = await Recorder.start(endpoint);
      return recorder.endpoint;
    });
    await appendFile(join(field.checkout.root, 'infra/bootstrap/terraform.tfvars'), fromGitHub);
    await field.checkout.commit('github');
  });
  after(async () => {
    recorder?.stop();
    await field?.remove();
  });

  const run = (verb: string, env: NodeJS.ProcessEnv = {}, interruptAt?: string, input?: string) => {
    recorder.begin(verb);
    return field.checkout.run(verb, env, interruptAt, input);
  };
  /** The state of a root module that was applied, as JSON. */
  const stateOf = async (module: string) => {
    recorder.begin('the test');
    const { root, env } = field.checkout;
    const { ok, stdout, output } = await runTool('terraform', ['show', '-json'], {
      cwd: join(root, 'infra', module),
      env: { ...process.env, ...env },
      deadlineMs: 60_000,
      maxOutput: 20_000_000,
    });
    assert.ok(ok, output);
    return stdout;
  };
  const localState = () => existsSync(join(field.checkout.root, 'infra/bootstrap/terraform.tfstate'));

  it('is asked for by what needs it', async () => {
    const { code, output } = await run('plan');
    assert.equal(code, 1);
    assert.match(output, /state bucket does not exist[^]*make bootstrap/);
  });

  it('is refused where another product has the name, in whatever region, until one says that it is the same', async () => {
    const other = 'zero-to-running-tfstate-123456789012-eu-central-1';
    await field.account.makeBucket(other, { Repository: 'github.com/globex/shop' });
    field.cloud.writes.length = 0;
    const { code, output } = await run('bootstrap', unattended);
    assert.equal(code, 1, output);
    assert.match(output, /another product named zero-to-running: github\.com\/globex\/shop/);
    assert.match(output, /CONFIRM=github\.com\/globex\/shop/);
    assert.deepEqual(field.cloud.writes, []);
    const confirmed = await run('bootstrap', { ...unattended, CONFIRM: 'github.com/globex/shop' }, 'init');
    assert.equal(confirmed.code, 130, confirmed.output);
    await field.account.removeBucket(other);
  });

  it('continues after it was interrupted before the state had moved into its bucket', async () => {
    const interrupted = await run('bootstrap', unattended, 'move');
    assert.equal(interrupted.code, 130, interrupted.output);
    const { code, output } = await run('bootstrap', unattended);
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`states are in ${stateBucket}`));
    assert.equal(localState(), false);
  });

  it('finds all done when it runs again', async () => {
    const again = await run('bootstrap', unattended);
    assert.deepEqual([again.code, resultOf(again)?.status], [0, 'prepared'], again.output);
    assert.equal(endings(again)['move'], 'skipped', again.output);
    assert.match(
      resultOf(again)?.message ?? '',
      /account is ready[^]*1\. In https:\/\/github\.com\/acme\/app[^]*choose "Selected branches/,
    );
    assert.equal(localState(), false);
    principals = principalsOf(managedResources(await stateOf('bootstrap')));
  });

  it('lets an environment be planned, with nothing lost', async () => {
    const { code, stdout, output } = await run('plan', { JSON: '1', LOCK: '0' });
    assert.equal(code, 0, output);
    const plan = planSummarySchema.parse(JSON.parse(stdout));
    assert.ok(plan.counts.add > 50);
    assert.deepEqual(plan.dataLosses, []);
    assert.ok((plan.monthlyCostDifferenceUsd ?? 0) > 20);
  });

  /** The releases that run, each once. */
  const running = () => [...new Set(field.cloud.running)];

  it('is deployed from nothing: infrastructure, migration, services', async () => {
    const version = await field.checkout.version();
    const result = await run('deploy', unattended);
    assert.deepEqual([result.code, resultOf(result)?.status], [0, 'deployed'], result.output);
    const { infrastructure, migrate, apply, smoke } = endings(result);
    assert.deepEqual([infrastructure, migrate, apply, smoke], ['done', 'done', 'done', 'done'], result.output);
    assert.deepEqual(running(), [version]);
    assert.equal(field.cloud.migrated.length, 1);
    definitions = tasksOf(managedResources(await stateOf('environments/dev')));
  });

  it('plans nothing then, and finds no drift', async () => {
    const { code, output } = await run('plan', { EMPTY: '1', LOCK: '0' });
    assert.equal(code, 0, output);
    assert.match(output, /Nothing would change in dev/);
  });

  it('shows its health, and the token for the details', async () => {
    const health = await run('health');
    assert.equal(health.code, 0, health.output);
    assert.ok(health.output.includes(await field.checkout.version()), health.output);
    assert.match((await run('health-token')).stdout, /^[A-Za-z0-9]{64}\n$/);
  });

  it('is looked at by make doctor', async () => {
    assert.match((await run('doctor')).output, /account +.*123456789012 in us-east-1/);
  });

  it('takes a new release without losing anything, and needs no second VPC for it', async () => {
    // With the mock's own and the environment's, as many as its quota allows.
    const others = await Promise.all(['a', 'b', 'c'].map((name) => field.account.makeVpc(name)));
    const version = await field.checkout.change('second');
    const result = await run('deploy', unattended);
    assert.deepEqual([result.code, resultOf(result)?.version], [0, version], result.output);
    assert.doesNotMatch(result.output, /Too few/);
    assert.deepEqual(running(), [version]);
    await Promise.all(others.map((id) => field.account.removeVpc(id)));
  });

  it('keeps secrets, and opens a way to its database', async () => {
    const secret = { NAME: 'STRIPE_KEY' };
    for (const [verb, env] of [
      ['secret', secret],
      ['secret', secret],
      ['secrets', {}],
      ['secret-delete', { ...secret, YES: '1' }],
    ] as const) {
      const { code, output } = await run(verb, env, undefined, 'value');
      assert.equal(code, 0, output);
    }
    const plugin = await SessionPlugin.create();
    const { code, output } = await run('database', { ...plugin.env, JSON: '1' }, 'open');
    await plugin.remove();
    assert.equal(code, 0, output);
    assert.match(field.cloud.sessions.opened.join(), /:5432$/);
    assert.equal(field.cloud.sessions.running, 0);
  });

  it('goes back to the release before', async () => {
    const result = await run('rollback', unattended);
    assert.equal(result.code, 0, result.output);
  });

  it('is destroyed, with its database kept as a snapshot', async () => {
    const result = await run('destroy', { ...unattended, CONFIRM: 'dev' });
    assert.equal(result.code, 0, result.output);
    const kept = (await field.account.snapshots()).filter((name) => name.includes('final'));
    assert.equal(kept.length, 1);
    const { code, output } = await run('logs', { FOLLOW: '0' });
    assert.equal(code, 1);
    assert.match(output, /Nothing is deployed to dev/);
  });

  describe('its tasks, run as Fargate runs them', function tasks() {
    this.timeout(600_000);
    let fargate: Fargate;

    before(async () => {
      fargate = await Fargate.start();
    });
    after(() => fargate?.stop());

    const start = async (name: string, image: 'api' | 'frontend') => {
      const task = definitions.get(name);
      assert.ok(task, `there is no task ${name}`);
      return fargate.run(task, await images[image]);
    };

    it('are all that there are', () => {
      assert.deepEqual([...definitions.keys()].toSorted(), ['api', 'database', 'frontend', 'migration']);
    });

    it('hold a place beside the database, until they are stopped', async () => {
      await fargate.assertStays(await start('database', 'api'));
    });

    it('migrate an empty database, which ends well', async () => fargate.untilDone(await start('migration', 'api')));

    it('serve the API, ready for traffic', async () => {
      await fargate.untilHealthy(await start('api', 'api'), 4000, '/health/ready');
    });

    it('serve the page', async () => {
      await fargate.untilHealthy(await start('frontend', 'frontend'), 8080, '/health');
    });
  });

  describeWithEvaluator('as the roles that bootstrap makes', () => {
    const roles = { plans: 'zero-to-running-deploy-dev-plan', deploys: 'zero-to-running-deploy-dev' };
    const roleThat = (does: keyof typeof roles) => {
      const found = principals.get(roles[does]);
      assert.ok(found, `bootstrap makes no role ${roles[does]}`);
      return found;
    };

    for (const [does, verbs] of [
      ['plans', ['plan']],
      ['deploys', deployingVerbs],
    ] as const) {
      it(`is allowed all that was asked of AWS to ${verbs.join(', ')}`, async () => {
        const made = recorder.exchanges.filter(({ during }) => verbs.some((verb) => verb === during));
        assert.ok(made.length > 100);
        assert.deepEqual(await denials(roleThat(does), made, place), []);
      });
    }

    for (const does of ['deploys', 'plans'] as const) {
      it(`is denied what a role that ${does} must not do`, async () => {
        const rows = forbidden.filter(({ who }) => who === does);
        const answers = await evaluate(
          roleThat(does),
          rows.map(({ request }) => request),
        );
        const allowed = answers.filter(({ result }) => !result.endsWith('Denied'));
        assert.deepEqual(
          allowed.map(({ action, resource }) => {
            const row = rows.find(({ request }) => request.action === action && request.resource === resource);
            return `may ${row?.what}: ${action} on ${resource}`;
          }),
          [],
        );
      });
    }
  });
});
