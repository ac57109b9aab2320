import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../../checkout.ts';
import { httpAnswer } from '../../probes/http-answer.ts';
import type { PerService } from '../../services.ts';
import { childEnvironment } from '../child-environment.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { bundleDependencies } from './bundle-dependencies.ts';

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
      const { version }: { version: string } = JSON.parse(readFileSync(join(vite, 'package.json'), 'utf8'));
      const launch = {
        program: `Vite ${version}`,
        file: process.execPath,
        args: [join(vite, 'bin/vite.js'), '--configLoader', 'native'],
        cwd: join(checkout.root, 'frontend'),
        env: childEnvironment({
          HOST: '127.0.0.1',
          PORT: String(ports.frontend),
          API_URL: `http://127.0.0.1:${ports.api}`,
        }),
      };
      await bundleDependencies(launch, report, signal);
      return launch;
    },
    async isReady() {
      const answer = await httpAnswer(`http://127.0.0.1:${ports.frontend}/`, 10_000, { accept: 'text/html' });
      return answer?.status === 200;
    },
    fixFor: (output) =>
      /already in use/i.test(output)
        ? ['Another process took the port meanwhile: start again.']
        : ['Correct what the log says, then: make dev'],
  };
}
