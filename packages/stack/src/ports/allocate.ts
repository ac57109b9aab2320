import { basename } from 'node:path';
import { processTable } from '../process/processes.ts';
import { perService, serviceNames, type PerService, type ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import { claimPort, type PortClaim, isPortFree } from './free-port.ts';

/** `/usr/bin/node --watch src/main.ts` is known as `node main.ts`. */
function shortCommand(commandLine: string): string {
  const [program = '', ...args] = commandLine.split(' ');
  const name = basename(program.replace(/:$/, ''));
  if (!/^(node|bun|deno|python[\d.]*|ruby|java)$/.test(name)) return name;
  const script = args.find((argument) => !argument.startsWith('-'));
  return script ? `${name} ${basename(script)}` : name;
}

function describeProcess(pid: number): string {
  const command = processTable.commandOf(pid);
  const directory = processTable.directoryOf(pid);
  const where = directory && directory !== '/' ? ` in ${directory}` : '';
  return command ? `${shortCommand(command)} (pid ${pid}${where})` : `pid ${pid}`;
}

/**
 * Who holds a port, for a person: such as `node vite.js (pid 812 in /home/me/shop)`. It is a process that listens on
 * it, or another checkout's stack that has claimed it.
 */
export function describeHolder(port: number): string {
  const holder = processTable.socketHolder('tcp', port) ?? processTable.socketHolder('udp', port);
  if (holder?.pid !== undefined) return describeProcess(holder.pid);
  if (holder?.uid !== undefined && holder.uid !== process.getuid?.()) return `a process of user ${holder.uid}`;
  return 'another process';
}

/** The port a service gets. */
export interface AllocatedPort {
  readonly port: number;
  readonly wanted: number;
  /** Who has the wanted one, if it is another. */
  readonly holder?: string;
  readonly claim: PortClaim;
}

const maxAttempts = 200;

interface Options {
  /** Whether a taken port is a failure. */
  readonly strict: boolean;
  /** Ports that this stack itself holds already. */
  readonly own?: ReadonlySet<number>;
  /** Says who holds a port; unless given, what the system knows of its processes. */
  readonly describe?: (port: number) => Promise<string> | string;
}

async function take(port: number, isOwn: boolean): Promise<PortClaim | undefined> {
  const claim = await claimPort(port);
  if (!claim || isOwn || (await isPortFree(port))) return claim;
  claim.release();
  return undefined;
}

async function firstFree(
  wanted: number,
  reserved: ReadonlySet<number>,
  own: ReadonlySet<number> | undefined,
): Promise<{ port: number; claim: PortClaim }> {
  const last = Math.min(wanted + maxAttempts, 65_535);
  for (let port = wanted; port <= last; port += 1) {
    if (port !== wanted && reserved.has(port)) continue;
    const claim = await take(port, port === wanted && own?.has(port) === true);
    if (claim) return { port, claim };
  }
  throw new StackError(`No port from ${wanted} to ${last} is free`, {
    fix: ['Choose another one in .env, or stop what holds them.'],
  });
}

function refuseTaken(taken: readonly (readonly [ServiceName, AllocatedPort])[]): never {
  const lines = taken.map(([name, { wanted, holder }]) => `port ${wanted} for the ${name} is held by ${holder}`);
  throw new StackError(`With STRICT_PORTS=1, a taken port is not replaced:\n  ${lines.join('\n  ')}`, {
    fix: ['End what holds it, choose another port in .env, or leave STRICT_PORTS out.'],
  });
}

/**
 * Finds a port for each service: the wanted one, or the next that is free.
 * @throws StackError naming each port and who holds it, when they are strict; then none stays claimed
 */
export async function allocatePorts(
  wanted: PerService<number>,
  { strict, own, describe = describeHolder }: Options,
): Promise<PerService<AllocatedPort>> {
  const reserved = new Set(Object.values(wanted));
  const allocated = new Map<ServiceName, AllocatedPort>();
  const release = () => allocated.forEach(({ claim }) => claim.release());
  try {
    for (const name of serviceNames) {
      const { port, claim } = await firstFree(wanted[name], reserved, own);
      const moved = port === wanted[name] ? {} : { holder: await describe(wanted[name]) };
      allocated.set(name, { port, wanted: wanted[name], claim, ...moved });
    }
    const taken = [...allocated].filter(([, { holder }]) => holder !== undefined);
    if (strict && taken.length > 0) refuseTaken(taken);
  } catch (error) {
    release();
    throw error;
  }
  return perService((name) => {
    const port = allocated.get(name);
    if (!port) throw new Error(`No port for the ${name}`);
    return port;
  });
}
