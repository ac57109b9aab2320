import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';

const directory = join(thisCheckout.root, 'bench');

function selectBenchmarks(name: string | undefined): string[] {
  const names = globSync('*.ts', { cwd: directory }).map((file) => basename(file, '.ts'));
  if (!name) return names.toSorted();
  if (names.includes(name)) return [name];
  throw new StackError(`NAME=${name}: there is no such benchmark`, {
    fix: [`It is one of: ${names.toSorted().join(', ')}`],
  });
}

/**
 * `make bench`: runs every benchmark, or the one that NAME names, one after the other.
 * @returns the process's exit code: a benchmark that misses a figure has not failed, one that could not measure has
 */
export async function benchCommand(env: NodeJS.ProcessEnv): Promise<number> {
  let failed = 0;
  for (const name of selectBenchmarks(env['NAME'])) {
    const child = spawn(process.execPath, [join(directory, `${name}.ts`)], { env, stdio: 'inherit' });
    await once(child, 'exit');
    if (child.exitCode !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}
