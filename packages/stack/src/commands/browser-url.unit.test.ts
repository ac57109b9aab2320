import assert from 'node:assert/strict';
import { perService, serviceNames } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { addressToOpen, browserUrl } from './stack-report.ts';

function stateWith(publishedPort?: number): StackState {
  const since = new Date(0).toISOString();
  const service = { phase: 'up' as const, since, port: 3000, starts: 1, ...(publishedPort ? { publishedPort } : {}) };
  return {
    version: 1,
    mode: 'compose',
    phase: 'up',
    startedAt: since,
    urls: perService((name) => `http://${name}.test`),
    services: perService(() => service),
  };
}

const codespace = { CODESPACE_NAME: 'silver-train-x7', GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN: 'app.github.dev' };

const cases = [
  { title: 'on the host, as the state says', state: stateWith(), env: {}, url: 'http://frontend.test' },
  { title: 'in a dev container, at the published port', state: stateWith(3002), env: {}, url: 'http://localhost:3002' },
  {
    title: 'in Codespaces, at the forwarded address',
    state: stateWith(3002),
    env: codespace,
    url: 'https://silver-train-x7-3000.app.github.dev',
  },
  {
    title: 'with a name of a codespace but no domain, at the published port',
    state: stateWith(3002),
    env: { CODESPACE_NAME: 'silver-train-x7' },
    url: 'http://localhost:3002',
  },
] as const;

describe('where a browser finds the application', () => {
  for (const { title, state, env, url } of cases) {
    it(title, () => assert.equal(browserUrl(state, 'frontend', env), url));
  }
});

describe('what a person opens of a service', () => {
  for (const [where, env, expected] of [
    ['on the host', {}, ['postgres', 'redis', 'http://api.test/docs', 'http://frontend.test']],
    [
      'in Codespaces',
      codespace,
      [
        'postgres',
        'redis',
        'https://silver-train-x7-4000.app.github.dev/docs',
        'https://silver-train-x7-3000.app.github.dev',
      ],
    ],
  ] as const) {
    it(`is a page where there is one, ${where}`, () => {
      const state = stateWith();
      const urls = { ...state.urls, database: 'postgres', cache: 'redis' };
      const found = serviceNames.map((name) => addressToOpen({ ...state, urls }, name, env));
      assert.deepEqual(found, expected);
    });
  }
});
