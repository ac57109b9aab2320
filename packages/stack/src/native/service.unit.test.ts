import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceLog } from '../logs/log-file.ts';
import { identify, isAlive } from '../process/processes.ts';
import { until } from '../process/wait.ts';
import { StackError } from '../stack-error.ts';
import type { ServicePhase } from '../state/stack-state.ts';
import { Service } from './service.ts';
import type { ServiceDefinition } from './service-definition.ts';

const deadlineMs = 10_000;

describe('a service', () => {
  let directory: string;
  let service: Service;
  let phases: ServicePhase[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'service-'));
    phases = [];
  });
  afterEach(async () => {
    await service.stop();
    rmSync(directory, { recursive: true });
  });

  /** A script that is ready when it has made the file `ready`. */
  function create(script: string, changes: Partial<ServiceDefinition> = {}): Service {
    const ready = join(directory, 'ready');
    const definition: ServiceDefinition = {
      name: 'api',
      critical: true,
      readyWithinMs: deadlineMs,
      ending: [
        { signal: 'SIGTERM', waitMs: 2_000 },
        { signal: 'SIGKILL', waitMs: 2_000 },
      ],
      prepare() {
        rmSync(ready, { force: true });
        const { PATH = '' } = process.env;
        return Promise.resolve({ program: 'sh', file: 'sh', args: ['-c', script], cwd: directory, env: { PATH } });
      },
      isReady: () => Promise.resolve(existsSync(ready)),
      fixFor: (output) => [`fix ${output}`],
      ...changes,
    };
    const log = new ServiceLog({ logs: directory }, 'api');
    service = new Service(definition, log, { port: 1 }, () => {
      if (service.state.phase !== phases.at(-1)) phases.push(service.state.phase);
    });
    return service;
  }

  const failure = () =>
    service.start().then(
      () => assert.fail('it started'),
      (error: unknown) => error,
    );
  const log = () => readFileSync(service.log.path, 'utf8');

  it('is up when it is ready, and ends with everything it started', async () => {
    create('sleep 60 & echo $! >child; echo hello; touch ready; wait');
    await service.start();
    assert.deepEqual(phases, ['preparing', 'starting', 'up']);
    const { process: identity, starts, program } = service.state;
    assert.ok(identity && isAlive(identity));
    assert.deepEqual([starts, program], [1, 'sh']);
    assert.ok(await until(() => existsSync(service.log.path) && /Z hello\n/.test(log()), { deadlineMs }));
    await service.stop();
    assert.deepEqual(phases.slice(3), ['stopping', 'stopped']);
    assert.ok(!isAlive(identity));
    const child = Number(readFileSync(join(directory, 'child'), 'utf8'));
    assert.equal(identify(child), undefined);
  });

  it('fails with the reason, and what can be done, when its program ends', async () => {
    create('echo Error: no luck >&2; exit 3');
    const error = await failure();
    assert.ok(error instanceof StackError);
    assert.match(error.message, /exit code 3/);
    assert.deepEqual(error.fix, ['fix Error: no luck']);
    assert.equal(service.state.phase, 'failed');
    assert.equal(service.state.message, error.message);
    assert.equal(service.state.process, undefined);
  });

  it('fails when its program cannot be found, hangs, or only watches over one that crashed', async () => {
    create('', { prepare: () => Promise.resolve({ program: '', file: 'no-such', args: [], cwd: '/', env: {} }) });
    assert.match(String(await failure()), /ENOENT/);
    create('sleep 60', { readyWithinMs: 100 });
    assert.match(String(await failure()), /not ready within 0\.1 s/);
    create('echo it crashed; sleep 60', { crashed: /^it crashed/ });
    assert.match(String(await failure()), /crashed/);
    assert.equal(service.state.process, undefined);
  });

  it('is started again when it dies, and its leftovers are ended first', async () => {
    create('sleep 60 & echo $! >>children; touch ready; wait');
    await service.start();
    const first = service.state.process;
    assert.ok(first);
    process.kill(first.pid, 'SIGKILL');
    assert.ok(await until(() => service.state.phase === 'up' && service.state.starts === 2, { deadlineMs }));
    assert.deepEqual(phases.slice(3), ['restarting', 'preparing', 'starting', 'up']);
    const [leftover] = readFileSync(join(directory, 'children'), 'utf8').split('\n');
    assert.ok(leftover);
    assert.equal(identify(Number(leftover)), undefined);
    assert.match(log(), /\[stack\] ended \(killed by SIGKILL\)/);
  });

  it('is started again as often as it takes when a restart fails', async () => {
    writeFileSync(join(directory, 'lives'), '');
    create('echo x >>lives; n=$(wc -l <lives); [ $n -eq 2 ] && exit 1; touch ready; exec sleep 60');
    await service.start();
    process.kill(service.state.process?.pid ?? 0, 'SIGKILL');
    assert.ok(await until(() => service.state.phase === 'up' && service.state.starts === 3, { deadlineMs }));
  });

  it('can be stopped while it prepares, starts, or waits to start again', async () => {
    create('sleep 60', {
      prepare: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('not wanted')));
        }),
    });
    let started = failure();
    await service.stop();
    assert.ok(await started);
    assert.equal(service.state.phase, 'stopped');

    create('sleep 60');
    started = failure();
    assert.ok(await until(() => service.state.phase === 'starting', { deadlineMs }));
    await service.stop();
    assert.ok(await started);
    assert.equal(service.state.phase, 'stopped');

    create('touch ready; exec sleep 0.2');
    await service.start();
    assert.ok(await until(() => service.state.phase === 'restarting', { deadlineMs }));
    await service.stop();
    assert.equal(service.state.phase, 'stopped');
  });
});
