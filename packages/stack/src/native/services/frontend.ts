import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkout, packageVersion } from '../../checkout.ts';
import { readEnvFile } from '../../environment/env-file.ts';
import { programEnvironment } from '../../environment/shell.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { servesModules } from '../../probes/http.ts';
import { type Launch, runTool } from '../../process/run.ts';
import type { PerService } from '../../services.ts';

const deadlineMs = 60_000;

/**
 * Bundles the frontend's dependencies before the first start, in a process that ends: in the development server itself,
 * the bundler's 200 MB would stay for as long as that runs. If it fails, the server bundles them and says what is wrong.
 */
async function bundleDependencies(vite: Launch, report: (message: string) => void, signal: AbortSignal): Promise<void> {
  // Installing the dependencies deletes what was bundled of the ones before.
  if (existsSync(join(vite.cwd, 'node_modules/.vite/deps/_metadata.json'))) return;
  report('bundling dependencies, once');
  const { file, args, cwd, env } = vite;
  const [script = '', ...options] = args;
  await runTool(file, [script, 'optimize', ...options], { cwd, env, deadlineMs, signal });
}

/** Vite's development server. */
export function frontendService(checkout: Checkout, ports: PerService<number>): ServiceDefinition {
  const vite = join(checkout.root, 'node_modules/vite');
  return {
    name: 'frontend',
    critical: true,
    readyWithinMs: 60_000,
    ending: [
      { signal: 'SIGTERM', waitMs: 3_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ],
    async prepare(report, signal) {
      const launch = {
        program: `Vite ${packageVersion(vite)}`,
        file: process.execPath,
        args: [join(vite, 'bin/vite.js'), '--configLoader', 'native'],
        cwd: join(checkout.root, 'frontend'),
        env: programEnvironment({
          NODE_ENV: 'development',
          HOST: '127.0.0.1',
          PORT: String(ports.frontend),
          API_URL: `http://127.0.0.1:${ports.api}`,
          ALLOWED_HOSTS: readEnvFile(checkout).ALLOWED_HOSTS ?? '',
        }),
      };
      await bundleDependencies(launch, report, signal);
      return launch;
    },
    isReady: () => servesModules(`http://127.0.0.1:${ports.frontend}`),
    fixFor: (output) =>
      /already in use/i.test(output)
        ? ['Another process took the port meanwhile: start again.']
        : ['Fix what the log reports, then: make dev'],
  };
}
