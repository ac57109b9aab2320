import type { Checkout } from '../checkout.ts';
import { readSettings } from '../environment/settings.ts';
import { isAlive } from '../process/identity.ts';
import { perService, serviceNames, type ServiceName } from '../services.ts';
import { readState } from '../state/read-state.ts';
import type { StackState } from '../state/stack-state.ts';
import { serviceState, urlsOf, wantedAddresses } from './board.ts';
import { isActive } from './container-state.ts';
import { inspectContainers } from './containers.ts';
import { isInDevContainer } from './in-dev-container.ts';
import { findProject } from './project.ts';

/** What the last start wrote down when it began or ended; nothing where another machine's, the host's, did. */
export function recordedState(checkout: Checkout): StackState | undefined {
  const state = isInDevContainer() ? undefined : readState(checkout);
  return state?.mode === 'compose' ? state : undefined;
}

/**
 * The stack as its containers tell, whoever has started them; see `StackDriver.state`.
 * @throws StackError when the engine does not answer
 */
export async function runningState(checkout: Checkout): Promise<StackState | undefined> {
  const project = await findProject(checkout);
  const containers = project ? await inspectContainers(project) : [];
  const of = (name: ServiceName) => containers.find(({ service }) => service === name);
  const active = serviceNames.flatMap((name) => of(name) ?? []).filter(isActive);
  const [first] = active.map(({ startedAt }) => startedAt).toSorted();
  if (!first) return undefined;
  const settings = readSettings(checkout, { POSTGRES_PASSWORD: 'not needed for this', ...process.env });
  const addresses = wantedAddresses(settings);
  const last = recordedState(checkout);
  const now = new Date().toISOString();
  const services = perService((name) => {
    const { wantedPort, portHolder, port } = last?.services[name] ?? {};
    const state = serviceState(of(name), addresses[name], now);
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
    urls: urlsOf(settings, services),
    services,
  };
}
