import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { checkoutAt } from '../checkout.ts';
import { environmentContext, type DeployContext } from '../deploy/context.ts';
import { callsFor } from '../deploy/needed-calls.ts';
import { permissionChecks } from './permission-checks.ts';

const account = '123456789012';

/** IAM, as far as it is asked: simulates by a rule, in pages. */
class Iam {
  readonly asked: { readonly action: string; readonly resource: string; readonly arn: string }[] = [];
  readonly contexts: ReadonlyMap<string, string>[] = [];
  allows: (action: string, resource: string) => boolean = () => true;
  refused = new Set<string>();
  readonly #server: Server = createServer((request, response) => {
    void buffer(request).then((body) => {
      response.setHeader('content-type', 'text/xml');
      const form = new URLSearchParams(body.toString());
      const action = form.get('Action') ?? '';
      if (this.refused.has(action)) {
        const message = `User: x is not authorized to perform: iam:${action} on resource: role shop because no policy allows it`;
        response.statusCode = 403;
        return response.end(
          `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
        );
      }
      return response.end(action === 'GetRole' ? this.#role(form) : this.#simulate(form));
    });
  });

  #role(form: URLSearchParams): string {
    const name = form.get('RoleName') ?? '';
    const path = name.startsWith('AWSReservedSSO_') ? '/aws-reserved/sso.amazonaws.com/' : '/';
    const role = `<Role><RoleName>${name}</RoleName><Path>${path}</Path><Arn>arn:aws:iam::${account}:role${path}${name}</Arn><RoleId>x</RoleId><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>`;
    return `<GetRoleResponse><GetRoleResult>${role}</GetRoleResult></GetRoleResponse>`;
  }

  #simulate(form: URLSearchParams): string {
    const members = (name: string) =>
      [...form].flatMap(([key, value]) => (key.startsWith(`${name}.member.`) ? [value] : []));
    const resources = members('ResourceArns');
    assert.equal(resources.length, 1);
    const [resource = ''] = resources;
    const actions = members('ActionNames');
    // The second half of what is asked is on a second page.
    const isSecond = form.has('Marker');
    const half = Math.ceil(actions.length / 2);
    const isPaged = actions.length > 1;
    const onPage = isPaged ? actions.slice(isSecond ? half : 0, isSecond ? undefined : half) : actions;
    for (const action of onPage) this.asked.push({ action, resource, arn: form.get('PolicySourceArn') ?? '' });
    this.contexts.push(
      new Map(
        [...form].flatMap(([key, value]) => {
          const [, entry] = /^(ContextEntries\.member\.\d+)\.ContextKeyName$/.exec(key) ?? [];
          return entry ? [[value, form.get(`${entry}.ContextKeyValues.member.1`) ?? '']] : [];
        }),
      ),
    );
    const results = onPage.map((action) => {
      const decision = this.allows(action, resource) ? 'allowed' : 'implicitDeny';
      return `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>${resource}</EvalResourceName><EvalDecision>${decision}</EvalDecision></member>`;
    });
    const more = isPaged && !isSecond ? '<IsTruncated>true</IsTruncated><Marker>second</Marker>' : '';
    return `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>${results.join('')}</EvaluationResults>${more}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
  }

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

const session = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/ana`;

describe('permissions, as make doctor has IAM simulate them', function suite() {
  this.timeout(60_000);
  const saved = { ...process.env };
  let iam: Iam;
  let root: string;
  let dev: DeployContext;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'doctor-'));
    await mkdir(join(root, 'infra/environments/dev'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{"name":"shop"}');
    await writeFile(join(root, 'infra/environments/dev/terraform.tfvars'), 'region = "eu-central-1"\n');
    dev = environmentContext(checkoutAt(root), { ENV: 'dev' });
  });
  after(() => rm(root, { recursive: true }));

  beforeEach(async () => {
    iam = new Iam();
    Object.assign(process.env, {
      AWS_PROFILE: '',
      AWS_ENDPOINT_URL: await iam.listen(),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });

  afterEach(() => {
    iam.close();
    process.env = { ...saved };
  });

  const checks = (arn: string) => permissionChecks(dev, { account, arn });
  const verdicts = async (arn: string) => (await checks(arn)).map(({ name, verdict }) => `${name}: ${verdict}`);

  it('are held against every row of the table, each once, for the role and its environment', async () => {
    assert.deepEqual(await verdicts(session('shop-deploy-dev')), ['permissions to deploy: ok']);
    const rows = callsFor('deploys', {
      product: 'shop',
      environment: 'dev',
      account,
      region: 'eu-central-1',
      partition: 'aws',
    });
    assert.ok(rows.length > 100);
    assert.equal(iam.asked.length, rows.length);
    assert.ok(iam.asked.every(({ arn }) => arn === `arn:aws:iam::${account}:role/shop-deploy-dev`));
    assert.ok(iam.asked.some(({ resource }) => resource === `arn:aws:rds:eu-central-1:${account}:db:shop-dev`));
    assert.ok(iam.asked.every(({ resource }) => !/[{}]/.test(resource)));
    assert.ok(iam.contexts.some((context) => context.get('aws:ResourceTag/Project') === 'shop'));
  });

  it('are asked of a domain where the environment has one', async () => {
    await checks(session('shop-deploy-dev'));
    assert.ok(iam.asked.every(({ action }) => action !== 'route53:ChangeResourceRecordSets'));
    const settings = join(root, 'infra/environments/dev/terraform.tfvars');
    await appendFile(settings, 'domain = { name = "dev.acme.com", zone_id = "Z0123" }\n');
    await checks(session('shop-deploy-dev'));
    assert.ok(iam.asked.some(({ resource }) => resource === 'arn:aws:route53:::hostedzone/Z0123'));
    assert.ok(iam.contexts.some((context) => [...context.values()].includes('dev.acme.com')));
    await writeFile(settings, 'region = "eu-central-1"\n');
  });

  it('name what is denied to the deploy role, and that bootstrap gives it', async () => {
    iam.allows = (action) => action !== 'rds:CreateDBInstance';
    const [check] = await checks(session('shop-deploy-dev'));
    assert.equal(check?.verdict, 'fail');
    assert.match(check?.found ?? '', /denies role shop-deploy-dev \d+ of \d+ calls/);
    assert.match(
      check?.found ?? '',
      new RegExp(`rds:CreateDBInstance on arn:aws:rds:eu-central-1:${account}:db:shop-dev`),
    );
    assert.match(check?.fix ?? '', /make bootstrap ENV=dev/);
  });

  it('of the role for plans are those of a plan', async () => {
    assert.deepEqual(await verdicts(session('shop-deploy-dev-plan')), ['permissions to plan: ok']);
    assert.ok(iam.asked.every(({ action }) => action !== 'ecs:RunTask'));
  });

  it('of somebody else are those to deploy, and a warning of those to bootstrap', async () => {
    iam.allows = (action) => action !== 's3:CreateBucket' && action !== 'iam:CreatePolicy';
    const name = 'AWSReservedSSO_PowerUser_0123456789abcdef';
    assert.deepEqual(await verdicts(session(name)), ['permissions to deploy: fail', 'permissions to bootstrap: warn']);
    assert.ok(
      iam.asked.every(({ arn }) => arn === `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${name}`),
    );
    const [deploys] = await checks(session(name));
    assert.match(deploys?.fix ?? '', /Use the role shop-deploy-dev/);
  });

  it('count what is too much to name', async () => {
    iam.allows = () => false;
    const [check] = await checks(session('admin'));
    assert.match(check?.found ?? '', /\nand \d+ more$/);
    assert.ok((check?.found ?? '').split('\n').length < 25);
  });

  for (const refused of ['SimulatePrincipalPolicy', 'GetRole']) {
    it(`are not known where IAM refuses iam:${refused}, which is said with how to get it`, async () => {
      iam.refused.add(refused);
      const [check] = await checks(session('developer'));
      assert.equal(check?.verdict, 'warn');
      assert.match(check?.found ?? '', new RegExp(`not looked at: .*iam:${refused}`));
      assert.match(check?.fix ?? '', /allow iam:GetRole and iam:SimulatePrincipalPolicy on the role developer/);
    });
  }

  for (const [what, arn, found] of [
    ['the account itself', `arn:aws:iam::${account}:root`, /may all/],
    ['a federated session', `arn:aws:sts::${account}:federated-user/ana`, /simulates no/],
  ] as const) {
    it(`are not simulated for ${what}`, async () => {
      const [check] = await checks(arn);
      assert.equal(check?.verdict, 'warn');
      assert.match(check?.found ?? '', found);
      assert.deepEqual(iam.asked, []);
    });
  }
});
