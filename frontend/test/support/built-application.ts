import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTo } from './vite-server.ts';

let built: Promise<string> | undefined;

async function build(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'frontend-'));
  await buildTo(folder);
  return folder;
}

/** The folder of the application as it ships, built once for all tests. */
export function builtApplication(): Promise<string> {
  built ??= build();
  return built;
}

// At the top of a module this is a root hook: it runs once, after all tests of the process.
after(async () => {
  if (built) await rm(await built, { recursive: true });
});
