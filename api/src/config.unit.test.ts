import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config.ts';

const required = { DATABASE_URL: 'postgres://app:s3cret@localhost:5432/app', REDIS_URL: 'redis://localhost:6379' };

function faultsOf(env: Record<string, string>): string {
  let message = '';
  assert.throws(
    () => loadConfig(env),
    (error) => {
      assert(error instanceof ConfigError);
      ({ message } = error);
      return true;
    },
  );
  return message;
}

describe('loadConfig', () => {
  it('needs only the two URLs', () => {
    const config = loadConfig(required);
    assert.equal(config.NODE_ENV, 'development');
    assert.equal(config.HOST, '127.0.0.1');
    assert.equal(config.PORT, 4_000);
    assert.equal(config.RATE_LIMIT_PER_MINUTE, 600);
    assert.equal(config.HEALTH_DETAIL_TOKEN, undefined);
    assert.deepEqual(config.CORS_ORIGINS, []);
    assert.match(config.APP_VERSION, /^\d+\.\d+\.\d+/);
  });

  it('takes an empty variable for a missing one, and ignores blanks around a value', () => {
    const config = loadConfig({ ...required, PORT: ' ', LOG_LEVEL: ' debug ' });
    assert.equal(config.PORT, 4_000);
    assert.equal(config.LOG_LEVEL, 'debug');
  });

  it('reads every variable', () => {
    const config = loadConfig({
      ...required,
      NODE_ENV: 'production',
      HOST: '::1',
      PORT: '0',
      CORS_ORIGINS: 'https://a.example, http://localhost:3000',
      TRUST_PROXY: '2',
      HEALTH_DETAIL_TOKEN: 'x'.repeat(16),
      RATE_LIMIT_PER_MINUTE: '0',
      APP_VERSION: '1.2.3+abc',
      STACK_NAME: 'shop-1',
      DATABASE_POOL_MIN: '0',
      DATABASE_POOL_MAX: '1',
      DATABASE_STATEMENT_TIMEOUT_MS: '100',
      CACHE_TTL_SECONDS: '1',
      STARTUP_DEADLINE_MS: '500',
      HEALTH_STREAM_MAX: '3',
    });
    assert.deepEqual(config.CORS_ORIGINS, ['https://a.example', 'http://localhost:3000']);
    assert.equal(config.TRUST_PROXY, 2);
    assert.equal(config.RATE_LIMIT_PER_MINUTE, 0);
    assert.equal(config.HEALTH_STREAM_MAX, 3);
  });

  it('lists all that is wrong or missing in one message', () => {
    const message = faultsOf({ PORT: 'abc', LOG_LEVEL: 'loud', REDIS_URL: 'redis://localhost' });
    assert.match(message, /^3 environment variables are wrong:\n/);
    assert.match(message, /^ {2}PORT is "abc": it must be a whole number from 0 to 65535/m);
    assert.match(message, /^ {2}LOG_LEVEL is "loud": it must be one of fatal, error/m);
    assert.match(message, /^ {2}DATABASE_URL is missing: it must be the URL of a PostgreSQL database, such as /m);
  });

  describe('takes secrets from files, as Docker gives them', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    });
    after(() => rmSync(folder, { recursive: true }));

    function fileOf(text: string): string {
      const file = join(folder, 'secret');
      writeFileSync(file, text);
      return file;
    }

    const cases: readonly (readonly [what: string, text: string, secret: string | undefined])[] = [
      ['as it stands', ' odd & long/ #1 100% @:? ', ' odd & long/ #1 100% @:? '],
      ['without the last line end', 'secret\n', 'secret'],
      ['as missing where it is empty', '', undefined],
    ];
    for (const [what, text, secret] of cases) {
      it(what, () => {
        const env = { ...required, DATABASE_PASSWORD_FILE: fileOf(text), DATABASE_PASSWORD: '' };
        assert.equal(loadConfig(env).DATABASE_PASSWORD, secret);
      });
    }

    it('but prefers the variable itself', () => {
      const env = {
        ...required,
        HEALTH_DETAIL_TOKEN_FILE: fileOf('x'.repeat(16)),
        HEALTH_DETAIL_TOKEN: 'y'.repeat(16),
      };
      assert.equal(loadConfig(env).HEALTH_DETAIL_TOKEN, 'y'.repeat(16));
    });

    it('and names a file that cannot be read, but never shows what is in one', () => {
      const message = faultsOf({ ...required, HEALTH_DETAIL_TOKEN_FILE: '/nowhere/secret' });
      assert.match(message, /HEALTH_DETAIL_TOKEN_FILE is \/nowhere\/secret, which cannot be read: .*ENOENT/);
      const wrong = faultsOf({ ...required, HEALTH_DETAIL_TOKEN_FILE: fileOf('hunter2') });
      assert.match(wrong, /HEALTH_DETAIL_TOKEN is not usable/);
      assert(!wrong.includes('hunter2'));
    });
  });

  it('shows no secret', () => {
    const secrets = {
      DATABASE_URL: 'mysql://app:hunter2@localhost/app',
      REDIS_URL: 'http://:hunter2@localhost',
      HEALTH_DETAIL_TOKEN: 'hunter2',
    };
    const message = faultsOf(secrets);
    assert(!message.includes('hunter2'));
    for (const name of Object.keys(secrets)) assert.match(message, new RegExp(`${name} is not usable: it must be `));
  });

  it('compares the limits of the pool', () => {
    const message = faultsOf({ ...required, DATABASE_POOL_MIN: '11' });
    assert.match(message, /DATABASE_POOL_MIN is 11: it must not be larger than DATABASE_POOL_MAX, which is 10/);
  });

  const wrong: Record<string, string[]> = {
    NODE_ENV: ['prod', 'Production'],
    HOST: ['not a host', '-x', 'http://localhost'],
    PORT: ['-1', '65536', '4000.5', '0x10', '1e3', 'http'],
    DATABASE_URL: ['localhost', 'mysql://localhost/app', 'postgres://', 'postgres://u:%zz@localhost/app'],
    REDIS_URL: ['localhost:6379', 'http://localhost', 'redis://'],
    DATABASE_SECRET_ARN: ['name', 'arn:aws:s3:::bucket', 'arn:aws:secretsmanager:us-east-1:1:secret:x'],
    REDIS_SECRET_ARN: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:'],
    LOG_LEVEL: ['verbose', 'INFO'],
    CORS_ORIGINS: ['*', 'https://a.example/', 'a.example', 'https://a.example;https://b.example', 'ftp://a.example'],
    TRUST_PROXY: ['true', '-1', '33', '10.0.0.0/8'],
    HEALTH_DETAIL_TOKEN: ['tooshort', 'has a blank in the middle', 'ümlautümlautümlaut'],
    RATE_LIMIT_PER_MINUTE: ['-1', 'none', '1.5'],
    APP_VERSION: ['a\nb', 'x'.repeat(101)],
    STACK_NAME: ['two words', 'x'.repeat(101)],
    DATABASE_POOL_MIN: ['-1', 'two'],
    DATABASE_POOL_MAX: ['0', '1001'],
    DATABASE_STATEMENT_TIMEOUT_MS: ['0', '5s'],
    CACHE_TTL_SECONDS: ['0', '86401'],
    MIGRATE_ON_START: ['no', 'Apply'],
    STARTUP_DEADLINE_MS: ['0', '60s'],
    HEALTH_METRICS: ['yes', 'prometheus'],
    HEALTH_METRICS_ENVIRONMENT: ['has a blank', 'x'.repeat(101)],
    HEALTH_STREAM_MAX: ['0', 'many'],
  };

  for (const [name, values] of Object.entries(wrong)) {
    it(`refuses a wrong ${name}, and names nothing else`, () => {
      for (const value of values) {
        const message = faultsOf({ ...required, [name]: value });
        const [title, ...faults] = message.split('\n  ');
        assert.equal(title, 'One environment variable is wrong:', value);
        assert.equal(faults.length, 1, value);
        assert.match(faults[0] ?? '', new RegExp(`^${name} is .+: it must be .{8}`, 's'));
      }
    });
  }
});
