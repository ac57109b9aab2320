import { messageOf } from '../errors.ts';
import { startPostgres } from '../native/postgres/start-postgres.ts';
import { startRedis } from '../native/redis/start-redis.ts';
import type { ThrowawayServer } from '../native/throwaway-server.ts';

const services: readonly { name: string; variable: string; start: () => Promise<ThrowawayServer> }[] = [
  { name: 'PostgreSQL', variable: 'TEST_DATABASE_URL', start: () => startPostgres() },
  {
    name: 'Redis',
    variable: 'TEST_REDIS_URL',
    start: () => startRedis({ report: (message) => console.log(message) }),
  },
];

/**
 * Runs work with a PostgreSQL and a Redis that are gone after it. One that cannot be had on this machine is said, and its
 * variable left out, so that the tests that need it skip.
 */
export async function withTestServices<Result>(work: (env: NodeJS.ProcessEnv) => Promise<Result>): Promise<Result> {
  const started: ThrowawayServer[] = [];
  const env: NodeJS.ProcessEnv = {};
  try {
    for (const { name, variable, start } of services) {
      try {
        const server = await start();
        started.push(server);
        env[variable] = server.url;
      } catch (error) {
        console.error(`No ${name} for tests: ${messageOf(error)}`);
      }
    }
    return await work(env);
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}
