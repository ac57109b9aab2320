import { totalmem, freemem } from 'node:os';
import { statfsSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import { runTool } from '../process/run-tool.ts';
import { formatBytes } from '../terminal/bytes.ts';
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
  const fix = 'The stack needs about 450 MB: give the machine more, or end other programs.';
  return { group, name: 'memory', verdict: ok ? 'ok' : 'warn', found, ...(ok ? {} : { fix }) };
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
  return [platform(), node, npm, git, memory(), disk(checkout)];
}
