import assert from 'node:assert/strict';
import { RemoteEnvironment } from './remote-environment.ts';

describe('a remote environment', () => {
  it('has the frontend that the settings name now, or why that is none', async () => {
    let frontendUrl: string | undefined;
    const environment = new RemoteEnvironment({
      name: 'staging',
      apiUrl: 'https://api.example',
      frontendUrl: () => frontendUrl,
      token: () => Promise.resolve(undefined),
      log: () => undefined,
    });
    assert.deepEqual(await environment.addresses(), { api: 'https://api.example', frontend: undefined });
    frontendUrl = 'https://www.example';
    assert.equal((await environment.addresses()).frontend, 'https://www.example/');
    frontendUrl = 'www.example';
    const { api, frontendProblem } = await environment.addresses();
    assert.equal(api, 'https://api.example');
    assert.match(frontendProblem?.message ?? '', /frontendUrl of “staging”.*“www\.example”/);
    environment.dispose();
  });
});
