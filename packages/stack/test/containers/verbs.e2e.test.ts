import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from '../../src/process/wait.ts';
import { assertAddressesOpen } from '../../src/test/printed-addresses.ts';
import { ComposeCheckout } from './support/compose-checkout.ts';
import { attempt, docker, inspect } from './support/docker.ts';
import { pause } from './support/pause.ts';
import { describeWithEngine } from './support/engine.ts';
import { addTask, eventually, eventuallyWell } from './support/http.ts';
import { checkoutAt } from '../../src/checkout.ts';
import { copyEnvironment } from './support/copied-checkout.ts';
import { services, statusOfAll } from './support/stack-status.ts';

describeWithEngine('make, where an engine answers', () => {
  let stack: ComposeCheckout;

  before(async () => {
    stack = await ComposeCheckout.create('make in it');
  });
  after(() => stack?.remove());

  const containers = () => Promise.all(services.map((service) => stack.project.container(service)));

  /** Output of a verb that has to succeed. */
  async function make(verb: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { ok, output } = await stack.make(verb, env);
    assert.ok(ok, output);
    return output;
  }

  /** Output of a verb that has to fail. */
  async function fails(verb: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { ok, output } = await stack.make(verb, env);
    assert.equal(ok, false, output);
    return output;
  }

  it('says that nothing runs while nothing does', async () => {
    assert.match(await fails('status'), /not running\. Start it: make dev/);
    assert.match(await fails('health'), /not running/);
    assert.match(await make('down'), /Nothing is running/);
    assert.match(await make('clean', { YES: '1' }), /nothing to delete/);
  });

  it('dev starts containers by itself, from a folder whose path has spaces', async () => {
    const output = await make('dev');
    for (const service of services) assert.match(output, new RegExp(`^${service}: healthy$`, 'm'));
    assert.match(output, /Everything is running and healthy after/);
    assert.deepEqual(await stack.running(), services);
    await assertAddressesOpen(output, 5);
    await eventuallyWell(await stack.project.url('FRONTEND_PORT'));
  });

  it('leaves word of where it is for other programs', async () => {
    const state = stack.state();
    assert.equal(state?.mode, 'compose');
    assert.equal(state.phase, 'up');
    assert.equal(new URL(state.urls.api).port, new URL(await stack.project.url('API_PORT')).port);
    assert.equal(state.supervisor, undefined);
    await eventuallyWell(state.urls.api);
  });

  it('dev says that all is up when it is run again, and leaves the containers as they are', async () => {
    const before = await containers();
    assert.match(await make('dev'), /Everything is running and healthy, as before/);
    assert.deepEqual(await containers(), before);
  });

  it('health, status, logs and doctor show it', async () => {
    const health = await make('health');
    for (const service of ['api', 'database', 'cache']) assert.match(health, new RegExp(`${service} +.*healthy`));
    const status = await make('status');
    for (const service of services) assert.match(status, new RegExp(`${service} +healthy .*[0-9a-f]{12} +\\d+ MB`));
    assert.match(status, /\(compose\)/);
    await assertAddressesOpen(status, 4);
    const doctor = await make('doctor');
    for (const name of ['Docker engine', 'Docker Compose', 'memory', 'disk', 'file sharing', 'stack'])
      assert.match(doctor, new RegExp(`[✔!] +${name} `));
    const logs = await make('logs', { FOLLOW: '0' });
    for (const service of services) assert.match(logs, new RegExp(`^${service} +│ \\d\\d:\\d\\d:\\d\\d`, 'm'));
    const ofApi = await make('logs', { FOLLOW: '0', SERVICE: 'api' });
    assert.match(ofApi, /Listening on/);
    assert.doesNotMatch(ofApi, /│|VITE/);
  });

  it('logs go on after a restart, and end with the stack’s', async () => {
    const { child, exited } = stack.begin('logs', { SERVICE: 'api' });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    const starts = () => output.split('Listening on').length - 1;
    assert.ok(await until(() => starts() > 0, { deadlineMs: 30_000 }), output);
    const before = starts();
    await make('restart', { SERVICE: 'api' });
    assert.ok(await until(() => starts() > before, { deadlineMs: 30_000 }), output);
    const lines = output.split('\n');
    assert.equal(new Set(lines).size, lines.length, 'no line is shown twice');
    child.kill('SIGINT');
    await exited;
    assert.equal(child.exitCode, 0);
  });

  it('restart SERVICE=api restarts that one', async () => {
    const started = (service: string) =>
      stack.project.container(service).then((id) => inspect(id, '{{.State.StartedAt}}'));
    const before = await Promise.all(services.map(started));
    assert.match(await make('restart', { SERVICE: 'api' }), /Restarted the api/);
    const after = await Promise.all(services.map(started));
    assert.deepEqual(
      services.filter((_, index) => before[index] !== after[index]),
      ['api'],
    );
    await eventuallyWell(await stack.project.url('API_PORT'));
  });

  it('status tells of a service that was stopped or paused, and dev and restart mend it', async () => {
    await docker('stop', '--time', '5', await stack.project.container('cache'));
    assert.match(await fails('status'), /cache +stopped/);
    assert.match(await make('dev'), /Everything is running and healthy after/);
    await pause(await stack.project.container('cache'));
    assert.match(await fails('status'), /cache +failed[^]*docker unpause/);
    assert.match(await make('restart', { SERVICE: 'cache' }), /Restarted the cache/);
    await eventuallyWell(await stack.project.url('API_PORT'));
  });

  it('refuses to run natively beside it', async () => {
    assert.match(await fails('dev', { STACK: 'native' }), /runs already, in containers.*STACK=native/);
    assert.deepEqual(await stack.running(), services);
  });

  it('restart leaves a dev container running that belongs to the same project, and down ends it', async () => {
    const { name } = stack.project;
    const prefix = 'com.docker.compose';
    const labels = [`${prefix}.project=${name}`, `${prefix}.service=workspace`, `${prefix}.oneoff=False`];
    const network = ['--network', `${name}_app-network`];
    const labelled = labels.flatMap((label) => ['--label', label]);
    const other = await docker('run', '-d', '--init', ...labelled, ...network, 'node:24-bookworm-slim', 'sleep', '600');
    try {
      assert.match(await make('restart'), /Everything is running and healthy after/);
      assert.equal(await inspect(other, '{{.State.Running}}'), 'true');
      assert.match(await make('down'), /Stopped database, cache, api, frontend, workspace/);
      assert.deepEqual(await stack.running(), []);
      assert.match(await make('dev'), /Everything is running and healthy after/);
    } finally {
      await attempt('docker', ['rm', '--force', other]);
    }
  });

  it('down ends what an override file adds, also when the file is gone', async () => {
    const override = join(stack.project.root, 'docker-compose.override.yml');
    await writeFile(
      override,
      'services: { mail: { image: node:24-bookworm-slim, init: true, command: [sleep, "600"] } }\n',
    );
    await make('dev');
    assert.ok((await stack.running()).includes('mail'));
    await rm(override);
    assert.match(await make('down'), /Stopped database, cache, api, frontend, mail/);
    assert.deepEqual(await stack.running(), []);
    await make('dev');
  });

  for (const runs of ['beside the services', 'alone'] as const) {
    it(`down ends what docker compose run has started, ${runs}`, async () => {
      if (runs === 'alone') await make('down');
      await stack.project.compose('run', '--detach', '--no-deps', '--entrypoint', 'sleep', 'api', '600');
      const others = runs === 'alone' ? '' : 'database, cache, api, frontend, ';
      const output = await make('down');
      assert.ok(output.includes(`Stopped ${others}api (docker compose run).`), output);
      const filter = `label=com.docker.compose.project=${stack.project.name}`;
      assert.equal(await docker('ps', '--all', '--quiet', '--filter', filter), '');
      await make('dev');
    });
  }

  it('waits for another start that is under way', async () => {
    await make('down');
    const [first, second] = await Promise.all([stack.make('dev'), stack.make('dev')]);
    assert.ok(first.ok && second.ok, first.output + second.output);
    assert.match(first.output + second.output, /Waiting for another command that is changing this stack/);
    assert.deepEqual(await stack.running(), services);
  });

  it('down stops it, and keeps the data, which restart does as well', async () => {
    const task = await addTask(await stack.project.url('API_PORT'), 'kept by make');
    assert.match(await make('down'), /Stopped database, cache, api, frontend\. Data stays/);
    assert.deepEqual(await stack.running(), []);
    assert.equal(stack.state(), undefined);
    assert.match(await make('restart'), /Everything is running and healthy/);
    await eventually(task, (text) => text.includes('"kept by make"'));
  });

  it('shows a stack that `docker compose up` started, which leaves no word of itself, and takes it over', async () => {
    await make('down');
    await stack.project.compose('up', '--detach', '--wait');
    assert.equal(stack.state(), undefined);
    const { stdout } = await stack.make('status', { JSON: '1' });
    const { urls } = statusOfAll(stdout);
    assert.equal(new URL(urls.api).port, new URL(await stack.project.url('API_PORT')).port);
    await eventuallyWell(urls.api);
    assert.match(await make('health'), /database +.*healthy/);
    for (const service of services) {
      assert.match(await make('logs', { FOLLOW: '0', SERVICE: service }), /^\d\d:\d\d:\d\d/m);
    }
    const before = await containers();
    assert.match(await make('dev'), /Everything is running and healthy/);
    assert.deepEqual(await containers(), before);
    assert.equal(stack.state()?.phase, 'up');
  });

  it('takes the next port where one is taken, says who has it, stays with it, and comes back after a stop', async () => {
    await make('down');
    const wanted = Number(new URL(await stack.project.url('API_PORT')).port);
    const holder = createServer().listen(wanted, '127.0.0.1');
    await once(holder, 'listening');
    try {
      await stack.project.set('STRICT_PORTS', '1');
      const refusal = await fails('dev');
      await stack.project.set('STRICT_PORTS', '0');
      assert.match(refusal, new RegExp(`port ${wanted} for the api is held by .*pid ${process.pid}`));
      const output = await make('dev');
      assert.match(output, new RegExp(`api: port ${wanted} is held by .*pid ${process.pid}.*; using \\d+ instead`));
      assert.match(await make('status'), new RegExp(`port ${wanted} is held by`));
    } finally {
      holder.close();
    }
    assert.notEqual(await stack.project.url('API_PORT'), `http://127.0.0.1:${wanted}`);
    const before = await containers();
    await make('dev');
    assert.deepEqual(await containers(), before);
    await eventuallyWell(await stack.project.url('API_PORT'));
    await make('down');
    await make('dev');
    await eventuallyWell(`http://127.0.0.1:${wanted}`);
  });

  it('leaves the containers of a checkout alone that it was copied from', async () => {
    const copy = await copyEnvironment(stack.project.root);
    try {
      assert.match(
        (await copy.make('status')).output,
        /\.env was copied from .*make in it[^]*The stack is not running/,
      );
      assert.equal((await copy.make('reset', { YES: '1' })).ok, false);
      // Whoever insists on the name is refused.
      await copy.project.set('COMPOSE_PROJECT_NAME', stack.project.name);
      const { ok, output } = await copy.make('dev');
      assert.equal(ok, false, output);
      assert.match(output, /belong to another checkout: .*make in it[^]*COMPOSE_PROJECT_NAME/);
      assert.equal((await copy.make('down')).ok, false);
      assert.deepEqual(await stack.running(), services);
      const { envFile } = copy.checkout;
      const lines = (await readFile(envFile, 'utf8')).split('\n');
      await writeFile(envFile, lines.filter((line) => !line.startsWith('COMPOSE_PROJECT_NAME=')).join('\n'));
      const started = await copy.make('dev');
      assert.ok(started.ok, started.output);
      assert.equal((await copy.make('clean', { YES: '1' })).ok, true);
      assert.deepEqual(await stack.running(), services);
    } finally {
      await copy.remove();
    }
  });

  it('stops it even though .env is gone', async () => {
    const { envFile } = checkoutAt(stack.project.root);
    await rename(envFile, `${envFile}.away`);
    assert.match(await make('down'), /Stopped database, cache, api, frontend/);
    assert.deepEqual(await stack.running(), []);
    await rename(`${envFile}.away`, envFile);
  });

  it('explains a source that does not run, and stops what it has started', async () => {
    const main = join(stack.project.root, 'api/src/main.ts');
    const source = await readFile(main, 'utf8');
    await writeFile(main, `${source}\nconst = ;\n`);
    const output = await fails('dev');
    await writeFile(main, source);
    assert.match(output, /The api did not start: it crashed/);
    assert.match(output, /main\.ts[^]*const = ;[^]*The whole log: make logs SERVICE=api FOLLOW=0/);
    assert.deepEqual(await stack.running(), []);
    assert.match(await make('logs', { SERVICE: 'api', FOLLOW: '0' }), /SyntaxError/);
  });

  it('explains a password that the database was not made with', async () => {
    const { envFile } = checkoutAt(stack.project.root);
    const before = await readFile(envFile, 'utf8');
    await stack.project.set('POSTGRES_PASSWORD', 'another-one');
    const output = await fails('dev');
    await writeFile(envFile, before);
    assert.match(output, /Put that one back into \.env/);
  });

  it('is up without its cache, and says why there is none', async () => {
    const override = join(stack.project.root, 'docker-compose.override.yml');
    await writeFile(override, "services: { cache: { command: [redis-server, --port, 'nowhere'] } }\n");
    const output = await make('dev');
    await rm(override);
    assert.match(output, /Running in degraded mode: the cache is unavailable/);
    assert.match(output, /✖ The cache ends each time it is started/);
    assert.match(await make('health'), /degraded/i);
    assert.match(await make('dev'), /Everything is running and healthy after/);
  });

  it('clean asks, and deletes the volumes and the images', async () => {
    assert.match(await fails('clean'), /no terminal for a question/);
    const output = await make('clean', { YES: '1' });
    assert.match(output, /[1-9]\d* (kB|MB) +the database, with all its data/);
    assert.equal(await stack.volumes(), '');
    assert.deepEqual(await stack.running(), []);
    assert.match(await make('dev'), /Everything is running and healthy/);
    await eventually(`${await stack.project.url('API_PORT')}/api/tasks`, (text) => !text.includes('kept by make'));
  });
});
