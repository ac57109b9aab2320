import { join } from 'node:path';
import type { Checkout } from '../../checkout.ts';
import type { Settings } from '../../environment/settings.ts';
import { httpAnswer } from '../../probes/http-answer.ts';
import type { PerService } from '../../services.ts';
import { childEnvironment } from '../child-environment.ts';
import type { ServiceDefinition } from '../service-definition.ts';

function databaseUrl({ user, password, database }: Settings, port: number): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** The API from its sources, restarted by nodemon at each change. It waits for the database by itself. */
export function apiService(checkout: Checkout, settings: Settings, ports: PerService<number>): ServiceDefinition {
  return {
    name: 'api',
    critical: true,
    readyWithinMs: 90_000,
    ending: [
      { signal: 'SIGTERM', waitMs: 10_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ],
    prepare: () =>
      Promise.resolve({
        program: `Node ${process.versions.node}`,
        file: process.execPath,
        args: [join(checkout.root, 'node_modules/nodemon/bin/nodemon.js'), '--no-colours', 'src/main.ts'],
        cwd: join(checkout.root, 'api'),
        env: childEnvironment({
          ...settings.variables,
          NODE_ENV: 'development',
          HOST: '127.0.0.1',
          PORT: String(ports.api),
          DATABASE_URL: databaseUrl(settings, ports.database),
          REDIS_URL: `redis://127.0.0.1:${ports.cache}`,
          STACK_NAME: settings.stack ?? '',
        }),
      }),
    async isReady() {
      const answer = await httpAnswer(`http://127.0.0.1:${ports.api}/health/ready`, 2_000);
      return answer?.status === 200;
    },
    crashed: /^\[nodemon\] app crashed/,
    fixFor: (output) =>
      /EADDRINUSE/.test(output)
        ? ['Another process took the port meanwhile: start again.']
        : ['Correct what the log says, then: make dev'],
  };
}
