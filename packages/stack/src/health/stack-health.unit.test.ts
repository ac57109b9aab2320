import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { perService, type ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { ServiceState, StackState } from '../state/stack-state.ts';
import { checkStack, judgeReport, untilHealthy } from './stack-health.ts';

const at = '2026-01-01T00:00:00.000Z';
const healthy = { status: 'healthy', critical: true, latencyMs: 1, checkedAt: at, since: at };
const unhealthy = { ...healthy, status: 'unhealthy', latencyMs: null, error: 'refused' };
const services = { api: healthy, database: healthy, cache: { ...healthy, critical: false } };
const report = {
  status: 'ok',
  timestamp: at,
  phase: 'ready',
  version: '1',
  stack: 'shop-1a2b',
  services,
  system: { uptime: 1, memory: { used: 1, total: 2 }, platform: 'linux' },
};
const summary = {
  status: 'ok',
  timestamp: at,
  detail: 'public',
  services: { api: { status: 'healthy' }, database: { status: 'healthy' }, cache: { status: 'healthy' } },
};
const expected = { services: ['api', 'database', 'cache'] as const, stack: 'shop-1a2b' };

/** What answers, and the faults that are seen in it. */
const answers: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['a healthy report', report, []],
  ['a healthy summary, for who has no token', summary, []],
  [
    'a report of newer code, with fields and services more',
    { ...report, more: 1, services: { ...services, worker: healthy } },
    [],
  ],
  [
    'a service that the stack does not run',
    {
      ...report,
      status: 'degraded',
      services: { ...services, worker: { ...unhealthy, critical: false, error: 'silent' } },
    },
    ['The service worker has stopped reporting'],
  ],
  [
    'one without which nothing works',
    { ...report, status: 'error', services: { ...services, worker: { ...unhealthy, error: 'silent' } } },
    ['The service worker has stopped reporting'],
  ],
  [
    'one of which only the summary tells',
    { ...summary, status: 'degraded', services: { ...summary.services, worker: { status: 'unknown' } } },
    ['The service worker is unknown'],
  ],
  [
    'a service that is unhealthy',
    { ...report, status: 'error', services: { ...services, database: unhealthy } },
    ['The database refuses connections'],
  ],
  [
    'a service that is unknown',
    { ...report, status: 'degraded', services: { ...services, cache: { ...healthy, status: 'unknown' } } },
    ['The cache is unknown'],
  ],
  [
    'a status that nobody knows',
    { ...report, services: { ...services, cache: { ...healthy, status: 'splendid' } } },
    ['The cache is unknown'],
  ],
  [
    'a report without a service',
    { ...report, services: { api: healthy, database: healthy } },
    ['The cache is missing from the health report'],
  ],
  [
    'a report without any service',
    { ...report, services: {} },
    ['api', 'database', 'cache'].map((name) => `The ${name} is missing from the health report`),
  ],
  [
    'an error of everything healthy',
    { ...report, status: 'error' },
    ['The api reports an error that it does not explain'],
  ],
  [
    'the report of another stack',
    { ...report, stack: 'blog-9f' },
    ['The api does not answer: that of another stack does, on its port (blog-9f)'],
  ],
  [
    'a report of no stack',
    { ...report, stack: undefined },
    ['The api does not answer: that of another stack does, on its port (one without a name)'],
  ],
];

const noReports: Readonly<Record<string, unknown>> = {
  'a status without services': { status: 'ok', services: {} },
  'services without a status': { services: { api: { status: 'healthy' } } },
  'services that are null': { ...report, services: null },
  'a service that is null': { ...report, services: { ...services, api: null } },
  'an empty object': {},
  'a string': 'ok',
  'no JSON': undefined,
};

describe('the judgement on a health report', () => {
  for (const [what, answer] of Object.entries(noReports)) {
    it(`of ${what}: it is none`, () => {
      assert.deepEqual(judgeReport(answer, expected), [
        { service: 'api', critical: true, message: 'The api does not answer: another program does, on its port' },
      ]);
    });
  }

  for (const [what, answer, faults] of answers) {
    it(`of ${what}: ${faults.join(', ') || 'healthy'}`, () => {
      assert.deepEqual(
        judgeReport(answer, expected).map(({ message }) => message),
        faults,
      );
    });
  }
});

