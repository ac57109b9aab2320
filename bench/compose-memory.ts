import { setTimeout as sleep } from 'node:timers/promises';
import { withComposeProject } from './support/compose-project.ts';
import { printReport } from './support/report.ts';

const restSeconds = 20;

const units: Readonly<Record<string, number>> = { B: 1e-6, KiB: 1024e-6, MiB: 1.048576, GiB: 1073.741824 };

/** Such as `134.3MiB / 1GiB`, in megabytes. */
function used(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)([KMG]?i?B)/.exec(text) ?? [];
  const factor = units[unit];
  if (factor === undefined) throw new Error(`docker stats says ${text}`);
  return Number(number) * factor;
}

await withComposeProject(async (project) => {
  project.run('make', 'dev', 'STACK=compose');
  // Whoever looks at the page makes the frontend work, so someone does, once.
  await (await fetch(`http://127.0.0.1:${project.setting('FRONTEND_PORT')}/src/main.tsx`)).text();
  await sleep(restSeconds * 1_000);
  const ids = project.run('docker', 'compose', 'ps', '--quiet').split('\n').filter(Boolean);
  const lines = project.run('docker', 'stats', '--no-stream', '--format', '{{.Name}}\t{{.MemUsage}}', ...ids);
  const services = lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', usage = ''] = line.split('\t');
      return { what: name.slice(project.name.length + 1).replace(/-\d+$/, ''), measured: used(usage), unit: 'MB' };
    });
  const total = services.reduce((sum, { measured }) => sum + measured, 0);
  printReport('compose-memory', [
    ...services,
    {
      what: 'whole stack',
      measured: total,
      unit: 'MB',
      limit: { atMost: 700 },
      note: `${restSeconds} s after the start`,
    },
  ]);
});
