import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { copyDependencies } from '@zero-to-running/stack/test/copy-dependencies';
import { outsideMake } from '@zero-to-running/stack/test/outside-make';

const root = join(import.meta.dirname, '../..');

const portNames = ['FRONTEND_PORT', 'API_PORT', 'DATABASE_PORT', 'CACHE_PORT', 'PRODUCTION_PORT'];

/** A clone of what is committed here, as a Compose project of its own. */
export interface ComposeProject {
  readonly root: string;
  readonly name: string;
  /** A variable of its `.env`; the port that is published, for the name of a port. */
  setting(name: string): string;
  /** Runs a program in it. @returns its standard output @throws when it fails */
  run(program: string, ...args: string[]): string;
}

const settingOf = (file: NodeJS.Dict<string>, name: string) => file[`PUBLISHED_${name}`] ?? file[name] ?? '';

const environment = { ...process.env, ...outsideMake };

function remove(project: ComposeProject): void {
  const filter = `label=com.docker.compose.project=${project.name}`;
  const ids = (...list: string[]) =>
    project
      .run('docker', ...list, '-q', '--filter', filter)
      .split('\n')
      .filter(Boolean);
  const all = (...list: string[]) => [...new Set(ids(...list))];
  const containers = all('ps', '--all');
  if (containers.length > 0) project.run('docker', 'rm', '--force', ...containers);
  for (const kind of ['network', 'volume']) {
    const found = all(kind, 'ls');
    if (found.length > 0) project.run('docker', kind, 'rm', ...found);
  }
  const images = all('images');
  if (images.length > 0) project.run('docker', 'rmi', '--force', ...images);
}

/** Runs work with a clone whose containers, volumes and images are gone after it, whatever happens. */
export async function withComposeProject(work: (project: ComposeProject) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-compose-'));
  const checkout = join(folder, 'checkout');
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, {
      cwd: checkout,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 600_000,
      maxBuffer: 64 * 1024 * 1024,
    });
  const setting = (name: string) => settingOf(parseEnv(readFileSync(join(checkout, '.env'), 'utf8')), name);
  try {
    execFileSync('git', ['clone', '--quiet', '--local', root, checkout]);
    copyDependencies(root, checkout);
    run('sh', 'packages/stack/env/write.sh');
    const env = readFileSync(join(checkout, '.env'), 'utf8')
      .split('\n')
      .filter((line) => !/^[A-Z]*_PORT=/.test(line));
    for (const name of portNames) env.push(`${name}=${await anyFreePort()}`);
    writeFileSync(join(checkout, '.env'), `${env.join('\n')}\n`);
    const project = { root: checkout, name: setting('COMPOSE_PROJECT_NAME'), setting, run };
    const production = { ...project, name: `${project.name}-production` };
    try {
      await work(project);
    } finally {
      remove(production);
      remove(project);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds that work takes. */
export function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
}
