import assert from 'node:assert/strict';
import { join } from 'node:path';
import { healthPaths, healthReportSchema } from '@zero-to-running/health/contract/report';
import { Client, escapeLiteral } from 'pg';
import { migrate } from '../src/db/migrate.ts';
import { createCertificate, type TestCertificate } from '../src/test-support/certificate.ts';
import { createTestCache, type TestCache } from '../src/test-support/caches.ts';
import { createEmptyDatabase, type TestDatabase } from '../src/test-support/databases.ts';
import { createTestDirectory, type TestDirectory } from '../src/test-support/directories.ts';
import { eventually } from '../src/test-support/eventually.ts';
import { silentLog } from '../src/test-support/log.ts';
import { type FakeSecretsManager, startSecretsManager } from '../src/test-support/secrets-manager.ts';
import { needs } from '../src/test-support/services.ts';
import { startPostgresTls, startRedisTls, type TlsService } from '../src/test-support/tls-services.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';

const user = `ztr_test_rotated_${process.pid}_${Date.now()}`;
const databaseArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-AbCdEf';
const redisArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:redis-AbCdEf';
const first = { database: 'first-of-the-database', redis: 'first-of-redis' };

describe('TLS, logins, and passwords that are rotated', function rotation() {
  needs('database', 'cache');
  this.timeout(60_000);

  let own: TestCertificate;
  let directory: TestDirectory;
  let tls: TlsService[];
  let database: TestDatabase;
  let admin: Client;
  let cache: TestCache;
  let manager: FakeSecretsManager;
  let env: Record<string, string>;
  let api: ApiProcess;
  let origin: string;

  const setDatabasePassword = (password: string) =>
    admin.query(`ALTER ROLE ${user} PASSWORD ${escapeLiteral(password)}`);

  const setRedisPassword = (password: string) =>
    cache.admin.call('ACL', 'SETUSER', user, 'reset', 'on', `>${password}`, '~*', '&*', '+@all');

  const keepSecrets = (databasePassword: string, redisPassword: string): void => {
    manager.secrets.set(databaseArn, JSON.stringify({ username: user, password: databasePassword }));
    manager.secrets.set(redisArn, JSON.stringify({ password: redisPassword }));
  };

  const cutDatabase = () =>
    admin.query('SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = $1', [user]);

  const cutRedis = () => cache.admin.call('CLIENT', 'KILL', 'USER', user);

  const statusesAre = (expected: Readonly<Record<string, string>>) =>
    eventually(JSON.stringify(expected), async () => {
      const { services } = healthReportSchema.parse(await (await fetch(origin + healthPaths.all)).json());
      return Object.entries(expected).every(([name, status]) => services[name]?.status === status);
    });

  const says = (message: string) => api.lines.some(({ msg }) => msg === message);

  const list = (limit: number) => fetch(`${origin}/api/tasks?limit=${limit}`);

  before(async () => {
    own = await createCertificate('127.0.0.1');
    directory = await createTestDirectory({ 'authority.crt': own.certificate });
    tls = await Promise.all([startPostgresTls(own), startRedisTls(own)]);
    const [postgresPort = 0, redisPort = 0] = tls.map(({ port }) => port);
    manager = await startSecretsManager();
    keepSecrets(first.database, first.redis);
    cache = await createTestCache();
    await setRedisPassword(first.redis);
    database = await createEmptyDatabase();
    await migrate(
      { url: database.url, lockDeadlineMs: 10_000, applicationRole: { user, password: first.database } },
      silentLog,
    );
    admin = new Client({ connectionString: database.url });
    await admin.connect();
    env = {
      ...manager.env,
      NODE_ENV: 'production',
      AUTH: 'off',
      RATE_LIMIT_PER_MINUTE: '0',
      MIGRATE_ON_START: 'verify',
      NODE_EXTRA_CA_CERTS: join(directory.path, 'authority.crt'),
      DATABASE_URL: `postgres://127.0.0.1:${postgresPort}/${database.name}?sslmode=verify-full`,
      PGUSER: user,
      PGPASSWORD: first.database,
      DATABASE_SECRET_ARN: databaseArn,
      REDIS_URL: `rediss://${user}@127.0.0.1:${redisPort}${new URL(cache.url).pathname}`,
      REDIS_PASSWORD: first.redis,
      REDIS_SECRET_ARN: redisArn,
    };
    api = startApiProcess(env);
    origin = await api.ready();
  });

  after(async () => {
    await api?.kill();
    await cache?.admin.call('ACL', 'DELUSER', user);
    await cache?.release();
    await admin?.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    await admin?.end();
    await database?.drop();
    await Promise.all((tls ?? []).map((each) => each.stop()));
    await manager?.close();
    await directory?.remove();
  });

  beforeEach(() => statusesAre({ database: 'healthy', cache: 'healthy' }));

  it('reaches both stores by TLS only, without reading a secret', async () => {
    const { rows } = await admin.query(
      `SELECT bool_and(ssl) AS all, count(*)::integer AS count FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE usename = $1`,
      [user],
    );
    assert.equal(rows[0].all, true);
    assert(rows[0].count >= 3, 'the pool and the probe');
    assert.equal((await list(1)).headers.get('x-cache'), 'miss');
    assert.equal((await list(1)).headers.get('x-cache'), 'hit');
    assert.equal(manager.readings, 0);
  });

  it('goes on when the password of the database was rotated', async () => {
    await setDatabasePassword('second');
    keepSecrets('second', first.redis);
    assert.equal((await list(2)).status, 200, 'what is connected stays so');
    await cutDatabase();
    await eventually('it is connected again', () => says('database is back'));
    assert(says('The credentials of the database were renewed'));
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => list(index + 10)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    await statusesAre({ database: 'healthy' });
    assert.equal(manager.readings, 1);
  });

  it('finds its way when the secret gets the new password later than the database', async () => {
    await setDatabasePassword('third');
    await cutDatabase();
    await eventually('it has read the old one', () =>
      says('The database refuses its credentials, and the secret still holds the same'),
    );
    await statusesAre({ database: 'unhealthy' });
    keepSecrets('third', first.redis);
    await statusesAre({ database: 'healthy' });
    await eventually('the pool', async () => (await list(3)).status === 200);
  });

  it('goes on when the password of Redis was rotated', async () => {
    await setRedisPassword('second');
    keepSecrets('third', 'second');
    await cutRedis();
    await eventually('it is cached again', async () => (await list(4)).headers.get('x-cache') === 'hit');
    await statusesAre({ cache: 'healthy' });
  });

  it('has no password in its log', () => {
    const log = JSON.stringify(api.lines) + api.stderr;
    for (const text of ['renewed', 'refuses its credentials']) assert(log.includes(text), text);
    for (const password of [first.database, first.redis, '"second"', '"third"']) assert(!log.includes(password));
  });

  const untrusted: Readonly<Record<string, () => Record<string, string>>> = {
    'nobody vouches for': () => ({ NODE_EXTRA_CA_CERTS: '' }),
    'is of another host': () => ({ DATABASE_URL: env['DATABASE_URL']?.replace('127.0.0.1', 'localhost') ?? '' }),
  };

  for (const [what, change] of Object.entries(untrusted)) {
    it(`does not talk to a database whose certificate ${what}`, async () => {
      const other = startApiProcess({ ...env, ...change(), PGPASSWORD: 'third' });
      try {
        await eventually('it says why', () => /certificate|altnames/.test(JSON.stringify(other.lines)));
        assert(other.lines.every(({ msg }) => msg !== 'Ready'));
      } finally {
        await other.kill();
      }
    });
  }
});
