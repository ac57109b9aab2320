import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { checkoutAt } from '../checkout.ts';
import { environmentContext } from '../deploy/context.ts';
import { environmentChecks } from './environment-checks.ts';

const account = '123456789012';
const tags = '<Tag><Key>Repository</Key><Value>github.com/acme/shop</Value></Tag>';

/** STS and S3, as far as `make doctor ENV=…` asks them. */
class StandIn {
  readonly #server: Server = createServer((request, response) => {
    request.resume();
    const identity = `<Arn>arn:aws:sts::${account}:assumed-role/admin/ana</Arn><Account>${account}</Account>`;
    const answer = request.url?.includes('tagging')
      ? `<Tagging><TagSet>${tags}</TagSet></Tagging>`
      : `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
  });

  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    return `http://127.0.0.1:${address instanceof Object ? address.port : 0}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('make doctor of an environment in AWS', () => {
  const saved = { ...process.env };
  let aws: StandIn;
  let root: string;

  beforeEach(async () => {
    aws = new StandIn();
    root = await mkdtemp(join(tmpdir(), 'doctor-'));
    await mkdir(join(root, 'infra/environments/dev'), { recursive: true });
    await mkdir(join(root, 'bin'));
    await writeFile(join(root, 'package.json'), '{"name":"shop","repository":"github:acme/shop"}');
    await writeFile(join(root, 'infra/environments/dev/terraform.tfvars'), 'region = "eu-central-1"\n');
    await gh('exit 1');
    Object.assign(process.env, {
      AWS_PROFILE: '',
      AWS_ENDPOINT_URL: await aws.listen(),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}`,
    });
  });

  afterEach(async () => {
    aws.close();
    process.env = { ...saved };
    await rm(root, { recursive: true });
  });

  /** What GitHub's command line does. */
  async function gh(body: string): Promise<void> {
    await writeFile(join(root, 'bin/gh'), `#!/bin/sh\n${body}\n`);
    await chmod(join(root, 'bin/gh'), 0o755);
  }

  const checks = async () => environmentChecks(environmentContext(checkoutAt(root), { ENV: 'dev' }));
  const check = async (name: string) => {
    const found = (await checks()).find((each) => each.name === name);
    assert.ok(found, name);
    return found;
  };

  for (const [what, body, verdict, found, fix] of [
    ['none', `echo '{"deployment_branch_policy":null}'`, 'fail', /any branch of acme\/shop may deploy/, /add|main/],
    [
      'some',
      `echo '{"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}'`,
      'ok',
      /selected branches/,
      undefined,
    ],
    ['no environment', `echo 'gh: Not Found (HTTP 404)' >&2; exit 1`, 'ok', /has no environment dev/, undefined],
    [
      'no token',
      `echo 'To get started with GitHub CLI, please run:  gh auth login' >&2; exit 4`,
      'warn',
      /not looked at: .*gh auth login/,
      /gh auth login/,
    ],
  ] as const) {
    it(`looks at GitHub's policy for branches: ${what}`, async () => {
      await gh(body);
      const seen = await check('branches that deploy');
      assert.equal(seen.verdict, verdict, seen.found);
      assert.match(seen.found, found);
      if (fix) assert.match(seen.fix ?? '', fix);
    });
  }

  it('does not go on where the account has another product of this name', async () => {
    await writeFile(join(root, 'package.json'), '{"name":"shop","repository":"github:globex/shop"}');
    const all = await checks();
    assert.deepEqual(
      all.map(({ name, verdict }) => [name, verdict]),
      [['account', 'fail']],
    );
    assert.match(all[0]?.found ?? '', /another product named shop: github\.com\/acme\/shop/);
  });
});
