import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runTool } from '../../process/run-tool.ts';

/** A Redis or Valkey that can be run. */
export interface RedisServer {
  readonly file: string;
  /** Such as `Redis 7.0.15`. */
  readonly name: string;
  readonly major: number;
  /** What its environment needs beyond the usual. */
  readonly env: Readonly<Record<string, string>>;
}

/** Valkey is the fork of Redis 7.2 that most distributions carry. */
export const programs = ['redis-server', 'valkey-server'] as const;

export const oldestMajor = 7;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @returns undefined when the program does not run or does not say its version */
export async function inspectServer(
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RedisServer | undefined> {
  const { ok, output } = await runTool(file, ['--version'], { env: { ...process.env, ...env }, deadlineMs: 5_000 });
  const [, product, version] = /^(Redis|Valkey) server v=(\S+)/m.exec(output) ?? [];
  if (!ok || !product || !version) return undefined;
  return { file, name: `${product} ${version}`, major: Number.parseInt(version, 10), env };
}

/** Every server on the PATH, whatever its version, in the order of the PATH. */
export async function serversOnPath(path = process.env.PATH ?? ''): Promise<RedisServer[]> {
  const files = path
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .filter(isExecutable);
  const servers = await Promise.all(files.map((file) => inspectServer(file)));
  return servers.flatMap((server) => server ?? []);
}
