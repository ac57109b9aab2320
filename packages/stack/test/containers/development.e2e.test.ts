import assert from 'node:assert/strict';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkoutAt } from '../../src/checkout.ts';
import { composeDriver } from '../../src/compose/compose-driver.ts';
import { until } from '../../src/process/wait.ts';
import { resolveTarget } from '../../src/data/target.ts';
import { itPassesTheBrowserTests } from './support/browser-tests.ts';
import { dataVerbs, tourData } from './support/data-tour.ts';
import { sendHalf } from '../native/support/half-request.ts';
import { docker, inspect } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { addTask, eventually, eventuallyWell } from './support/http.ts';
import { Project } from './support/project.ts';

const oddPassword = 'odd & long/ #1 100% @:?';

const services = ['api', 'cache', 'database', 'frontend'];

describeWithEngine('the development stack in containers', () => {
  let project: Project;
  let api: string;
  let frontend: string;

  before(async () => {
    project = await Project.create('dev stack');
    // Nothing in it may be taken for more than a character.
    await project.set('POSTGRES_PASSWORD', `'${oddPassword}'`);
    await Project.adopt(project.root);
    api = await project.url('API_PORT');
    frontend = await project.url('FRONTEND_PORT');
  });
  after(() => project?.remove());

  /** Replaces text in a file, as an editor does that writes another file and renames it. */
  async function edit(file: string, from: string, to: string): Promise<void> {
    const path = join(project.root, file);
    const text = await readFile(path, 'utf8');
    assert.ok(text.includes(from), `${file} lacks ${from}`);
    await writeFile(`${path}.new`, text.replace(from, to));
    await rename(`${path}.new`, path);
  }

  const statuses = async () =>
    Promise.all(services.map(async (name) => inspect(await project.container(name), '{{.State.Health.Status}}')));

  it('says in one line how to make .env when there is none', async () => {
    const file = join(project.root, '.env');
    await rename(file, `${file}.away`);
    const { ok, output } = await project.attempt('up', '--wait');
    await rename(`${file}.away`, file);
    assert.equal(ok, false);
    assert.match(output, /^[^\n]*POSTGRES_PASSWORD[^\n]*sh packages\/stack\/env\/write\.sh[^\n]*\n?$/);
  });

  it('shows no secret in `docker compose config`, with whatever files', async () => {
    const token = 'a-token-that-nobody-sees';
    await project.set('HEALTH_DETAIL_TOKEN', token);
    await Project.adopt(project.root);
    for (const stack of [project, project.production, project.withWorkspace]) {
      const config = await stack.compose('config');
      assert.match(config, /file: .*\.stack\/secrets\/HEALTH_DETAIL_TOKEN/);
      for (const secret of [token, oddPassword]) assert.ok(!config.includes(secret), config);
    }
    await project.set('HEALTH_DETAIL_TOKEN', '');
    await Project.adopt(project.root);
  });

  it('starts with `docker compose up --wait`, from a folder whose path has spaces', async () => {
    await project.compose('up', '--detach', '--wait');
    assert.deepEqual(await statuses(), ['healthy', 'healthy', 'healthy', 'healthy']);
    await eventuallyWell(api);
    await eventuallyWell(frontend);
  });

  it('keeps the password out of what the engine tells of containers', async () => {
    for (const service of services) {
      const told = await docker('inspect', await project.container(service));
      assert.ok(!told.includes(JSON.stringify(oddPassword).slice(1, -1)), service);
    }
  });

  itPassesTheBrowserTests(() => project, 'FRONTEND_PORT');

  it('has its data reset, undone, saved and restored from the host, while the API runs', async () => {
    const started = await inspect(await project.container('api'), '{{.State.StartedAt}}');
    const checkout = checkoutAt(project.root);
    await tourData(dataVerbs(await resolveTarget(checkout, composeDriver(checkout), {})), api, 20);
    assert.equal(await inspect(await project.container('api'), '{{.State.StartedAt}}'), started);
  });

  it('publishes ports on the loopback interface only', async () => {
    const template = '{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}';
    for (const service of services)
      assert.equal(await inspect(await project.container(service), template), '127.0.0.1');
  });

  it('limits memory and logs, reaps, and has no fixed container names', async () => {
    const template =
      '{{.Name}} {{.HostConfig.Init}} {{index .HostConfig.LogConfig.Config "max-size"}} {{.HostConfig.Memory}}';
    for (const service of services) {
      const found = await inspect(await project.container(service), template);
      assert.match(found, new RegExp(`^/${project.name}-${service}-1 true 10m [1-9]\\d+$`));
    }
  });

  it('does not let the containers write into the checkout', async () => {
    for (const [service, folder] of [
      ['api', '/app/api/src'],
      ['api', '/app/contract/src'],
      ['frontend', '/app/frontend/src'],
    ] as const) {
      const { ok, output } = await project.attempt('exec', '-T', service, 'touch', `${folder}/written`);
      assert.equal(ok, false);
      assert.match(output, /Read-only file system/);
    }
  });

  it('restarts the API at a change, also when the file is replaced', async () => {
    const file = 'api/src/http/documentation.ts';
    await edit(file, '<title>', '<title>once ');
    await eventually(`${api}/docs/`, (page) => page.includes('<title>once '));
    await edit(file, '<title>once ', '<title>twice ');
    await eventually(`${api}/docs/`, (page) => page.includes('<title>twice '));
    // The API loads this module when it is first asked for: now, so that only another process has the change.
    await eventually(`${api}/openapi.json`, (text) => text.includes('"title":"'));
    await edit('contract/src/openapi.ts', 'info: { title,', 'info: { title: `Changed ${title}`,');
    await eventually(`${api}/openapi.json`, (text) => text.includes('"title":"Changed '));
  });

  it('lets a half-sent request finish when a source is saved, and when it is stopped, and ends with exit code 0', async () => {
    const log = () => project.compose('logs', '--no-log-prefix', 'api');
    const isShuttingDown = async () => /Shutting down(?![^]*Listening)/.test(await log());
    const container = await project.container('api');
    const saved = await sendHalf(api, 'Half-sent over a save');
    await edit('api/src/app.ts', 'import', '/* saved */ import');
    assert.ok(await until(isShuttingDown, { deadlineMs: 20_000, everyMs: 100 }));
    assert.match(await saved.finish(), /^HTTP\/1\.1 201 /);
    await eventuallyWell(api);
    const stopped = await sendHalf(api, 'Half-sent over a stop');
    const stop = docker('stop', container);
    assert.ok(await until(isShuttingDown, { deadlineMs: 20_000, everyMs: 100 }));
    assert.match(await stopped.finish(), /^HTTP\/1\.1 201 /);
    await stop;
    assert.equal(await inspect(container, '{{.State.ExitCode}}'), '0');
    assert.doesNotMatch(await log(), /Exiting at once/);
    await docker('start', container);
    await eventuallyWell(api);
  });

  it('serves the frontend’s modules as they are now', async () => {
    await edit('frontend/src/main.tsx', 'import', '/* changed */ import');
    await eventually(`${frontend}/src/main.tsx`, (text) => text.includes('/* changed */'));
  });

  it('survives a syntax error, and goes on when it is corrected', async () => {
    await edit('api/src/main.ts', 'const config =', 'const config = =');
    await eventually(
      `${frontend}/health/all`,
      (text) => text.includes('problem') || text.includes('cannot be reached'),
    );
    await eventually(`${frontend}/`, (page) => page.includes('<div id="root">'));
    await edit('api/src/main.ts', 'const config = =', 'const config =');
    await eventuallyWell(frontend);
  });

  it('keeps images and containers at an edit, and makes others when the lockfile changes', async () => {
    const before = await project.container('api');
    await project.compose('up', '--detach', '--wait');
    assert.equal(await project.container('api'), before);
    await edit('package-lock.json', '{\n', '{\n\n');
    await project.compose('up', '--detach', '--wait');
    assert.notEqual(await project.container('api'), before);
  });

  it('restarts a service', async () => {
    const started = () => project.container('api').then((id) => inspect(id, '{{.State.StartedAt}}'));
    const before = await started();
    await project.compose('restart', 'api');
    assert.notEqual(await started(), before);
    await eventuallyWell(api);
  });

  it('keeps its data when it is stopped and started again, by another container', async () => {
    const task = await addTask(api, 'kept');
    await project.compose('down', '--timeout', '10');
    await project.compose('up', '--detach', '--wait');
    await eventually(task, (text) => text.includes('"kept"'));
  });

  it('keeps its data when the database’s image is another', async () => {
    const task = await addTask(api, 'kept by an upgrade');
    const before = await project.container('database');
    const image = `${project.name}-upgraded`;
    await docker('tag', 'postgres:16-bookworm', image);
    await edit('docker-compose.yml', 'image: postgres:16-bookworm', `image: ${image}`);
    await project.compose('up', '--detach', '--wait');
    await edit('docker-compose.yml', `image: ${image}`, 'image: postgres:16-bookworm');
    assert.notEqual(await project.container('database'), before);
    await eventually(task, (text) => text.includes('"kept by an upgrade"'));
    await docker('rmi', image);
  });

  it('takes the password of a database whose .env is gone, and sets another where no container knows it', async () => {
    const file = join(project.root, '.env');
    const before = await readFile(file, 'utf8');
    const lose = async () => {
      await rm(file);
      const other = await Project.adopt(project.root);
      for (const line of before.split('\n')) {
        const [name = '', value = ''] = line.split('=');
        if (name.endsWith('_PORT')) await other.set(name, value);
      }
    };
    await lose();
    const password = /^POSTGRES_PASSWORD=.*$/m;
    assert.equal((await readFile(file, 'utf8')).match(password)?.[0], before.match(password)?.[0]);
    await project.compose('down');
    await lose();
    assert.notEqual((await readFile(file, 'utf8')).match(password)?.[0], before.match(password)?.[0]);
    await project.compose('up', '--detach', '--wait');
    await eventually(`${api}/api/tasks`, (text) => text.includes('"kept"'));
  });
});
