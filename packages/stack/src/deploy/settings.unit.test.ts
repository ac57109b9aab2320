import assert from 'node:assert/strict';
import { deploySettings } from './options.ts';

describe('what .env says of deploying', () => {
  const file = { IMAGE_REGISTRY: 'registry.test', APP_URL_DEV: 'https://dev.test', APP_URL_EU_1: 'https://eu.test' };

  for (const [what, environment, given, expected] of [
    ['is the registry and the address of an environment', 'dev', {}, ['registry.test', 'https://dev.test']],
    ['is found for a name with a hyphen', 'eu-1', {}, ['registry.test', 'https://eu.test']],
    ['is no address of another environment', 'production', {}, ['registry.test', undefined]],
    ['gives way to an option', 'dev', { IMAGE_REGISTRY: 'mine', APP_URL: 'http://a' }, ['mine', 'http://a']],
    ['counts where an option is empty', 'dev', { IMAGE_REGISTRY: '' }, ['registry.test', 'https://dev.test']],
  ] as const) {
    it(what, () => {
      const { IMAGE_REGISTRY: registry, APP_URL: url } = deploySettings(file, environment, given);
      assert.deepEqual([registry, url], expected);
    });
  }
});