describe('whether a stack works', () => {
  let server: Server;
  let answer: unknown;
  let client: string;
  let main: number;
  beforeEach(async () => {
    [answer, client, main] = [report, 'text/javascript', 200];
    server = createServer(({ url }, response) => {
      if (url === '/health/all')
        return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      if (url === '/src/main.tsx') response.statusCode = main;
      return response.setHeader('content-type', client).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
  });

  const origin = () => {
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    return `http://127.0.0.1:${(address satisfies AddressInfo).port}`;
  };

  async function check(changes: Partial<Record<ServiceName, Partial<ServiceState>>> = {}) {
    const url = origin();
    const state: StackState = {
      version: 1,
      mode: 'native',
      stack: 'shop-1a2b',
      phase: 'up',
      startedAt: at,
      urls: perService(() => url),
      services: perService((name) => ({ phase: 'up', since: at, port: 1, starts: 1, ...changes[name] })),
    };
    const { status, faults } = await checkStack(state, { url, token: undefined }, { withFrontend: true });
    return [status, ...faults.map(({ message }) => message)];
  }

  it('is asked of the API and the frontend', async () => {
    assert.deepEqual(await check(), ['ok']);
    answer = { ...report, status: 'degraded', services: { ...services, cache: unhealthy } };
    assert.deepEqual(await check(), ['degraded', 'The cache refuses connections']);
    answer = { ...report, status: 'error', services: { ...services, database: unhealthy } };
    assert.deepEqual(await check(), ['error', 'The database refuses connections']);
  });

  it('counts what reports by heartbeat as critical as that says of itself', async () => {
    const silent = { ...unhealthy, error: 'silent' };
    answer = { ...report, status: 'degraded', services: { ...services, worker: { ...silent, critical: false } } };
    assert.deepEqual(await check(), ['degraded', 'The service worker has stopped reporting']);
    answer = { ...report, status: 'error', services: { ...services, worker: silent } };
    assert.deepEqual(await check(), ['error', 'The service worker has stopped reporting']);
  });

  it('is no when the frontend has a page and no modules, or one that does not compile', async () => {
    client = 'text/html';
    assert.deepEqual(await check(), [
      'error',
      'The frontend serves no modules: /@vite/client is text/html with status 200',
    ]);
    [client, main] = ['text/javascript', 500];
    assert.match(String(await check()), /error,The frontend cannot compile src\/main\.tsx \(status 500\)/);
  });

  it('is no when the supervisor knows of one that is down, in its words', async () => {
    assert.deepEqual(await check({ api: { phase: 'failed', message: 'The api crashed (exit code 1)' } }), [
      'error',
      'The api crashed (exit code 1)',
    ]);
    assert.deepEqual(await check({ api: { phase: 'restarting', message: 'crashed (killed by SIGKILL)' } }), [
      'error',
      'The api is restarting: crashed (killed by SIGKILL)',
    ]);
    assert.deepEqual(await check({ cache: { phase: 'failed', message: 'No Redis' } }), ['degraded', 'No Redis']);
  });

  it('is no when nobody answers', async () => {
    const url = origin();
    server.close();
    const options = { deadlineMs: 100, signal: new AbortController().signal };
    await assert.rejects(untilHealthy({ url, token: undefined }, expected, options), (error: unknown) => {
      assert.ok(error instanceof StackError);
      return /The api does not answer \(/.test(error.message);
    });
  });

  it('is not waited for in vain by an empty report', async () => {
    answer = { status: 'ok', services: {} };
    const options = { deadlineMs: 100, signal: new AbortController().signal };
    await assert.rejects(untilHealthy({ url: origin(), token: undefined }, expected, options), StackError);
    answer = report;
    await untilHealthy({ url: origin(), token: undefined }, expected, { ...options, deadlineMs: 5_000 });
  });
});
