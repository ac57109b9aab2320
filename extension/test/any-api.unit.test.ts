import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { environmentDescription, failureText, notesOf } from '../src/presentation/environment-text.ts';
import { serviceDescription, serviceFigures, serviceViews } from '../src/presentation/service-view.ts';
import type { EnvironmentSnapshot } from '../src/store/environment-store.ts';
import { LiveEnvironmentStore } from '../src/store/live-environment-store.ts';
import { eventually } from './support/eventually.ts';
import { startPageServer, type PageServer } from './support/page-server.ts';

/** What an API of any kind answers at `/health/all`. */
interface Answer {
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  /** As text it is sent as it is. */
  readonly body: object | string;
}

/** What the extension shows of it. */
interface Shown {
  /** Beside the environment's name. */
  readonly is: string | RegExp;
  /** Each service, by its key, with what stands beside its name and the figures below it. */
  readonly services?: Readonly<Record<string, string>>;
  /** What is missing, or why there is nothing. */
  readonly says?: RegExp;
}

const now = () => new Date().toISOString();

/** This moment by a clock of another zone, with so many digits after the second. */
function elsewhere(hours: number, digits: number): string {
  const sign = hours < 0 ? '-' : '+';
  const there = new Date(Date.now() + hours * 3_600_000).toISOString();
  const fraction = digits === 0 ? '' : `.${'1234567'.slice(0, digits)}`;
  return `${there.slice(0, 19)}${fraction}${sign}${String(Math.abs(hours)).padStart(2, '0')}:00`;
}

const ok = (change: object) => ({ body: { status: 'ok', timestamp: now(), services: {}, ...change } });
const database = (change: object, status = 'ok') => ok({ status, services: { database: change } });

const whole = {
  phase: 'ready',
  version: '2.0',
  system: { uptime: 60, memory: { used: 1, total: 2 }, platform: 'linux' },
  services: {
    db: { status: 'healthy', critical: true, latencyMs: 2, checkedAt: now(), since: now() },
  },
};

