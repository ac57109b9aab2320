import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { apiSettings } from '../native/services/api.ts';
import { markerOf } from '../process/processes.ts';
import { fromShell, ignoredFromShell, programEnvironment } from './shell.ts';
import type { Verb } from '../verbs.ts';

const has = (name: string, verb: Verb) => name in fromShell({ [name]: 'x' }, verb);

describe('the environment of what the stack starts', () => {
  for (const [name, verbs] of [
    ['NODE_ENV', []],
    ['NODE_OPTIONS', []],
    ['PGSSLMODE', []],
    ['PGOPTIONS', []],
    ['PGHOST', []],
    ['COMPOSE_PROJECT_NAME', []],
    ['COMPOSE_FILE', []],
    ['COMPOSE_ENV_FILES', []],
    ['DATABASE_URL', []],
    ['POSTGRES_PASSWORD', []],
    ['LOG_LEVEL', []],
    ['APP_VERSION', []],
    ['TF_VAR_region', []],
    ['TF_WORKSPACE', []],
    ['TF_CLI_ARGS', []],
    ['TF_CLI_ARGS_init', []],
    ['TF_CLI_ARGS_plan', []],
    ['TF_CLI_ARGS_apply', []],
    ['AWS_PROFILE', ['deploy', 'health']],
    ['AWS_ENDPOINT_URL', ['plan']],
    ['GIT_DIR', []],
    ['MAKEFLAGS', []],
    ['npm_config_omit', []],
    ['npm_config_registry', ['dev']],
    ['LD_PRELOAD', []],
    ['NAME', []],
    ['STACK', []],
    ['PATH', ['dev', 'deploy', 'test']],
    ['DOCKER_HOST', ['dev', 'deploy']],
    ['DOCKER_DEFAULT_PLATFORM', []],
    ['HTTPS_PROXY', ['dev']],
    ['SSL_CERT_FILE', ['dev']],
    ['XDG_CACHE_HOME', ['dev']],
    ['LC_ALL', ['dev']],
    ['REQUIRE_ALL', ['test']],
    ['CHROMIUM_PATH', ['test', 'bench']],
    ['VSCODE_IPC_HOOK_CLI', ['install-extension']],
  ] as const satisfies readonly (readonly [string, readonly Verb[]])[]) {
    it(`has ${name} ${verbs.length === 0 ? 'never' : `for ${verbs.join(', ')}`}`, () => {
      for (const verb of ['dev', 'deploy', 'plan', 'health', 'test', 'bench', 'install-extension'] as const) {
        const isTaken = verbs.some((each) => each === verb);
        // A row names some of the verbs where all of a group take it.
        if (isTaken || verbs.length === 0) assert.equal(has(name, verb), isTaken, verb);
      }
      if (verbs.length > 0 && !verbs.some((verb) => verb === 'dev')) assert.equal(has(name, 'dev'), false);
    });
  }

  it('has the project that a dev container belongs to, and no other', () => {
    const shell = { COMPOSE_PROJECT_NAME: 'x' };
    assert.deepEqual(fromShell(shell), {});
    assert.deepEqual(fromShell({ ...shell, IN_DEV_CONTAINER: '1' }), { ...shell, IN_DEV_CONTAINER: '1' });
  });

  it('asks for nothing of this machine through a proxy', () => {
    const { NO_PROXY, no_proxy: lower } = fromShell({
      https_proxy: 'http://proxy:8080',
      NO_PROXY: 'corp.test,localhost',
    });
    assert.equal(NO_PROXY, 'corp.test,localhost,127.0.0.1,::1');
    assert.equal(lower, NO_PROXY);
    assert.equal('NO_PROXY' in fromShell({ PATH: '/bin' }), false);
  });

  it('finds the Node of this process first, and says nothing in colour', () => {
    const { PATH = '', NO_COLOR, ...others } = programEnvironment({ PORT: '1' });
    assert.ok(PATH.startsWith(process.execPath.replace(/\/node$/, ':')), PATH);
    assert.equal(NO_COLOR, '1');
    assert.equal(others['PORT'], '1');
    assert.equal('FORCE_COLOR' in others, false);
  });

  it('carries the marker of a stack on to what its supervisor starts', () => {
    const marker = markerOf('0123456789abcdef');
    const [name = ''] = Object.keys(marker);
    assert.equal(name in programEnvironment(), false);
    Object.assign(process.env, marker);
    try {
      assert.deepEqual({ ...programEnvironment(), ...marker }, programEnvironment());
    } finally {
      delete process.env[name];
    }
  });

  it('leaves out what a person may think to count, and names it', () => {
    const shell = { COMPOSE_FILE: 'x', POSTGRES_PASSWORD: 'x', API_PORT: '1', NAME: 'x', EDITOR: 'vi', NODE_ENV: '' };
    assert.deepEqual(ignoredFromShell(shell), ['API_PORT', 'COMPOSE_FILE', 'POSTGRES_PASSWORD']);
    assert.deepEqual(ignoredFromShell({ ...shell, IN_DEV_CONTAINER: '1' }), []);
  });
});

describe('what the API takes from .env', () => {
  it('is the same natively and in its container', () => {
    const compose = readFileSync(join(thisCheckout.root, 'docker-compose.yml'), 'utf8');
    const ofApi = /^ {2}api:\n(.*?)^ {2}\w+:\n/ms.exec(compose)?.[1] ?? '';
    const handedOn = [...ofApi.matchAll(/^ {6}([A-Z_]+):$/gm)].map(([, name = '']) => name);
    // Natively the password is in the URL.
    const secrets = [...ofApi.matchAll(/^ {6}([A-Z_]+)_FILE: /gm)].map(([, name = '']) => name);
    const names = [...handedOn, ...secrets].filter((name) => name !== 'DATABASE_PASSWORD');
    assert.deepEqual(names.toSorted(), apiSettings.toSorted());
  });
});
