import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvFile } from '../../src/environment/env-file.ts';
import { assertAddressesOpen } from '../../src/test/printed-addresses.ts';
import { ComposeCheckout } from './support/compose-checkout.ts';
import { inContainer, openInContainer, openingMs } from './support/devcontainer.ts';
import { namesIn, tourData } from './support/data-tour.ts';
import { docker, inspect } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { addTask, eventually, eventuallyWell } from './support/http.ts';
import type { Project } from './support/project.ts';
import { services, statusOfAll } from './support/stack-status.ts';

const portOf = (url: string) => new URL(url).port;

describeWithEngine('the dev container', function opened() {
  this.timeout(2 * openingMs);
  let stack: ComposeCheckout;
  let project: Project;

  before(async () => {
    stack = await ComposeCheckout.create('in a dev container');
    ({ project } = stack);
  });
  after(() => stack?.remove());

  const containers = () => Promise.all(services.map((service) => project.container(service)));

  /** What a command prints in the container, which has to succeed. */
  async function run(command: string): Promise<string> {
    const { ok, stdout, output } = await inContainer(project.root, command);
    assert.ok(ok, output);
    return stdout.trim();
  }

  it('opens with all services, and prints where they are', async () => {
    const output = await openInContainer(project.root);
    await eventuallyWell(await project.url('FRONTEND_PORT'));
    const frontend = new URL(await project.url('FRONTEND_PORT'));
    assert.match(output, new RegExp(`Application +http://localhost:${frontend.port}`));
    await assertAddressesOpen(output, 2);
    const { POSTGRES_PASSWORD: password = '' } = readEnvFile(stack.checkout);
    assert.ok(password && !output.includes(password), 'the password is in the log');
    for (const container of await containers()) assert.equal(await inspect(container, '{{.State.Status}}'), 'running');
  });

  /** What a verb prints on the host, which has to succeed. */
  async function onHost(verb: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { ok, stdout, output } = await stack.make(verb, env);
    assert.ok(ok, output);
    return stdout;
  }

  it('is seen from the host, where no make has started it', async () => {
    const { urls } = statusOfAll(await onHost('status', { JSON: '1' }));
    assert.deepEqual(
      [portOf(urls.api), portOf(urls.frontend)],
      [portOf(await project.url('API_PORT')), portOf(await project.url('FRONTEND_PORT'))],
    );
    assert.match(await onHost('health'), /All healthy/);
    const logs = await onHost('logs', { FOLLOW: '0' });
    for (const service of services) assert.match(logs, new RegExp(`^${service} +│`, 'm'));
    const doctor = await onHost('doctor');
    assert.match(doctor, /✔ +stack +all four containers run/);
    assert.equal(doctor.match(/held by this stack/g)?.length, services.length, doctor);
  });

  it('opens again without making anything anew', async () => {
    const before = [...(await containers()), await project.withWorkspace.container('workspace')];
    await project.withWorkspace.compose('stop', '--timeout', '5');
    await openInContainer(project.root);
    assert.deepEqual([...(await containers()), await project.withWorkspace.container('workspace')], before);
  });

  it('leaves the services to `docker compose up` on the host, and takes them over from it', async () => {
    const before = await containers();
    await project.compose('up', '--detach', '--wait');
    assert.deepEqual(await containers(), before);
    await project.withWorkspace.compose('rm', '--stop', '--force', 'workspace');
    await openInContainer(project.root);
    assert.deepEqual(await containers(), before);
  });

  it('works as the user `node`, who can install, build and write into the checkout', async () => {
    // In a checkout of root's, `node` has root's id.
    assert.equal(await run('id -u'), String(process.getuid?.()));
    assert.equal(await run('echo ~'), '/home/node');
    await run('test -w node_modules && test -w extension/dist && node_modules/.bin/tsc --version');
    assert.equal(await run('cat .env | grep -c ^POSTGRES_PASSWORD=.'), '1');
    await run('touch written && rm written && git init --quiet . && git add Makefile && git status && rm -r .git');
  });

  it('has its dependencies at once', async () => {
    const { output } = await inContainer(project.root, './packages/stack/run install');
    assert.doesNotMatch(output, /npm ci/);
    await run('node -e "import(\'express\')" && node_modules/.bin/mocha --version');
  });

  it('lets psql into the database without a question, and shows the password to nobody', async () => {
    assert.equal(await run('psql --no-password --tuples-only --no-align --command "SELECT 1"'), '1');
    const { POSTGRES_PASSWORD: password = '' } = readEnvFile(stack.checkout);
    for (const container of [...(await containers()), await project.withWorkspace.container('workspace')]) {
      assert.ok(!(await docker('inspect', container)).includes(password));
    }
  });

  it('installs where the lockfile is not the image’s, and unpacks the image’s, from the beginning, where it is again', async () => {
    const file = join(project.root, 'package-lock.json');
    const lockfile = await readFile(file, 'utf8');
    await writeFile(file, `${lockfile}\n`);
    const other = await inContainer(project.root, 'touch node_modules/stray; sh .devcontainer/install.sh');
    await writeFile(file, lockfile);
    assert.match(other.output, /npm ci/);
    // As if unpacking had been interrupted, too.
    await run('rm -r node_modules/.installed-* node_modules/express');
    const { ok, output } = await inContainer(project.root, 'sh .devcontainer/install.sh');
    assert.ok(ok && !/npm ci/.test(output), output);
    await run('test -O node_modules/express/package.json && test ! -e node_modules/stray');
  });

  it('reaches the services by name', async () => {
    assert.match(await run('curl -fsS "$API_URL/health"'), /"ok"/);
    assert.match(await run('curl -fsS "$FRONTEND_URL/health/all"'), /"status":"ok"/);
    await run(
      './node_modules/.stack-node -e "fetch(process.env.FRONTEND_URL).then((r) => process.exit(r.ok ? 0 : 1))"',
    );
  });

  it('passes the smoke test of CI', async () => {
    assert.match(await run('sh .devcontainer/smoke-test.sh'), /the application works from inside/);
  });

  it('resets, undoes, saves and restores the data beside it, by make', async () => {
    await tourData(
      {
        reset: () => run('make reset YES=1'),
        undo: () => run('make undo'),
        snapshot: (name) => run(`make snapshot NAME=${name}`),
        restore: (name) => run(`make restore NAME=${name}`),
        list: async () => namesIn(await run('make --no-print-directory snapshots JSON=1')),
      },
      await project.url('API_PORT'),
      100,
    );
    const { ok, output } = await inContainer(project.root, 'PGHOST=db.example.com make reset YES=1');
    assert.ok(ok, output);
  });

  it('controls the services through the host’s engine, as that user', async () => {
    assert.deepEqual((await run('docker compose ps --services')).split('\n').toSorted(), [...services, 'workspace']);
    assert.match(await run('docker compose logs --tail 50 api'), /Ready/);
    const api = await project.container('api');
    const before = await inspect(api, '{{.State.StartedAt}}');
    await run('docker compose restart api');
    assert.notEqual(await inspect(api, '{{.State.StartedAt}}'), before);
    await eventuallyWell(await project.url('API_PORT'));
    await run('docker buildx version');
  });

  it('shows and steers the stack by make, as that user', async () => {
    const health = await run('make health');
    for (const service of ['api', 'database', 'cache']) assert.match(health, new RegExp(`${service} +.*healthy`));
    const status = await run('make status');
    for (const service of services) assert.match(status, new RegExp(`${service} +healthy `));
    assert.match(status, /http:\/\/localhost:\d+\/docs/);
    const logs = await run('make logs FOLLOW=0');
    for (const service of services) assert.match(logs, new RegExp(`^${service} +│`, 'm'));
    const { urls } = statusOfAll(await run('make --no-print-directory status JSON=1'));
    assert.equal(urls.frontend, 'http://frontend:3000');
    // Other checks may fail here, as when the checkout is root's.
    assert.match((await inContainer(project.root, 'make doctor')).output, /[✔!] +stack +all four containers run/);
    const startedAt = async () => inspect(await project.container('api'), '{{.State.StartedAt}}');
    const before = await startedAt();
    assert.match(await run('make restart SERVICE=api'), /Restarted the api/);
    assert.notEqual(await startedAt(), before);
    assert.match(await run('make restart'), /Restarted the frontend/);
    await eventuallyWell(await project.url('FRONTEND_PORT'));
  });

  it('runs the tests, with a PostgreSQL and a Redis of their own', async () => {
    assert.match(await run('make test SUITE=contract REQUIRE_ALL=1'), /[1-9]\d* passed, 0 failed, 0 skipped/);
    for (const file of ['api/src/db/dedicated-client.integration.test.ts', 'api/src/redis.integration.test.ts']) {
      assert.match(await run(`make test FILE=${file} REQUIRE_ALL=1`), /[1-9]\d* passed, 0 failed, 0 skipped/);
    }
  });

  it('refuses what would end the container that one sits in, and says what to do', async () => {
    for (const verb of ['down', 'clean YES=1', 'up-production']) {
      const { ok, output } = await inContainer(project.root, `make ${verb}`);
      assert.equal(ok, false, output);
      assert.match(output, new RegExp(`make ${verb.split(' ', 1)[0]}. only works on the host[^]*→ `));
    }
    assert.equal(await run('echo still here'), 'still here');
  });

  it('leaves what the host has written down about the stack as it is', async () => {
    await run('make restart SERVICE=cache');
    await assert.rejects(stat(join(project.root, '.stack/state.json')), { code: 'ENOENT' });
  });

  it('keeps the data when it is rebuilt', async () => {
    const workspace = await project.withWorkspace.container('workspace');
    const task = await addTask(await project.url('API_PORT'), 'kept');
    await openInContainer(project.root, '--remove-existing-container');
    assert.notEqual(await project.withWorkspace.container('workspace'), workspace);
    await eventually(task, (text) => text.includes('"kept"'));
  });

  it('opens although the API does not start', async () => {
    await project.withWorkspace.compose('rm', '--stop', '--force', 'workspace', 'api');
    await appendFile(join(project.root, 'api/src/config.ts'), '\nconst broken = ;\n');
    await project.set('HEALTH_DEADLINE_SECONDS', '45');
    const output = await openInContainer(project.root);
    // What it says at last: the rest is of the build.
    assert.match(output.slice(-6_000), /The api did not start: it crashed[^]*config\.ts[^]*const broken = ;/);
    assert.equal(await run('echo open'), 'open');
  });

  /** How the services came to be away, each while the workspace runs or does not; every opening ends in a running stack. */
  const states: Readonly<Record<string, () => Promise<unknown>>> = {
    'make down on the host': () => onHost('down'),
    'docker compose stop': () => project.compose('stop', '--timeout', '5'),
    'docker compose down, which leaves the workspace': () => project.attempt('down', '--timeout', '5'),
    'a closed window, and a port that another program took': async () => {
      await project.withWorkspace.compose('stop', '--timeout', '5');
      const holder = createServer().listen(Number(portOf(await project.url('FRONTEND_PORT'))), '127.0.0.1');
      await once(holder, 'listening');
      holders.push(holder);
    },
  };
  const holders: Server[] = [];
  afterEach(() => {
    for (const holder of holders.splice(0)) holder.close();
  });

  for (const [state, bring] of Object.entries(states)) {
    it(`opens to running services after ${state}`, async () => {
      const source = await readFile(join(project.root, 'api/src/config.ts'), 'utf8');
      await writeFile(join(project.root, 'api/src/config.ts'), source.replace('\nconst broken = ;\n', ''));
      await bring();
      const output = await openInContainer(project.root);
      assert.doesNotMatch(output, /fd: |Error: Command failed/);
      for (const container of await containers()) assert.equal(await inspect(container, '{{.State.Running}}'), 'true');
      const [published] = (await project.compose('port', 'frontend', '3000')).split(':').slice(-1);
      await eventuallyWell(`http://127.0.0.1:${published}`);
      assert.match(await run('make status'), /frontend +healthy /);
    });
  }

  it('starts from inside what is not there, by the verb that it names', async () => {
    await project.attempt('rm', '--stop', '--force', ...services);
    const health = await inContainer(project.root, 'make status');
    const [, advice = ''] = /(?:Start it: )(make \w+)/.exec(health.output) ?? [];
    assert.equal(advice, 'make dev', health.output);
    assert.match(await run(advice), /Everything is running and healthy/);
    const mounts = await inspect(await project.container('api'), '{{range .Mounts}}{{println .Source}}{{end}}');
    assert.ok(mounts.includes(join(project.root, 'api/src')), mounts);
  });

  it('passes its ports 3000 and 4000 on to the services, as editors on remote hosts need it', async () => {
    assert.match(await run('curl -fsS http://localhost:4000/health'), /"ok"/);
    assert.match(await run('curl -fsS http://localhost:3000/health/all'), /"status":"ok"/);
  });

  it('ends with the whole project by make down on the host, which make clean removes', async () => {
    assert.match(await onHost('down'), /Stopped database, cache, api, frontend, workspace\./);
    const label = `label=com.docker.compose.project=${project.name}`;
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', label), '');
    assert.match(await onHost('clean', { YES: '1', SNAPSHOTS: 'delete' }), /image .*-workspace/);
    for (const kind of ['volume ls', 'network ls', 'images']) {
      assert.equal(await docker(...kind.split(' '), '--quiet', '--filter', label), '', kind);
    }
  });
});
