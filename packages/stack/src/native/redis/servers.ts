import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { areSealed } from './shared-programs.ts';
import { runTool } from '../../process/run.ts';
import type { ShutdownStep } from '../../process/signals.ts';

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
const programs = ['redis-server', 'valkey-server'] as const;

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
async function inspectServer(
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

function subdirectories(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

/** Where the unpacked packages of Debian below `root` have their shared libraries. */
export function libraryPath(root: string): string {
  return ['lib', 'usr/lib']
    .map((name) => join(root, name))
    .flatMap((folder) => [folder].concat(subdirectories(folder)))
    .join(delimiter);
}

/** The program in packages that were unpacked below `root`. */
export function fetchedProgram(root: string): string | undefined {
  return programs.map((program) => join(root, 'usr/bin', program)).find((file) => existsSync(file));
}

/** The server that was fetched before, if it is whole. */
export async function fetchedServer(root: string): Promise<RedisServer | undefined> {
  const file = fetchedProgram(root);
  return file && areSealed(root) ? inspectServer(file, { LD_LIBRARY_PATH: libraryPath(root) }) : undefined;
}

/** A cache and nothing else: bounded, on the loopback address, and without a trace on disk. */
const settings: Readonly<Record<string, string>> = {
  bind: '127.0.0.1',
  'protected-mode': 'yes',
  save: '',
  appendonly: 'no',
  maxmemory: '64mb',
  'maxmemory-policy': 'allkeys-lru',
  daemonize: 'no',
  // A changed title would overwrite the environment by which the stack recognises its processes.
  'set-proc-title': 'no',
  'tcp-backlog': '128',
  dir: '/',
};

/** Arguments of redis-server. */
export function redisArguments(port: number): string[] {
  return Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [`--${name}`, value]);
}

/** It has nothing to save. */
export const redisEnding: readonly ShutdownStep[] = [
  { signal: 'SIGTERM', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];
