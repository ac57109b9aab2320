import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { type Run } from './support/deploy-checkout.ts';
import { Field } from './support/field.ts';
import { SessionPlugin } from './support/session-plugin.ts';

const unattended = { YES: '1', JSON: '1' };

const openSchema = z.object({ port: z.number(), user: z.string(), passwordFile: z.string() });

function assertRefused(run: Run, message: RegExp, fix: RegExp): void {
  assert.equal(run.code, 1, run.output);
  assert.match(run.output, message);
  assert.match(run.output, fix);
}

// What docs/aws.md and docs/deploy.md tell one to do beside deploying, in their order.
describe('an environment in a mock AWS, day by day (needs Terraform, moto and a Docker engine)', function suite() {
  this.timeout(600_000);
  let field: Field;

  before(async function prepare() {
    if (!(await Field.isPossible())) this.skip();
    field = await Field.create('small');
    const { code, output } = await run('deploy', unattended);
    assert.equal(code, 0, output);
  });
  after(() => field?.remove());

  const run = (verb: string, env: NodeJS.ProcessEnv = {}, interruptAt?: string, input?: string) =>
    field.checkout.run(verb, env, interruptAt, input);

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
      const settings = join(field.checkout.root, 'infra/environments/dev/terraform.tfvars');
      const text = await readFile(settings, 'utf8');
      await writeFile(settings, `${text}secrets = {\n  api = ["STRIPE_KEY", "MAIL_KEY"]\n}\n`);
      await field.checkout.commit('secrets');
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
      await writeFile(settings, text);
      await field.checkout.commit('no secrets');
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
