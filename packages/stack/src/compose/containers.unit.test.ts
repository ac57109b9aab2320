import assert from 'node:assert/strict';
import { conditionOf, type Container, healthCheckCommand, splitConfigFiles } from './containers.ts';

const container = (changes: Partial<Container>): Container => ({
  id: 'c0ffee',
  service: 'cache',
  folder: '/a',
  files: [],
  created: '2026-01-01T00:00:00Z',
  status: 'running',
  health: undefined,
  healthOutput: '',
  exitCode: 1,
  outOfMemory: false,
  error: '',
  startedAt: '2026-01-01T00:00:01Z',
  finishedAt: '2026-01-01T00:00:02Z',
  restarts: 0,
  image: 'redis',
  environment: {},
  ports: [],
  volumes: [],
  ...changes,
});

describe('what Compose writes on its containers', () => {
  for (const [label, expected] of [
    [undefined, []],
    ['', []],
    ['/a/docker-compose.yml', ['/a/docker-compose.yml']],
    ['/a/docker-compose.yml,/a/.devcontainer/compose.yml', ['/a/docker-compose.yml', '/a/.devcontainer/compose.yml']],
    ['/shop, tested/docker-compose.yml', ['/shop, tested/docker-compose.yml']],
    ['/a,b/one.yml,/a,b/two.yml', ['/a,b/one.yml', '/a,b/two.yml']],
  ] as const) {
    it(`reads the files in ${label ?? 'no label'}`, () => assert.deepEqual(splitConfigFiles(label), expected));
  }
});

describe('the command of a health check', () => {
  for (const [test, expected] of [
    [undefined, undefined],
    [null, undefined],
    [[], undefined],
    [['NONE'], undefined],
    [
      ['CMD', 'redis-cli', 'ping'],
      ['redis-cli', 'ping'],
    ],
    [
      ['CMD-SHELL', 'test -e /tmp/a && echo "$HOME"'],
      ['/bin/sh', '-c', 'test -e /tmp/a && echo "$HOME"'],
    ],
  ] as const) {
    it(`is read from ${JSON.stringify(test)}`, () => assert.deepEqual(healthCheckCommand(test), expected));
  }
});

describe('a container that the engine starts again', () => {
  for (const [changes, phase] of [
    [{ status: 'restarting', restarts: 1 }, 'restarting'],
    [{ status: 'restarting', restarts: 3 }, 'failed'],
    [{ health: 'starting', restarts: 2 }, 'starting'],
    [{ health: 'starting', restarts: 3 }, 'failed'],
    [{ health: 'healthy', restarts: 3 }, 'up'],
    [{ health: 'unhealthy', restarts: 0 }, 'failed'],
    [{ status: 'exited', restarts: 3 }, 'failed'],
    [{ status: 'exited', restarts: 3, exitCode: 0 }, 'stopped'],
  ] as const) {
    it(`is ${phase} as ${JSON.stringify(changes)}`, () => {
      assert.equal(conditionOf(container(changes)).phase, phase);
    });
  }
});
