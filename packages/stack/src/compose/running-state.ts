import type { Checkout } from '../checkout.ts';
import { readSettings } from '../environment/settings.ts';
import { isAlive } from '../process/processes.ts';
import { perService, serviceNames, type ServiceName, type PerService } from '../services.ts';
import { readState } from '../state/state-file.ts';
import type { StackState } from '../state/stack-state.ts';
import { serviceState, urlsOf, wantedAddresses } from './progress.ts';
import { isActive } from './containers.ts';
import { ownContainers } from './project.ts';
import { docker } from './docker.ts';

/** What the last start wrote down when it began or ended; nothing where another machine's, the host's, did. */
export function recordedState(checkout: Checkout): StackState | undefined {
  const state = checkout.isInDevContainer ? undefined : readState(checkout);
  return state?.mode === 'compose' ? state : undefined;
}

/**
 * The stack as its containers tell, whoever has started them; see `StackDriver.state`.
 * @throws StackError when the engine does not answer
 */
export async function runningState(checkout: Checkout): Promise<StackState | undefined> {
  const { project, containers } = await ownContainers(checkout);
  const of = (name: ServiceName) => containers.find(({ service }) => service === name);
  const active = serviceNames.flatMap((name) => of(name) ?? []).filter(isActive);
  const [first] = active.map(({ startedAt }) => startedAt).toSorted();
  if (!first) return undefined;
  const settings = readSettings(checkout, { POSTGRES_PASSWORD: 'not needed for this', ...process.env });
  const addresses = wantedAddresses(checkout, settings);
  const last = recordedState(checkout);
  const now = new Date().toISOString();
  const services = perService((name) => {
    const { wantedPort, portHolder, port } = last?.services[name] ?? {};
    const state = serviceState(checkout, of(name), addresses[name], now);
    // Why it has another port than the wanted one is known to those who chose it only.
    const isSame = wantedPort !== undefined && portHolder !== undefined && port === state.port;
    return isSame ? { ...state, wantedPort, portHolder } : state;
  });
  const isStarting = last?.phase === 'starting' && isAlive(last.supervisor);
  return {
    version: 1,
    mode: 'compose',
    ...(project === undefined ? {} : { stack: project }),
    phase: isStarting ? 'starting' : 'up',
    startedAt: first,
    urls: urlsOf(checkout, settings, services),
    services,
  };
}

/** Version 2 of control groups, then version 1; a file's pages that can be dropped at any time do not count. */
const script = `cd /sys/fs/cgroup
cat memory.current memory/memory.usage_in_bytes 2>/dev/null
sed -n 's/^\\(total_\\)\\{0,1\\}inactive_file //p' memory.stat memory/memory.stat 2>/dev/null | tail -n 1`;

async function memoryOf(container: string): Promise<number | undefined> {
  const { ok, stdout } = await docker(['exec', container, 'sh', '-c', script], { deadlineMs: 5_000 });
  const [used = NaN, droppable = 0] = stdout.split('\n').filter(Boolean).map(Number);
  return ok && Number.isFinite(used) ? used - droppable : undefined;
}

/** Bytes of memory of each container that runs. `docker stats` tells the same, but takes two seconds for it. */
export async function containerMemory({ services }: StackState): Promise<PerService<number | undefined>> {
  const running = perService((name) => {
    const { container, phase } = services[name];
    return container && ['starting', 'up'].includes(phase) ? memoryOf(container) : undefined;
  });
  const [database, cache, api, frontend] = await Promise.all([
    running.database,
    running.cache,
    running.api,
    running.frontend,
  ]);
  return { database, cache, api, frontend };
}
