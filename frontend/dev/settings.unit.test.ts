import assert from 'node:assert/strict';
import { readSettings } from './settings.ts';

describe('settings of the dev server', () => {
  it('has defaults for everything', () => {
    assert.deepEqual(readSettings({}), {
      host: '127.0.0.1',
      port: 3000,
      apiUrl: 'http://127.0.0.1:4000',
      allowedHosts: [],
    });
  });

  it('takes what is given, and an empty variable for none', () => {
    const settings = readSettings({ HOST: '0.0.0.0', PORT: '0', API_URL: 'http://api:4000/', EXTRA: 'x' });
    assert.deepEqual(settings, { host: '0.0.0.0', port: 0, apiUrl: 'http://api:4000', allowedHosts: [] });
    assert.equal(readSettings({ PORT: '' }).port, 3000);
  });

  it('takes host names, and leaves out what is empty', () => {
    const { allowedHosts } = readSettings({ ALLOWED_HOSTS: 'frontend, .ts.net,,dev.example.com' });
    assert.deepEqual(allowedHosts, ['frontend', '.ts.net', 'dev.example.com']);
    for (const ALLOWED_HOSTS of ['https://x.dev', 'x.dev:3000', 'a b', '*']) {
      assert.throws(() => readSettings({ ALLOWED_HOSTS }), /ALLOWED_HOSTS=.*should be host names/);
    }
  });

  it('names every wrong variable with its value and what it should be', () => {
    assert.throws(() => readSettings({ PORT: '80000', API_URL: 'api:4000' }), {
      message: [
        'Wrong environment of the frontend:',
        '  PORT="80000" should be a port from 0 (any free one) to 65535',
        '  API_URL="api:4000" should be an http or https URL, such as http://127.0.0.1:4000',
      ].join('\n'),
    });
    for (const PORT of ['-1', '3000.5', 'http', ' ']) assert.throws(() => readSettings({ PORT }), /PORT=/);
  });
});
