import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createServer } from 'vite';
import { readAnswer } from '@zero-to-running/health/client/answer';
import { emptyHistory } from '@zero-to-running/health/client/history';
import type { HealthReport, ServiceError, ServiceHealth } from '@zero-to-running/health/contract/report';
import { atNoon, noon, report, service } from '@zero-to-running/health/contract/test-support/reports';
import { reportLines } from '@zero-to-running/stack/health/report-view';
import { environmentDescription } from '../src/presentation/environment-text.ts';
import { serviceDescription, serviceFigures, overallOf, serviceViews } from '../src/presentation/service-view.ts';
import { emptySnapshot } from '../src/store/environment-store.ts';
import { keepNodeEnv } from './support/keep-node-env.ts';
import { overallWord } from '@zero-to-running/health/words/states';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const latency = (latencyMs: number): Partial<ServiceHealth> => ({ latencyMs });
const sinceAgo = (ms: number): Partial<ServiceHealth> => ({ since: atNoon(-ms) });
const failing = (error: ServiceError): Partial<ServiceHealth> => ({ status: 'unhealthy', latencyMs: null, error });

/** Each row is a value of one service, and the words for it on every surface. */
const rows: readonly (readonly [string, Partial<ServiceHealth>, readonly string[]])[] = [
  ['a latency of nothing', latency(0), ['0.0 ms']],
  ['a small latency', latency(0.24), ['0.2 ms']],
  ['a latency of a millisecond', latency(1), ['1.0 ms']],
  ['a latency just below ten', latency(9.94), ['9.9 ms']],
  ['a latency that rounds to ten', latency(9.96), ['10 ms']],
  ['a latency of many digits', latency(14.449), ['14 ms']],
  ['a slow answer', latency(250.4), ['250 ms']],
  ['a latency just below a second', latency(999.4), ['999 ms']],
  ['a latency that rounds to a second', latency(999.6), ['1.0 s']],
  ['more than a second', latency(1_234), ['1.2 s']],
  ['an absurd latency', latency(1e300), ['more than 99 s']],
  ['six seconds', sinceAgo(6 * second), ['6 s']],
  ['just below a minute', sinceAgo(59.9 * second), ['59 s']],
  ['a minute', sinceAgo(minute), ['1 min']],
  ['a minute and five seconds', sinceAgo(65 * second), ['1 min 5 s']],
  ['an hour', sinceAgo(hour), ['1 h']],
  ['an hour and five seconds', sinceAgo(hour + 5 * second), ['1 h']],
  ['two hours and five minutes', sinceAgo(2 * hour + 5 * minute), ['2 h 5 min']],
  ['a day', sinceAgo(day), ['1 d']],
  ['a day and an hour', sinceAgo(day + 61 * minute), ['1 d 1 h']],
  ['a year', sinceAgo(400 * day), ['400 d']],
  ['a healthy service', {}, ['healthy']],
  ['a service that reports by itself', { latencyMs: null }, ['healthy']],
  ['a service without a word for why', { status: 'unhealthy', latencyMs: null }, ['unhealthy']],
  ['a service that was not asked lately', { status: 'unknown', latencyMs: null }, ['unknown']],
  ['a timeout', failing('timeout'), ['does not answer in time', 'It may be paused, overloaded']],
  ['a refusal', failing('refused'), ['refuses connections', 'It is probably not running']],
  ['wrong credentials', failing('auth'), ['rejects the credentials', 'Compare the user and the password']],
  ['a host name', failing('unresolved'), ['has a host name that does not resolve', 'Check the host in its URL']],
  ['no connection left', failing('exhausted'), ['has no free connection left', 'look for slow queries']],
  ['a lock', failing('busy'), ['is locked by another operation', 'wait for it to end, or end it']],
  ['a replica', failing('read-only'), ['accepts no writes', 'It may be a replica']],
  ['a missing table', failing('schema'), ['lacks a database, table or column', 'Apply the migrations']],
  ['a full disk', failing('full'), ['has no room left', 'free some, or give it more']],
  ['silence', failing('silent'), ['has stopped reporting', 'It hangs or has ended']],
  ['another error', failing('unknown'), ['fails for a reason that is not known', 'Look at the log of the API']],
];

