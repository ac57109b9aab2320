import assert from 'node:assert/strict';
import { localAddresses, type AddressSources } from './local-addresses.ts';

const nothing: AddressSources = { settings: { apiUrl: '', frontendUrl: '' }, env: {}, state: undefined };
const state = { urls: { api: 'http://127.0.0.1:4001', frontend: 'http://127.0.0.1:3001' } };
const env = { ZERO_TO_RUNNING_API_URL: 'http://api:4000', ZERO_TO_RUNNING_FRONTEND_URL: 'http://frontend:3000' };

const apiOf = (sources: Partial<AddressSources>) => localAddresses({ ...nothing, ...sources }).asked.api;

const stoppedBy = (sources: Partial<AddressSources>) => localAddresses({ ...nothing, ...sources }).stoppedBy;

describe('addresses of a local stack', () => {
  it('are the usual ones where nothing says otherwise, and a guess', () => {
    const { asked, source } = localAddresses(nothing);
    assert.deepEqual(asked, { api: 'http://localhost:4000', frontend: 'http://localhost:3000' });
    assert.equal(source, undefined);
  });

  it('are those of the running stack, else of the environment, else of the settings: the last is the strongest', () => {
    assert.equal(apiOf({ state }), 'http://127.0.0.1:4001');
    assert.equal(apiOf({ state, env }), 'http://api:4000');
    assert.equal(
      apiOf({ state, env, settings: { apiUrl: 'https://x.example/health', frontendUrl: '' } }),
      'https://x.example',
    );
  });

  it('for a person are those of the stack, as the names in a container are for the container', () => {
    const { asked, opened } = localAddresses({ ...nothing, env, state });
    assert.equal(asked.frontend, 'http://frontend:3000/');
    assert.equal(opened.frontend, 'http://127.0.0.1:3001/');
  });

  it('tell a stack that does not run from one that fails, by who says where it is', () => {
    assert.deepEqual(
      [stoppedBy({}), stoppedBy({ env }), stoppedBy({ env, state })],
      ['refused', 'unresolved', undefined],
    );
    assert.equal(stoppedBy({ settings: { apiUrl: 'http://x', frontendUrl: '' } }), undefined);
  });

  it('of a file lead nowhere but to this machine', () => {
    const elsewhere = { urls: { api: 'http://169.254.169.254', frontend: 'http://intranet' } };
    const { asked, source } = localAddresses({ ...nothing, state: elsewhere });
    assert.deepEqual([asked.api, source], ['http://localhost:4000', undefined]);
  });

  it('of a frontend that are none leave the API’s as it is, and say what is wrong, without a password', () => {
    const settings = { apiUrl: '', frontendUrl: 'localhost:3000' };
    const { asked, opened, source } = localAddresses({ ...nothing, state, settings });
    assert.deepEqual([asked.api, asked.frontend, source], ['http://127.0.0.1:4001', undefined, 'state']);
    for (const { frontendProblem } of [asked, opened]) {
      assert.equal(frontendProblem?.kind, 'bad-address');
      assert.match(frontendProblem.message, /zeroToRunning\.frontendUrl is “localhost:3000”.*begin with http:/);
    }
    const secret = { apiUrl: '', frontendUrl: 'http://me:hunter2@host/?token=hunter2' };
    const { message } = localAddresses({ ...nothing, settings: secret }).asked.frontendProblem ?? assert.fail();
    assert.ok(message.includes('“http://…@host/?…”'), message);
  });

  it('that are none are refused, by the name of what says so', () => {
    for (const apiUrl of ['localhost:4000', 'file:///etc/passwd', 'http://user:secret@host', 'http://']) {
      assert.throws(() => localAddresses({ ...nothing, settings: { apiUrl, frontendUrl: '' } }), {
        kind: 'bad-address',
        message: /zeroToRunning\.apiUrl/,
      });
    }
  });
});
