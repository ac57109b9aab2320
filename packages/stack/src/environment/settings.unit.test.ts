import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { checkoutAt, type Checkout } from '../checkout.ts';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';
import { readSettings } from './settings.ts';

function refusesAll(error: unknown): boolean {
  assert.ok(error instanceof StackError);
  for (const name of ['POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'API_PORT', 'STRICT_PORTS']) {
    assert.match(error.message, new RegExp(`${name} is `));
  }
  assert.doesNotMatch(error.message, /hush/);
  assert.match(error.fix.join(' '), /\.env/);
  return true;
}

describe('settings', () => {
  let checkout: Checkout;
  before(() => {
    checkout = checkoutAt(mkdtempSync(join(tmpdir(), 'settings-')));
  });
  after(() => rmSync(checkout.root, { recursive: true }));

  function read(file: string, environment: NodeJS.ProcessEnv = {}) {
    writeFileSync(checkout.envFile, file);
    return readSettings(checkout, environment);
  }

  it('come from .env, with defaults for what is missing or empty', () => {
    const settings = read('POSTGRES_PASSWORD=secret\nAPI_PORT=4100\nCACHE_PORT=\nCORS_ORIGINS=http://x\n');
    assert.deepEqual(settings.ports, { frontend: 3000, api: 4100, database: 5432, cache: 6379 });
    assert.equal(settings.user, 'app');
    assert.equal(settings.strictPorts, false);
    assert.equal(settings.variables.CORS_ORIGINS, 'http://x');
  });

  it("are replaced by the command's environment", () => {
    const environment = { API_PORT: '4200', STRICT_PORTS: '1', LOG_LEVEL: 'debug' };
    const settings = read('POSTGRES_PASSWORD=secret\nAPI_PORT=4100\nLOG_LEVEL=info\n', environment);
    assert.equal(settings.ports.api, 4200);
    assert.equal(settings.strictPorts, true);
    assert.equal(settings.variables.LOG_LEVEL, 'debug');
  });

  it('are refused with everything that is wrong, and without the password', () => {
    const file =
      'POSTGRES_USER=pg_x\nPOSTGRES_DB=1a\nPOSTGRES_PASSWORD="hush\u0007hush"\nAPI_PORT=x\nSTRICT_PORTS=yes\n';
    assert.throws(() => read(file), refusesAll);
  });

  it('refuse a missing password, and one port for two services', () => {
    assert.throws(() => read(''), /POSTGRES_PASSWORD is missing/);
    assert.throws(() => read('POSTGRES_PASSWORD=x\nAPI_PORT=3000\n'), /are both 3000/);
  });
});
