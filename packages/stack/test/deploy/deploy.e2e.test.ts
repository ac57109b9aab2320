import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planSummarySchema } from '@app/contract/deployment';
import { identityTags, productIdentity } from '../../src/deploy/product-identity.ts';
import { endings, resultOf, type Run } from './support/deploy-checkout.ts';
import { SessionPlugin } from './support/session-plugin.ts';
import { Field, stateBucket } from './support/field.ts';

const unattended = { YES: '1', JSON: '1' };

const lockFile = 'dev/terraform.tfstate.tflock';

/** In the order in which they come, for an environment that is there. */
const steps = 'doctor init build plan confirm snapshot passwords migrate apply wait retire smoke'.split(' ');

function assertDeployed(run: Run, version: string): void {
  assert.deepEqual([run.code, resultOf(run)?.status, resultOf(run)?.version], [0, 'deployed', version], run.output);
}

function assertRefused(run: Run, message: RegExp, fix: RegExp): void {
  assert.equal(run.code, 1, run.output);
  assert.match(run.output, message);
  assert.match(run.output, fix);
}

describe('deploying to a mock AWS (needs Terraform, moto and a Docker engine)', function suite() {
  this.timeout(600_000);
  let field: Field;

  before(async function prepare() {
    if (!(await Field.isPossible())) this.skip();
    field = await Field.create('small');
  });
  after(() => field?.remove());

  const run = (verb: string, env: NodeJS.ProcessEnv = {}, interruptAt?: string, input?: string) =>
    field.checkout.run(verb, env, interruptAt, input);

  /** The releases that run, each once. */
  const running = () => [...new Set(field.cloud.running)];

  describe('refuses, and says what to do', () => {
    it('without an environment, or with one that there is not', async () => {
      assertRefused(await run('deploy', { ENV: '' }), /ENV is missing/, /ENV=dev/);
      assertRefused(await run('deploy', { ENV: 'moon' }), /ENV=moon: there is no such environment/, /one of: dev/);
    });

    for (const { title, code, message, fix } of [
      { title: 'credentials that have expired', code: 'ExpiredToken', message: /have expired/, fix: /aws sso login/ },
      {
        title: 'credentials AWS does not know',
        code: 'InvalidClientTokenId',
        message: /rejects these credentials/,
        fix: /AWS_PROFILE/,
      },
    ]) {
      it(title, async () => {
        field.cloud.refusals.set('GetCallerIdentity', { code, message: 'refused' });
        try {
          assertRefused(await run('deploy', unattended), message, fix);
        } finally {
          field.cloud.refusals.clear();
        }
      });
    }

    it('credentials of a wrong account', async () => {
      const file = join(field.checkout.root, 'infra/environments/dev/terraform.tfvars');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace('123456789012', '999999999999'));
      try {
        const message = /of account 123456789012, which this environment does not allow/;
        assertRefused(await run('deploy', { ...unattended, DIRTY: '1' }), message, /allowed_account_ids/);
      } finally {
        await writeFile(file, text);
      }
    });

    describe('another product of the same name', () => {
      const others = { Repository: 'github.com/globex/shop' };
      let plugin: SessionPlugin;

      before(async () => {
        plugin = await SessionPlugin.create();
        await field.checkout.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
      });
      after(async () => {
        await plugin.remove();
        await field.checkout.git('remote', 'remove', 'origin');
        await field.account.makeBucket(stateBucket, identityTags(await productIdentity(field.checkout.root)));
      });

      const changing = ['plan', 'deploy', 'rollback', 'destroy', 'secret', 'secret-delete', 'database'];
      for (const verb of [...changing, 'secrets', 'logs', 'health', 'health-token']) {
        it(`make ${verb}, before it changes anything`, async () => {
          await field.account.makeBucket(stateBucket, others);
          field.cloud.writes.length = 0;
          const options = { YES: '1', CONFIRM: 'dev', FOLLOW: '0', APP_URL: '', NAME: 'STRIPE_KEY' };
          const refused = await run(verb, { ...plugin.env, ...options }, undefined, 'value');
          assertRefused(
            refused,
            /another product named zero-to-running: github\.com\/globex\/shop/,
            /"name" in package/,
          );
          assert.match(refused.output, /This checkout is of github\.com\/acme\/shop/);
          assert.deepEqual(field.cloud.writes, []);
        });
      }

      it('and a bucket that does not say whose it is', async () => {
        await field.account.makeBucket(stateBucket, { Project: 'zero-to-running' });
        assertRefused(await run('plan'), /does not say which product it is of/, /make bootstrap ENV=dev/);
      });
    });

    it('by a warning alone where too little of a quota is free', async () => {
      // The mock's quota of VPCs is five, and it begins with one.
      const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => field.account.makeVpc(name)));
      try {
        const { code, output } = await run('deploy', unattended, 'init');
        assert.equal(code, 130, output);
        assert.match(output, /Too few VPCs in a region are free: 5 of 5 are used, and zero-to-running-dev needs 1\./);
        assert.match(output, /request-service-quota-increase .*--quota-code L-F678F1CE --desired-value 6/);
        await field.account.removeVpc(made.pop() ?? '');
        assert.doesNotMatch((await run('deploy', unattended, 'init')).output, /Too few/);
      } finally {
        await Promise.all(made.map((id) => field.account.removeVpc(id)));
      }
    });

    it('by a warning alone where what is used may not be read', async () => {
      field.cloud.refusals.set('DescribeDBInstances', { code: 'AccessDenied', message: 'no' });
      try {
        const { code, output } = await run('deploy', unattended, 'init');
        assert.equal(code, 130, output);
        assert.match(
          output,
          /How many database instances are used could not be read: .*do not allow rds:DescribeDBInstances/,
        );
      } finally {
        field.cloud.refusals.clear();
      }
    });

    it('where no engine answers', async () => {
      const away = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
      assertRefused(await run('deploy', { ...unattended, ...away }), /no Docker engine answers/, /API_IMAGE=/);
    });

    it('files that are not committed', async () => {
      const file = join(field.checkout.root, 'new.txt');
      await writeFile(file, 'new');
      try {
        assertRefused(await run('deploy', unattended), /1 files are not as committed: new\.txt/, /DIRTY=1/);
      } finally {
        await rm(file);
      }
    });

    it('images that are not named by digest', async () => {
      assertRefused(await run('deploy', { API_IMAGE: 'api:latest' }), /API_IMAGE=api:latest is not/, /sha256/);
    });

    it('to go on unasked, where there is nobody to ask', async () => {
      assertRefused(await run('deploy'), /no terminal for a question/, /YES=1/);
    });
  });

  describe('from nothing to a release, and on', () => {
    let first: string;
    let second: string;

    it('plans what there is to make, for programs', async () => {
      const { code, stdout } = await run('plan', { JSON: '1' });
      assert.equal(code, 0);
      const plan = planSummarySchema.parse(JSON.parse(stdout));
      assert.equal(plan.counts.add, plan.resources.length);
      assert.ok(plan.resources.some(({ address }) => address === 'aws_ecs_service.service["api"]'));
    });

    it('makes the infrastructure, migrates, and then starts the services', async () => {
      first = await field.checkout.version();
      const result = await run('deploy', unattended);
      assertDeployed(result, first);
      const expected = Object.fromEntries([...steps, 'infrastructure'].map((step) => [step, 'done']));
      const ended = endings(result);
      // A refusal above came after the images were built; by itself, this test builds them.
      assert.match(ended['build'] ?? '', /^(?:done|skipped)$/);
      assert.deepEqual(ended, { ...expected, build: ended['build'], snapshot: 'skipped' });
      assert.match(result.output, /http:\/\/load-balancer\.invalid is plain HTTP.*set domain in/);
      assert.deepEqual(running(), [first]);
      assert.equal(field.cloud.migrated.length, 1);
    });

    it('finds all done when it runs again', async () => {
      const result = await run('deploy', unattended);
      assert.equal(resultOf(result)?.status, 'unchanged', result.output);
      // The mock lets new services look changed once; so the plan may not be empty.
      const { build, snapshot } = endings(result);
      assert.deepEqual([build, snapshot], ['skipped', 'skipped'], result.output);
    });

    it('plans nothing then, and finds no drift', async () => {
      const { code, output } = await run('plan', { EMPTY: '1' });
      assert.equal(code, 0, output);
      assert.match(output, /Nothing would change in dev/);
    });

    it('shows health and logs of what runs', async () => {
      const health = await run('health');
      assert.equal(health.code, 0);
      assert.match(health.output, /All healthy/);
      const logs = await run('logs', { FOLLOW: '0', SERVICE: 'migration' });
      assert.match(logs.output, new RegExp(`applied the migrations of ${first.replace('+', '\\+')}`));
      assertRefused(await run('logs', { SERVICE: 'cache' }), /no log in CloudWatch/, /api, frontend, migration/);
    });

    it('deploys a new image without a snapshot when it brings no migration', async () => {
      second = await field.checkout.change('second');
      const result = await run('deploy', unattended);
      assertDeployed(result, second);
      assert.equal(endings(result)['snapshot'], 'skipped');
      assert.deepEqual(await field.account.snapshots(), []);
    });

    it('leaves all as it was when a migration fails, and shows its log', async () => {
      const version = await field.checkout.change('broken-migration', true);
      field.cloud.decide((each) => (each === version ? { migrationExit: 1 } : undefined));
      const result = await run('deploy', unattended);
      assertRefused(result, /migration failed \(exit code 1\)/, /Fix the migration/);
      assert.match(result.output, /has no column \\"colour\\"/);
      assert.deepEqual(running(), [second]);
      assert.equal((await field.account.snapshots()).length, 1);
      assert.equal(endings(result)['apply'], undefined);
    });

    it('starts a migration once more whose task did not start, and says so when that does not help', async () => {
      const stuck = await field.checkout.change('stuck', true);
      field.cloud.decide((each) => (each === stuck ? { failedStarts: 2 } : undefined));
      const refused = await run('deploy', unattended);
      assertRefused(refused, /did not start: ResourceInitializationError/, /run the same command again/);
      assert.doesNotMatch(refused.output, /Fix the migration/);
      const late = await field.checkout.change('late', true);
      field.cloud.decide((each) => (each === late ? { failedStarts: 1 } : undefined));
      const result = await run('deploy', unattended);
      assertDeployed(result, late);
      assert.match(result.output, /starting it once more/);
      second = late;
    });

    it('says that new tasks do not become healthy, and rolls back to the last good release', async () => {
      const version = await field.checkout.change('ill');
      field.cloud.decide((each) => (each === version ? { isHealthy: false } : undefined));
      const result = await run('deploy', unattended);
      assertRefused(result, /service api does not become healthy/, /make rollback ENV=dev/);
      assert.match(result.output, /failed its health checks/);
      assert.equal((await run('logs', { FOLLOW: '0' })).code, 0);
      assertDeployed(await run('rollback', unattended), second);
      assert.deepEqual(running(), [second]);
    });

    it('rolls back further without its journal, by what ECS remembers', async () => {
      await rm(join(field.checkout.root, '.stack/deployments/dev.json'));
      const result = await run('rollback', unattended);
      assert.equal(result.code, 0, result.output);
      assert.notDeepEqual(running(), [second]);
    });
  });

  // Nested, for Mocha runs a suite's own tests before those within.
  describe('whatever happens', () => {
    it('continues after it was interrupted at any step', async () => {
      const version = await field.checkout.change('interrupted', true);
      const migrations = field.cloud.migrated.length;
      for (const step of steps) {
        const result = await run('deploy', unattended, step);
        assert.deepEqual([result.code, resultOf(result)?.status], [130, 'cancelled'], `${step}: ${result.output}`);
      }
      const result = await run('deploy', unattended);
      assertDeployed(result, version);
      const { build, snapshot, migrate } = endings(result);
      assert.deepEqual([build, snapshot, migrate], ['skipped', 'skipped', 'skipped'], result.output);
      assert.equal(field.cloud.migrated.length, migrations + 1);
      assert.deepEqual(running(), [version]);
    });

    it('says who holds the lock of the state', async () => {
      const info = {
        ID: 'f00d',
        Operation: 'OperationTypeApply',
        Who: 'ana@laptop',
        Version: '1.11.4',
        Created: '2026-11-25T12:00:00Z',
        Path: lockFile,
        Info: '',
      };
      await field.account.put(stateBucket, lockFile, JSON.stringify(info));
      try {
        assert.equal((await run('plan', { LOCK: '0' })).code, 0);
        assertRefused(await run('deploy', unattended), /locked: ana@laptop/, /force-unlock f00d/);
        await field.checkout.terraform('force-unlock', '-force', 'f00d');
        assert.equal((await run('deploy', unattended)).code, 0);
      } finally {
        await field.account.remove(stateBucket, lockFile);
      }
    });

    it('says which permission is missing', async () => {
      field.cloud.refusals.set('RunTask', { code: 'AccessDeniedException', message: 'no' });
      try {
        await field.checkout.change('not-allowed');
        assertRefused(
          await run('deploy', unattended),
          /do not allow ecs:RunTask/,
          /administrator to allow ecs:RunTask/,
        );
      } finally {
        field.cloud.refusals.clear();
      }
    });

    it('loses no data because of YES=1', async () => {
      const file = join(field.checkout.root, 'infra/environments/dev/other.auto.tfvars');
      await writeFile(file, 'repository = "other"\n');
      await field.checkout.commit('another repository');
      try {
        const { stdout } = await run('plan', { JSON: '1' });
        const { dataLosses } = planSummarySchema.parse(JSON.parse(stdout));
        assert.deepEqual(
          dataLosses.map(({ address, action }) => [address, action]),
          [['aws_ecr_repository.uploads', 'replace']],
        );
        assertRefused(await run('deploy', unattended), /deletes data/, /CONFIRM=dev/);
      } finally {
        await rm(file);
        await field.checkout.commit('the repository of before');
      }
    });

    it('destroys an environment when its name is said, and keeps its database as a snapshot', async () => {
      assertRefused(await run('destroy', { YES: '1' }), /deletes data/, /CONFIRM=dev/);
      const other = await run('destroy', { ...unattended, CONFIRM: 'production' });
      assert.deepEqual([other.code, resultOf(other)?.status], [1, 'cancelled']);
      const result = await run('destroy', { ...unattended, CONFIRM: 'dev' });
      assert.deepEqual([result.code, resultOf(result)?.status], [0, 'destroyed'], result.output);
      const left = await field.account.snapshots();
      const kept = left.filter((name) => name.includes('final'));
      assert.equal(kept.length, 1);
      assert.ok(left.length - kept.length <= 5, left.join(', '));
      assert.match(resultOf(result)?.message ?? '', new RegExp(kept[0] ?? '-'));
      assertRefused(await run('logs', { FOLLOW: '0' }), /Nothing is deployed to dev/, /make deploy ENV=dev/);
    });
  });
});