/** Each row is the state of the whole, and the words for it on every surface. */
const wholes: readonly (readonly [string, Partial<HealthReport>, readonly string[]])[] = [
  ['all is well', {}, ['all healthy']],
  [
    'an optional service is away',
    { status: 'degraded', services: { cache: service(failing('refused')) } },
    ['degraded'],
  ],
  [
    'a critical service is away',
    { status: 'error', services: { database: service(failing('busy')) } },
    ['not working'],
  ],
];

/** Each row is a figure of the system, and its words on the two surfaces that show it. */
const systems: readonly (readonly [string, HealthReport['system'], readonly string[]])[] = [
  ['a small process', { uptime: 5, memory: { used: 95.6, total: 2_048 }, platform: 'linux' }, ['96 MB of 2 GB', '5 s']],
  [
    'a large one',
    { uptime: 7_500, memory: { used: 1_000, total: 24_064 }, platform: 'linux' },
    ['1000 MB of 23.5 GB', '2 h 5 min'],
  ],
  [
    'an old one',
    { uptime: 90_000, memory: { used: 1_024, total: 1_024 }, platform: 'linux' },
    ['1 GB of 1 GB', '1 d 1 h'],
  ],
];

const inTerminal = (answer: HealthReport) =>
  reportLines(answer, { now: noon, width: Infinity }).map(stripVTControlCharacters).join('\n');

const inEditor = (answer: HealthReport) => {
  const read = readAnswer(answer);
  const snapshot = { ...emptySnapshot, ...read, link: 'live' as const, fresh: true, receivedAt: noon };
  const services = serviceViews(snapshot).flatMap((view) => {
    const figures = serviceFigures(view, noon).map(({ value }) => value);
    return [serviceDescription(view), figures.join('\n')];
  });
  return [overallWord(overallOf(snapshot)), environmentDescription(snapshot, noon), ...services].join('\n');
};

/** As whole words, and no figure of more digits or units than these. */
const contains = (text: string, words: string) =>
  new RegExp(String.raw`(?<![\w.])${words.replaceAll(/[.()]/g, String.raw`\$&`)}(?!\w|\.\d| \d)`, 'i').test(text);

function assertSame(
  answer: HealthReport,
  words: readonly string[],
  surfaces: Readonly<Record<string, (answer: HealthReport) => string>>,
) {
  for (const [name, show] of Object.entries(surfaces)) {
    const text = show(answer);
    for (const each of words) assert.ok(contains(text, each), `${name} has not ${JSON.stringify(each)}: ${text}`);
  }
}

describe('the words for a value are the same in the browser, the editor and the terminal', () => {
  let board: (answer: HealthReport) => string;
  before(async function load() {
    this.timeout(60_000);
    const root = fileURLToPath(new URL('../../packages/health', import.meta.url));
    const vite = await keepNodeEnv(() =>
      createServer({
        root,
        configFile: false,
        logLevel: 'error',
        appType: 'custom',
        server: { middlewareMode: true, ws: false },
        optimizeDeps: { noDiscovery: true },
      }),
    );
    const { HealthBoard } = await vite.ssrLoadModule('/src/react/health-board.tsx');
    board = (answer) =>
      renderToStaticMarkup(createElement(HealthBoard, { answer, history: emptyHistory, now: noon, trusted: true }));
    await vite.close();
  });

  const inBrowser = (answer: HealthReport) =>
    board(answer)
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');

  const everywhere = { browser: inBrowser, editor: inEditor, terminal: inTerminal };

  for (const [what, health, words] of rows) {
    it(what, () => assertSame(report({ services: { database: service(health) } }), words, everywhere));
  }
  for (const [what, change, words] of wholes) it(what, () => assertSame(report(change), words, everywhere));
  for (const [what, system, words] of systems) {
    it(what, () => assertSame(report({ system }), words, { browser: inBrowser, terminal: inTerminal }));
  }

  it('in the same order of services', () => {
    const names = ['queue', 'cache', 'database', 'api', 'frontend'];
    const services = Object.fromEntries(names.map((name, index) => [name, service({ latencyMs: index + 11 })]));
    const orderIn = (text: string) =>
      names
        .map((_name, index) => [text.indexOf(`${index + 11} ms`), index] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, index]) => index);
    const orders = Object.values(everywhere).map((show) => orderIn(show(report({ services }))));
    for (const order of orders) assert.deepEqual(order, [4, 3, 2, 1, 0]);
  });
});
