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
      AUTH: 'on',
      AUTH_RATE_LIMIT_PER_MINUTE: '7',
      OIDC_ISSUER: 'https://id.example/realms/shop',
      OIDC_CLIENT_ID: 'shop',
      OIDC_CLIENT_SECRET: 's3cret',
      OIDC_SCOPES: 'openid roles',
      OIDC_AUDIENCE: 'https://api.example',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ADMIN_ROLE: 'owner',
      PUBLIC_ORIGIN: 'https://shop.example',
      SESSION_IDLE_MINUTES: '5',
      SESSION_LIFETIME_HOURS: '1',
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

  describe('sign-in', () => {
    const provider = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'shop' };
    const production = { NODE_ENV: 'production' };

    const fine: Record<string, Record<string, string>> = {
      'is off in development unless it is set up': {},
      'is on with an issuer and a client': provider,
      'is on in production with an issuer and a client': { ...production, ...provider },
      'is off in production on purpose': { ...production, AUTH: 'off' },
      'is off on purpose although there is an issuer': { ...production, ...provider, AUTH: 'off' },
      'takes HTTP on this machine': { ...production, ...provider, OIDC_ISSUER: 'http://localhost:3000/identity' },
    };
    for (const [what, env] of Object.entries(fine)) it(what, () => void loadConfig({ ...required, ...env }));

    const wrongTogether: Record<string, readonly [Record<string, string>, RegExp]> = {
      'needs a decision in production': [production, /OIDC_ISSUER is missing: .+ AUTH=off/],
      'needs a provider to be on': [{ AUTH: 'on' }, /OIDC_ISSUER is missing: [^]+OIDC_CLIENT_ID is missing: /],
      'needs a client': [{ OIDC_ISSUER: 'https://id.example' }, /OIDC_CLIENT_ID is missing: /],
      'takes no issuer over a network in the clear': [
        { ...provider, OIDC_ISSUER: 'http://id.example' },
        /OIDC_ISSUER is "http:\/\/id\.example": it must begin with https/,
      ],
      'takes no origin over a network in the clear': [
        { ...provider, PUBLIC_ORIGIN: 'http://shop.example' },
        /PUBLIC_ORIGIN is "http:\/\/shop\.example": it must begin with https/,
      ],
    };
    for (const [what, [env, fault]] of Object.entries(wrongTogether)) {
      it(what, () => assert.match(faultsOf({ ...required, ...env }), fault));
    }
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
    AUTH: ['yes', 'true', 'OFF'],
    AUTH_RATE_LIMIT_PER_MINUTE: ['-1', 'none'],
    OIDC_ISSUER: [
      'id.example',
      'ftp://id.example',
      'https://id.example?a=b',
      'https://id.example#x',
      'https://a:b@id.example',
    ],
    OIDC_CLIENT_ID: ['two words', 'x'.repeat(256)],
    OIDC_CLIENT_SECRET: ['two words'],
    OIDC_SCOPES: ['profile', 'openid,profile'],
    OIDC_AUDIENCE: ['two words'],
    OIDC_ROLES_CLAIM: ['two words'],
    OIDC_ADMIN_ROLE: ['ümlaut'],
    PUBLIC_ORIGIN: ['https://shop.example/', 'shop.example', 'https://shop.example/path'],
    SESSION_IDLE_MINUTES: ['4', '1h'],
    SESSION_LIFETIME_HOURS: ['0', '8761'],
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
