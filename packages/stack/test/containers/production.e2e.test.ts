import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../src/process/wait.ts';
import { itPassesTheBrowserTests } from './support/browser-tests.ts';
import { attempt, docker, inspect } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { eventuallyWell } from './support/http.ts';
import { Project } from './support/project.ts';

const megabyte = 1_000_000;

const images = [
  { service: 'api', base: 'gcr.io/distroless/nodejs24-debian12:nonroot', user: '65532:65532', most: 40 * megabyte },
  { service: 'frontend', base: 'nginxinc/nginx-unprivileged:stable-trixie', user: '101:101', most: 5 * megabyte },
] as const;

describeWithEngine('the production stack in containers', () => {
  let checkout: Project;
  let project: Project;
  let origin: string;

  before(async () => {
    checkout = await Project.create('production');
    project = checkout.production;
    origin = await project.url('PRODUCTION_PORT');
    await project.compose('up', '--detach', '--wait');
  });
  after(() => checkout?.remove());

  const image = (service: string) => `${project.name}-${service}`;

  /** Runs JavaScript on the image's Node, for it has nothing else. */
  const evaluate = (script: string) =>
    docker('run', '--rm', '--entrypoint', '/nodejs/bin/node', image('api'), '--enable-source-maps', '--eval', script);

  itPassesTheBrowserTests(() => project, 'PRODUCTION_PORT');

  it('has one port, and sends paths where AWS sends them', async () => {
    assert.equal(
      await project.compose('ps', '--format', '{{range .Publishers}}{{.PublishedPort}}{{end}}').then(published),
      1,
    );
    const expected = {
      '/': 'text/html; charset=utf-8',
      '/tasks': 'text/html; charset=utf-8',
      '/tasks/v1.2': 'text/html; charset=utf-8',
      '/tasks/john.doe': 'text/html; charset=utf-8',
      '/health': 'application/json',
      '/health/all': 'application/json',
      '/health/nothing': 'application/problem+json',
      '/api/tasks': 'application/json; charset=utf-8',
      '/healthy': 'text/html; charset=utf-8',
    };
    for (const [path, type] of Object.entries(expected)) {
      assert.equal((await fetch(origin + path)).headers.get('content-type'), type, path);
    }
  });

  it('passes events on as they come', async () => {
    const response = await fetch(`${origin}/health/stream`, { signal: AbortSignal.timeout(10_000) });
    const { value } = (await response.body?.getReader().read()) ?? {};
    assert.match(new TextDecoder().decode(value), /^retry: |^event: /);
    await response.body?.cancel().catch(() => undefined);
  });

  it('compresses files beforehand, and lets hashed ones be kept for ever', async () => {
    const page = await fetch(origin);
    assert.equal(page.headers.get('cache-control'), 'no-cache');
    const script = /\/assets\/[^"]+\.js/.exec(await page.text())?.[0];
    assert.ok(script);
    const file = await fetch(origin + script);
    assert.equal(file.headers.get('content-encoding'), 'gzip');
    assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const missing = await fetch(`${origin}/assets/missing.js`);
    assert.deepEqual([missing.status, missing.headers.get('cache-control')], [404, 'no-store']);
  });

  it('answers 404 for a file that is not there', async () => {
    for (const path of ['/favicon.ico', '/.env', '/wp-login.php', '/assets/x', '/icons/x.svg', '/.well-known/x']) {
      assert.equal((await fetch(origin + path)).status, 404, path);
    }
  });

  it('runs the frontend read-only where nothing is mounted but the volumes that its image declares', async () => {
    const run = ['run', '--detach', '--rm', '--read-only', '--cap-drop', 'ALL', image('frontend')];
    const container = await docker(...run);
    const ask = ['exec', container, 'curl', '--fail', '--silent', 'http://127.0.0.1:8080/health'];
    const answers = async () => (await attempt('docker', ask)).ok;
    try {
      assert.ok(await until(answers, { deadlineMs: 10_000, everyMs: 100 }));
    } finally {
      await attempt('docker', ['rm', '--force', '--volumes', container]);
    }
  });

  it('sends a strict policy and the usual headers with every answer of the frontend', async () => {
    for (const path of ['/', '/tasks', '/assets/missing.js']) {
      const { headers } = await fetch(origin + path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/, path);
      assert.doesNotMatch(policy, /unsafe/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.equal(headers.get('server'), 'nginx', path);
      assert.equal(headers.get('strict-transport-security'), 'max-age=31536000', path);
    }
  });

  for (const { service, base, user, most } of images) {
    it(`makes the image of ${service} small, labelled, and of another user than root`, async () => {
      const [whole, below] = await Promise.all([image(service), base].map((each) => inspect(each, '{{.Size}}')));
      const over = Number(whole) - Number(below);
      assert.ok(over <= most, `${over} bytes over its base`);
      assert.equal(await inspect(image(service), '{{.Config.User}}'), user);
      for (const label of ['title', 'description', 'licenses', 'version', 'revision', 'base.name']) {
        const value = await inspect(image(service), `{{index .Config.Labels "org.opencontainers.image.${label}"}}`);
        assert.ok(value, label);
      }
    });

    it(`runs ${service} with a read-only root, no capability and no way to gain one`, async () => {
      const container = await project.container(service);
      assert.equal(
        await inspect(container, '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}'),
        'true [ALL] [no-new-privileges:true]',
      );
    });
  }

  it('has no shell in the image of the API, and nothing but JavaScript and what it needs', async () => {
    const { ok, output } = await attempt('docker', ['run', '--rm', '--entrypoint', '/bin/sh', image('api'), '-c', ':']);
    assert.equal(ok, false);
    assert.match(output, /no such file|not found/);
    const found = await evaluate(`
      const { globSync } = require('node:fs');
      const modules = globSync('/app/node_modules/{typescript,nodemon,mocha,vite,fast-check,@types/*}');
      const sources = globSync('/app/{api,contract}/**/*.ts');
      const tests = globSync('/app/{api,contract}/**/*.test.js');
      const migrations = globSync('/app/api/src/db/migrations/*.sql');
      console.log(JSON.stringify({ unneeded: [...modules, ...sources, ...tests], migrations: migrations.length > 0 }));
    `);
    assert.deepEqual(JSON.parse(found), { unneeded: [], migrations: true });
  });

  it('shows the lines of the sources in stack traces', async () => {
    const stack = await evaluate(`
      import('/app/api/src/config.js').then(({ loadConfig }) => {
        try { loadConfig({}); } catch (error) { console.log(error.stack); }
      });
    `);
    assert.match(stack, /api\/src\/config\.ts:\d+:\d+/);
  });

  it('has a change of a source after the next build', async () => {
    await appendFile(join(checkout.root, 'api/src/config.ts'), '\nexport const changed = true;\n');
    await project.compose('build', 'api');
    const script = `import('/app/api/src/config.js').then(({ changed }) => console.log(changed));`;
    assert.equal(await evaluate(script), 'true');
  });

  it('ends by itself on SIGTERM, without a shell in between', async () => {
    for (const service of ['api', 'frontend', 'load-balancer']) {
      const container = await project.container(service);
      await docker('stop', '--signal', 'SIGTERM', '--time', '25', container);
      assert.equal(await inspect(container, '{{.State.ExitCode}} {{.State.OOMKilled}}'), '0 false', service);
    }
    await project.compose('up', '--detach', '--wait');
    await eventuallyWell(origin);
  });
});

const published = (list: string) => list.split(/\s+/).filter((port) => Number(port) > 0).length;
