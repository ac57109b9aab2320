import { freemem, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import { statfsSync } from 'node:fs';
import { formatBytes } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { runTool } from '../process/run.ts';
import type { Check } from './check.ts';

const group = 'Machine';
const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const enoughDisk = 1024 ** 3;
const enoughMemory = 1024 ** 3;

function platform(): Check {
  const found = `${process.platform}-${process.arch}`;
  const ok = supported.includes(found);
  return {
    group,
    name: 'platform',
    verdict: ok ? 'ok' : 'fail',
    found,
    ...(ok ? {} : { fix: `Use one of ${supported.join(', ')}; on Windows, WSL 2.` }),
  };
}

async function tool(name: string, fix: string): Promise<Check> {
  const { ok, stdout } = await runTool(name, ['--version'], { deadlineMs: 15_000 });
  const found = ok ? (stdout.split('\n', 1)[0] ?? '') : 'not found';
  return { group, name, verdict: ok ? 'ok' : 'warn', found, ...(ok ? {} : { fix }) };
}

function memory(): Check {
  const ok = totalmem() >= enoughMemory;
  const found = `${formatBytes(freemem())} free of ${formatBytes(totalmem())}`;
  const fix = 'The stack needs about 450 MB: give the machine more, or close other programs.';
  return { group, name: 'memory', verdict: ok ? 'ok' : 'warn', found, ...(ok ? {} : { fix }) };
}

/** The protocol by which WSL 2, and virtual machines alike, see the files of their host: linux/magic.h, V9FS_MAGIC. */
const plan9 = 0x01_02_19_97;

/** What matters of the place where a checkout is. */
export interface Place {
  readonly root: string;
  /** Release of the kernel; that of WSL names Microsoft. */
  readonly kernel: string;
  /** Number of the file system's type, as `statfs` tells it. */
  readonly fileSystem: number;
  /** Whether the watchers of sources ask again and again instead of waiting for events. */
  readonly isPolling: boolean;
}

/** A drive of Windows is slow from WSL, and nobody hears of changes on it. */
export function fileEvents({ root, kernel, fileSystem, isPolling }: Place): Check {
  const name = 'file events';
  const isInWsl = /microsoft/i.test(kernel);
  const isDrive = fileSystem === plan9 || (isInWsl && /^\/mnt\/[a-z](\/|$)/i.test(root));
  if (!isDrive) return { group, name, verdict: 'ok', found: isInWsl ? 'arrive: the checkout is inside WSL' : 'arrive' };
  const where = isInWsl ? 'on a drive of Windows' : "on the host's file system";
  const poll = isPolling ? [] : ['set CHOKIDAR_USEPOLLING=1 in .env'];
  const move = isInWsl ? [`move it into WSL, such as to ~/${basename(root)}`] : [];
  const remedies = [...move, ...poll].join(', or ');
  return {
    group,
    name,
    verdict: 'warn',
    found: `the checkout is ${where}: slow, and ${isPolling ? 'watched by polling' : 'a saved file restarts nothing'}`,
    ...(remedies === '' ? {} : { fix: `${remedies[0]?.toUpperCase()}${remedies.slice(1)}.` }),
  };
}

function placeOf(checkout: Checkout): Place {
  const { root } = checkout;
  const isPolling = readEnvFile(checkout)['CHOKIDAR_USEPOLLING'] === '1';
  return { root, kernel: release(), fileSystem: statfsSync(root).type, isPolling };
}

function disk({ root }: Checkout): Check {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  const ok = free >= enoughDisk;
  const fix = `Make room on the disk of ${root}: 1 GB at least.`;
  return {
    group,
    name: 'disk',
    verdict: ok ? 'ok' : 'fail',
    found: `${formatBytes(free)} free`,
    ...(ok ? {} : { fix }),
  };
}

/** What any way of running the stack needs. */
export async function machineChecks(checkout: Checkout): Promise<Check[]> {
  const [npm, git] = await Promise.all([
    tool('npm', 'It comes with Node: https://nodejs.org'),
    tool('git', 'Install it: https://git-scm.com/downloads'),
  ]);
  const node: Check = { group, name: 'node', verdict: 'ok', found: `${process.version} at ${process.execPath}` };
  return [platform(), node, npm, git, memory(), disk(checkout), fileEvents(placeOf(checkout))];
}