const rows: readonly (readonly [what: string, answer: () => Answer, shown: Shown])[] = [
  // What may be left out
  [
    'the whole report',
    () => ok(whole),
    { is: 'all healthy', services: { db: 'healthy · 2.0 ms; latency since checked' } },
  ],
  ['no services', () => ok({}), { is: 'reports no services', services: {} }],
  ['no services, and not well', () => ok({ status: 'error' }), { is: 'not working', services: {} }],
  [
    'a status of each service only',
    () => database({ status: 'healthy' }),
    { is: 'all healthy', services: { database: 'healthy' } },
  ],
  [
    'a failure without a reason',
    () => database({ status: 'unhealthy' }, 'error'),
    { is: 'not working: Database', services: { database: 'unhealthy' } },
  ],
  [
    'a failure that degrades',
    () => database({ status: 'unhealthy' }, 'degraded'),
    { is: 'degraded: Database', services: { database: 'unhealthy' } },
  ],
  ['no system', () => ok({ ...whole, system: undefined }), { is: 'all healthy' }],
  ['no version', () => ok({ ...whole, version: undefined }), { is: 'all healthy' }],
  ['no phase', () => ok({ ...whole, phase: undefined }), { is: 'all healthy' }],
  [
    'a latency only',
    () => database({ status: 'healthy', latencyMs: 4 }),
    { is: 'all healthy', services: { database: 'healthy · 4.0 ms; latency' } },
  ],
  [
    'since when only',
    () => database({ status: 'healthy', since: now() }),
    { is: 'all healthy', services: { database: 'healthy; since' } },
  ],
  [
    'an error only',
    () => database({ status: 'unhealthy', error: 'refused' }, 'error'),
    { is: 'not working: Database', services: { database: 'unhealthy · refuses connections; error remedy' } },
  ],
  ['what it was not asked for', () => ok({ ...whole, region: 'mars', shards: [1, 2] }), { is: 'all healthy' }],
  [
    'a status for health endpoints of load balancers',
    () => ({ status: 503, ...database({ status: 'unhealthy' }, 'error') }),
    { is: 'not working: Database' },
  ],
  // Times
  ['a time with the offset of UTC', () => ok({ ...whole, timestamp: elsewhere(0, 6) }), { is: 'all healthy' }],
  ['a time of another zone', () => ok({ ...whole, timestamp: elsewhere(2, 3) }), { is: 'all healthy' }],
  ['a time of a zone to the west', () => ok({ ...whole, timestamp: elsewhere(-7, 7) }), { is: 'all healthy' }],
  ['a time in whole seconds', () => ok({ ...whole, timestamp: elsewhere(0, 0) }), { is: 'all healthy' }],
  [
    'a time without a zone',
    () => ok({ timestamp: now().slice(0, 23) }),
    { is: 'no answer', says: /“timestamp” of its health report is "20.*\d" instead of a time with its offset/ },
  ],
  [
    'seconds since 1970',
    () => ok({ timestamp: 1_795_000_000 }),
    { is: 'no answer', says: /“timestamp” of its health report is 1795000000/ },
  ],
  [
    'a thirtieth of February',
    () => ok({ timestamp: '2026-02-30T12:00:00Z' }),
    { is: 'no answer', says: /“timestamp”.*2026-02-30/ },
  ],
  ['no time', () => ok({ timestamp: undefined }), { is: 'no answer', says: /its health report has no “timestamp”/ }],
  [
    'a clock that is an hour ahead',
    () => ok({ ...whole, timestamp: new Date(Date.now() + 3_600_000).toISOString() }),
    { is: 'all healthy' },
  ],
  // What does not fit
  [
    'a version that is a number',
    () => ok({ ...whole, version: 2 }),
    { is: 'all healthy', says: /“version” of its health report is 2$/ },
  ],
  [
    'a phase of its own',
    () => ok({ ...whole, phase: 'hibernating' }),
    { is: 'all healthy', says: /“phase” of its health report is "hibernating"/ },
  ],
  [
    'a system of its own',
    () => ok({ ...whole, system: { load: 1 } }),
    { is: 'all healthy', says: /has no “system.uptime”/ },
  ],
  [
    'a latency that is a text',
    () => database({ status: 'healthy', latencyMs: '4 ms' }),
    {
      is: 'all healthy',
      services: { database: 'healthy' },
      says: /“services.database.latencyMs” of its health report is "4 ms"/,
    },
  ],
  [
    'a negative latency',
    () => database({ status: 'healthy', latencyMs: -1 }),
    { is: 'all healthy', services: { database: 'healthy' }, says: /latencyMs” of its health report is -1/ },
  ],
  [
    'a since that is no time',
    () => database({ status: 'healthy', since: 'long ago' }),
    { is: 'all healthy', says: /since” of its health report is "long ago"/ },
  ],
  [
    'a status that nobody knows',
    () => database({ status: 'sleepy' }),
    { is: 'degraded: Database', services: { database: 'unknown' } },
  ],
  [
    'an error that nobody knows',
    () => database({ status: 'unhealthy', error: 'ECONNREFUSED 10.0.0.7' }, 'error'),
    {
      is: 'not working: Database',
      services: { database: 'unhealthy · fails for a reason that is not known; error remedy' },
    },
  ],
  [
    'a service that is a text',
    () => ok({ services: { database: 'UP' } }),
    { is: 'no answer', says: /“services.database” of its health report is "UP"/ },
  ],
  [
    'services in a list',
    () => ok({ services: [{ name: 'database' }] }),
    { is: 'no answer', says: /“services” of its health report is \[/ },
  ],
  [
    'a status of Spring',
    () => ({ body: { status: 'UP', components: { db: { status: 'UP' } } } }),
    { is: 'no answer', says: /“status” of its health report is "UP"/ },
  ],
  [
    'a status of the draft of the IETF',
    () => ({ body: { status: 'pass', checks: {} } }),
    { is: 'no answer', says: /“status” of its health report is "pass"/ },
  ],
  [
    'nothing of a report',
    () => ({ body: { hello: 'world' } }),
    { is: 'no answer', says: /its health report has no “status”/ },
  ],
  ['a list', () => ({ body: [] }), { is: 'no answer', says: /its answer is not a health report/ }],
  ['a text', () => ({ body: '"ok"' }), { is: 'no answer', says: /its answer is not a health report/ }],
  [
    'a page',
    () => ({ body: '<html>', headers: { 'content-type': 'text/html' } }),
    { is: 'no answer', says: /its answer is not JSON/ },
  ],
  ['nothing', () => ({ body: '' }), { is: 'no answer', says: /its answer is not JSON/ }],
  [
    'no such path',
    () => ({ status: 404, body: 'Not found' }),
    { is: 'no answer', says: /it answers with status 404 at http.*\/health\/all/ },
  ],
  ['a failure', () => ({ status: 500, body: 'oops' }), { is: 'no answer', says: /status 500/ }],
  [
    'another place',
    () => ({ status: 302, headers: { location: '/login' }, body: '' }),
    { is: 'no answer', says: /redirects/ },
  ],
  [
    'the question who asks',
    () => ({ status: 401, body: '' }),
    { is: 'token needed', says: /asks for a token \(status 401\).*Set Detail Token/ },
  ],
  [
    'no more than is public',
    () => ok({ detail: 'public', services: { api: { status: 'healthy' } } }),
    { is: 'all healthy', services: { api: 'healthy' } },
  ],
  [
    'markup and control characters',
    () => ok({ services: { '<b>\u001b[31m$(x)\u202e': { status: 'healthy' } } }),
    { is: 'all healthy', services: { '<b> [31m$(x)': 'healthy' } },
  ],
];

/** Each service with what stands beside its name, and the figures below it. */
function shownServices(snapshot: EnvironmentSnapshot): Record<string, string> {
  const described = serviceViews(snapshot).map((view) => {
    const figures = serviceFigures(view, Date.now()).map(({ id }) => id);
    return [view.key, [serviceDescription(view), ...(figures.length > 0 ? [figures.join(' ')] : [])].join('; ')];
  });
  return Object.fromEntries(described);
}

describe('an API of any kind', () => {
  let server: PageServer;
  let store: LiveEnvironmentStore;
  let answer: () => Answer;

  beforeEach(async () => {
    server = await startPageServer(({ url }, response) => {
      if (url !== '/health/all') return response.writeHead(404).end();
      const { status = 200, headers = { 'content-type': 'application/json' }, body } = answer();
      return response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    const source = { api: server.origin, token: undefined, frontend: undefined };
    store = new LiveEnvironmentStore({ findSource: () => Promise.resolve(source), log: () => undefined });
  });
  afterEach(async () => {
    store.dispose();
    await server.stop();
  });

  for (const [what, answerOf, { is, services, says }] of rows) {
    it(`that answers with ${what} is shown as such`, async () => {
      answer = answerOf;
      store.watch('foreground');
      await eventually(() => assert.ok(store.snapshot.fresh || store.snapshot.failure));
      const { snapshot } = store;
      const description = environmentDescription(snapshot, Date.now());
      if (typeof is === 'string') assert.equal(description, is);
      else assert.match(description, is);
      if (services) assert.deepEqual(shownServices(snapshot), services);
      const told = [failureText(snapshot), ...notesOf(snapshot)].filter((text) => text !== undefined);
      if (says) assert.match(told.join('. '), says);
      else assert.deepEqual(told, []);
    });
  }
});
