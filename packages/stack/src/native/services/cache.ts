import type { Checkout } from '../../checkout.ts';
import { isRedisReady } from '../../probes/stores.ts';
import { programEnvironment } from '../../environment/shell.ts';
import { findRedis } from '../redis/find-redis.ts';
import { redisArguments, redisEnding } from '../redis/servers.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { mayRead, runAs, serviceUser } from '../system-user.ts';

/** Redis or Valkey, whichever this machine has or can fetch. Without it everything works, only slower. */
export function cacheService(checkout: Checkout, port: number): ServiceDefinition {
  return {
    name: 'cache',
    critical: false,
    readyWithinMs: 15_000,
    ending: redisEnding,
    async prepare(report, signal) {
      const server = await findRedis(checkout.tools, report, signal);
      const user = serviceUser(checkout.root);
      return {
        program: server.name,
        file: server.file,
        args: redisArguments(port),
        cwd: '/',
        env: programEnvironment(server.env),
        // Fetched for root into a folder that nobody else may enter, it can only run as root.
        ...runAs(user && mayRead(user, [server.file]) ? user : undefined),
      };
    },
    isReady: () => isRedisReady(port),
    fixFor: (output) =>
      /in use/i.test(output)
        ? ['Another process took the port meanwhile: start again.']
        : ['Find out more: make doctor'],
  };
}
