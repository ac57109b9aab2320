import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { misspeltSettings } from './known-settings.ts';

describe('a setting that is misspelt', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'misspelt-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const cases: readonly (readonly [name: string, meant: string | undefined])[] = [
    ['APIPORT', 'API_PORT'],
    ['api_port', 'API_PORT'],
    ['POSTGRES_PASWORD', 'POSTGRES_PASSWORD'],
    ['STRICT_PORT', 'STRICT_PORTS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['HEALTH_DEADLINE_SECOND', 'HEALTH_DEADLINE_SECONDS'],
    ['API_PORT', undefined],
    ['COMPOSE_PROFILES', undefined],
    ['PRODUCTION_PORT', undefined],
    ['STRIPE_SECRET_KEY', undefined],
    ['PORT', undefined],
  ];
  for (const [name, meant] of cases) {
    it(`is ${meant ? `told from ${meant}` : 'none'}: ${name}`, () => {
      const envFile = join(folder, '.env');
      writeFileSync(envFile, `${name}=1\n`);
      assert.deepEqual(misspeltSettings({ ...thisCheckout, envFile }), meant ? [{ name, meant }] : []);
    });
  }
});
