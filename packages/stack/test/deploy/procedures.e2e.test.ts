import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { endings, type Run } from './support/deploy-checkout.ts';
import { Field } from './support/field.ts';
import { SessionPlugin } from './support/session-plugin.ts';

const unattended = { YES: '1', JSON: '1' };

const openSchema = z.object({ port: z.number(), user: z.string(), passwordFile: z.string() });

function assertRefused(run: Run, message: RegExp, fix: RegExp): void {
  assert.equal(run.code, 1, run.output);
  assert.match(run.output, message);
  assert.match(run.output, fix);
}

// What docs/aws.md and docs/deploy.md tell one to do beside deploying; documented-procedures.integration.test.ts says what is walked where.
describe('an environment in a mock AWS, day by day (needs Terraform, moto and a Docker engine)', function suite() {
  this.timeout(600_000);
  let field: Field;
  let undeployed: Run;

  before(async function prepare() {
    if (!(await Field.isPossible())) this.skip();
    field = await Field.create('small');
    undeployed = await run('health-token');
    await deploys();
  });
  after(() => field?.remove());

  const run = (verb: string, env: NodeJS.ProcessEnv = {}, interruptAt?: string, input?: string) =>
    field.checkout.run(verb, env, interruptAt, input);

  /** What stands in the environment's settings besides its own, committed. */
  const set = async (lines: string, without = /$^/) => {
    const file = join(field.checkout.root, 'infra/environments/dev/terraform.tfvars');
    own ??= await readFile(file, 'utf8');
    await writeFile(file, `${own.replace(without, '')}${lines}`);
    await field.checkout.commit('settings');
  };
  let own: string | undefined;

  const deploys = async (env: NodeJS.ProcessEnv = {}) => {
    const result = await run('deploy', { ...unattended, ...env });
    assert.equal(result.code, 0, result.output);
    return result;
  };

  describe('the details of its health', () => {
    afterEach(() => field.cloud.refusals.clear());

    it('are shown by what finds the token by itself, and to nobody else', async () => {
      const { code, output } = await run('health');
      assert.equal(code, 0, output);
      assert.ok(output.includes(await field.checkout.version()), output);
      const answer = await (await fetch(`${field.cloud.url}/health/all`)).text();
      assert.doesNotMatch(answer, /version|latencyMs/);
    });

    it('need a token that is printed alone, and for programs with the address that it is for', async () => {
      const { code, stdout, output } = await run('health-token');
      assert.equal(code, 0, output);
      assert.match(stdout, /^[A-Za-z0-9]{64}\n$/);
      const { stdout: json } = await run('health-token', { JSON: '1', APP_URL: '' });
      assert.deepEqual(JSON.parse(json), { ok: true, token: stdout.trim(), url: 'http://load-balancer.invalid' });
    });

    const denied = { code: 'AccessDeniedException', message: 'no' };

    it('are hidden from who may not read the token, with the permission that is missing', async () => {
      field.cloud.refusals.set('GetSecretValue', denied);
      const { code, output } = await run('health');
      assert.equal(code, 0, output);
      assert.match(output, /All healthy[^]*details are hidden: .*secretsmanager:GetSecretValue/);
      assertRefused(await run('health-token'), /do not allow secretsmanager:GetSecretValue/, /administrator to allow/);
    });

    for (const [what, env, message, fix] of [
      ['no environment', { ENV: '' }, /ENV is missing/, /ENV=dev/],
      ['an environment that there is not', { ENV: 'moon' }, /ENV=moon: there is no such/, /one of: dev/],
    ] as const) {
      it(`have no token of ${what}`, async () => assertRefused(await run('health-token', env), message, fix));
    }

    it('have no token before a deployment', () => {
      assertRefused(undeployed, /Nothing is deployed to dev/, /make deploy ENV=dev/);
    });

    it('have no token for credentials of another account', async () => {
      await set('allowed_account_ids = ["999999999999"]\n', /allowed_account_ids.*\n/);
      assertRefused(await run('health-token'), /of account 123456789012, which this/, /allowed_account_ids/);
      await set('');
    });
  });

  describe('its passwords', () => {
    const numbers = { database: 1, cache: 1, health: 1 };
    const setNumbers = (otherwise: Partial<typeof numbers> = {}) => {
      const lines = Object.entries({ ...numbers, ...otherwise }).map(([name, number]) => `  ${name} = ${number}`);
      return set(`password_versions = {\n${lines.join('\n')}\n}\n`);
    };
    /** Raises all of them by one. */
    const raise = () => {
      for (const name of ['database', 'cache', 'health'] as const) numbers[name] += 1;
      return setNumbers();
    };

    beforeEach(() => (field.cloud.refused = []));
    afterEach(() => {
      assert.deepEqual(field.cloud.refused, []);
      field.cloud.refused = undefined;
    });

    it('are changed while tasks run, none of which is refused, nor is one that starts', async () => {
      const before = (await run('health-token')).stdout;
      await raise();
      assert.equal(endings(await deploys())['retire'], 'done');
      assert.equal(field.cloud.tokenCount, 1);
      assert.match((await run('health')).output, /All healthy/);
      assert.notEqual((await run('health-token')).stdout, before);
    });

    it('are changed whatever step is interrupted', async () => {
      await raise();
      for (const step of ['passwords', 'migrate', 'apply', 'retire']) {
        assert.equal((await run('deploy', unattended, step)).code, 130, step);
      }
      await deploys();
      assert.equal(field.cloud.tokenCount, 1);
    });

    it('are changed while the images stay, after a deployment of these that did not end', async () => {
      const { stdout } = await run('images');
      const [, version, api, frontend] = /version=(.+)\napi_image=(.+)\nfrontend_image=(.+)/.exec(stdout) ?? [];
      const images = { APP_VERSION: version, API_IMAGE: api, FRONTEND_IMAGE: frontend };
      assert.equal((await run('deploy', { ...unattended, ...images }, 'apply')).code, 130);
      await raise();
      await deploys(images);
    });

    it('are changed by one number at a time, and by no second before the first has ended', async () => {
      await setNumbers({ database: numbers.database + 2 });
      assertRefused(await run('deploy', unattended), /the same user of the database/, /Raise it by one/);
      await setNumbers({ cache: numbers.cache - 1 });
      assertRefused(await run('deploy', unattended), /password_versions\.cache goes back/, /Raise it by one/);
      await raise();
      assert.equal((await run('deploy', unattended, 'apply')).code, 130);
      await setNumbers({ database: numbers.database + 1, cache: numbers.cache + 1 });
      assertRefused(
        await run('deploy', unattended),
        /has not ended/,
        /password_versions = \{ (?:cache|database) = \d \}/,
      );
      await setNumbers();
      await deploys();
    });

    it('are not asked of a release before when no deployment has made them', async () => {
      await raise();
      assertRefused(
        await run('rollback', unattended),
        /password_versions has another number for (?:cache|database)/,
        /make deploy ENV=dev/,
      );
      await deploys();
      assert.equal((await run('rollback', unattended)).code, 0);
    });
  });

  describe('secrets of its own', () => {
    const name = 'STRIPE_KEY';
    const parameter = '/zero-to-running-dev/api/STRIPE_KEY';

    it('are kept from standard input, and shown nowhere', async () => {
      const { code, output } = await run('secret', { NAME: name }, undefined, 'sk_live_1\n');
      assert.equal(code, 0, output);
      assert.match(output, /No task gets it yet[^]*secrets = \{ api = \["STRIPE_KEY"\] \}/);
      assert.deepEqual(await field.account.parameter(parameter), { type: 'SecureString', value: 'sk_live_1' });
      const again = await run('secret', { NAME: name, SERVICE: 'api', JSON: '1' }, undefined, 'two\nlines\n');
      assert.deepEqual(JSON.parse(again.stdout), { ok: true, service: 'api', name, parameter, created: false });
      assert.equal((await field.account.parameter(parameter)).value, 'two\nlines');
      assert.doesNotMatch(output + again.output, /sk_live_1|lines/);
    });

    for (const [what, env, input, message, fix] of [
      ['nothing', {}, '', /is empty/, /standard input/],
      ['more than Systems Manager takes', {}, 'x'.repeat(4_097), /has 4097 bytes.*takes 4096/, /standard input/],
      ['what it takes for a reference', {}, '{{ssm:x}}', /\{\{ and \}\}/, /standard input/],
      ['a name of no variable', { NAME: 'stripe-key' }, 'x', /NAME=stripe-key is no name/, /NAME=STRIPE_KEY/],
      ['no name', { NAME: '' }, 'x', /NAME is missing/, /NAME=STRIPE_KEY/],
      ['a service without variables', { SERVICE: 'fronted' }, 'x', /SERVICE=fronted/, /Did you mean SERVICE=frontend/],
    ] as const) {
      it(`are not made of ${what}`, async () => {
        field.cloud.writes.length = 0;
        assertRefused(await run('secret', { NAME: 'OTHER', ...env }, undefined, input), message, fix);
        assert.deepEqual(field.cloud.writes, []);
      });
    }

    it('are each needed before a task that is given it', async () => {
      await set('secrets = {\n  api = ["STRIPE_KEY", "MAIL_KEY"]\n}\n');
      const listed = await run('secrets');
      assert.equal(listed.code, 1, listed.output);
      assert.match(listed.output, /api +STRIPE_KEY +changed/);
      assert.match(listed.output, /api +MAIL_KEY +no value/);
      const refused = await run('deploy', unattended);
      assertRefused(
        refused,
        /without a value.*\/zero-to-running-dev\/api\/MAIL_KEY/,
        /make secret NAME=MAIL_KEY ENV=dev SERVICE=api/,
      );
      assert.doesNotMatch(refused.output, /api\/STRIPE_KEY/);
      assert.match((await run('secret', { NAME: 'MAIL_KEY' }, undefined, 'm')).output, /force-new-deployment/);
      assert.equal((await run('deploy', unattended, 'confirm')).code, 130);
      assertRefused(
        await run('secret-delete', { NAME: name, YES: '1' }),
        /need STRIPE_KEY/,
        /First remove it from secrets/,
      );
      await set('');
    });

    it('are deleted when that is said twice', async () => {
      assertRefused(await run('secret-delete', { NAME: name }), /STRIPE_KEY was not deleted/, /YES=1/);
      assert.equal((await run('secret-delete', { NAME: name, YES: '1' })).code, 0);
      assert.equal((await run('secret-delete', { NAME: 'MAIL_KEY', YES: '1' })).code, 0);
      assertRefused(
        await run('secret-delete', { NAME: name, YES: '1' }),
        /has no secret STRIPE_KEY/,
        /make secrets ENV=dev/,
      );
      const { stdout } = await run('secrets', { JSON: '1' });
      assert.deepEqual(JSON.parse(stdout), { ok: true, secrets: [] });
    });
  });

  describe('a way to its database', () => {
    let plugin: SessionPlugin;

    before(async () => {
      plugin = await SessionPlugin.create();
    });
    after(() => plugin.remove());

    it('is open until Ctrl-C, with no secret on a command line, and leaves nothing', async () => {
      const { code, stdout, output } = await run('database', { ...plugin.env, JSON: '1' }, 'open');
      assert.equal(code, 0, output);
      const [line = ''] = stdout.split('\n');
      const open = openSchema.parse(JSON.parse(line));
      assert.match(open.user, /^application_[ab]$/);
      assert.deepEqual(field.cloud.sessions.opened, ['database.internal:5432']);
      const [variable, region, operation, , request = ''] = plugin.arguments;
      assert.deepEqual([variable, region, operation], ['AWS_SSM_START_SESSION_RESPONSE', 'us-east-1', 'StartSession']);
      assert.match(request, new RegExp(`"localPortNumber":\\["${open.port}"\\]`));
      assert.match(plugin.response, /"TokenValue":"a-token-of-a-session"/);
      assert.doesNotMatch(`${plugin.arguments.join(' ')}${output}`, /a-token-of-a-session/);
      assert.equal(field.cloud.sessions.running, 0);
      assert.equal(existsSync(open.passwordFile), false);
    });

    it('is not open where AWS refuses, and says what permission is missing', async () => {
      field.cloud.sessions.refusal = { code: 'AccessDeniedException', message: 'no' };
      const refused = await run('database', plugin.env);
      assertRefused(refused, /do not allow ssm:StartSession/, /administrator to allow ssm:StartSession/);
      assert.equal(field.cloud.sessions.running, 0);
    });

    it('needs a program by AWS, a recent one', async () => {
      const old = await SessionPlugin.create('1.2.463.0');
      assertRefused(await run('database', old.env), /is 1\.2\.463\.0, and 1\.2\.497\.0 is needed/, /install-plugin/);
      await old.remove();
      assertRefused(await run('database'), /not on the PATH/, /install-plugin/);
      assert.equal(field.cloud.sessions.running, 0);
    });

    it('needs a port that is free', async () => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const address = holder.address();
      const port = address instanceof Object ? `${address.port}` : '';
      assertRefused(
        await run('database', { ...plugin.env, PORT: port }),
        new RegExp(`Port ${port} .* in use`),
        /PORT=15432/,
      );
      holder.close();
    });
  });
});
