import { isServiceName, serviceNames, type ServiceName, perService, type PerService } from '../services.ts';
import type { ServicePhase, ServiceState, StackPhase, StackState } from '../state/stack-state.ts';
import type { Checkout } from '../checkout.ts';
import type { OnState } from '../driver.ts';
import { containerUrls, serviceUrls } from '../environment/service-urls.ts';
import { readSettings, type Settings } from '../environment/settings.ts';
import { identify } from '../process/processes.ts';
import { conditionOf, programOf, type Container } from './containers.ts';

/** What a line of Compose's output says about a service. */
export interface ServiceNews {
  readonly service: ServiceName;
  readonly phase: ServicePhase;
  readonly message?: string;
}

const containerPhases: Readonly<Record<string, ServicePhase>> = {
  Creating: 'preparing',
  Recreate: 'preparing',
  Recreating: 'preparing',
  Starting: 'starting',
  Started: 'starting',
  Stopping: 'stopping',
  Stopped: 'stopped',
  Removed: 'stopped',
};

/** A container is named after its project and service: `shop-1a2b3c4d-api-1`. */
function serviceOf(container: string): ServiceName | undefined {
  return serviceNames.find((name) => new RegExp(`-${name}-\\d+$`).test(container));
}

function ofContainer(line: string): ServiceNews | undefined {
  const [, container = '', word = ''] = /^\s*Container (\S+)\s+(\w+)/.exec(line) ?? [];
  const service = serviceOf(container);
  const phase = containerPhases[word];
  return service && phase ? { service, phase } : undefined;
}

function ofPull(line: string): ServiceNews | undefined {
  const [, service = ''] = /^\s*(?:Image )?(\S+)\s+Pulling\s*$/.exec(line) ?? [];
  return isServiceName(service) ? { service, phase: 'pulling', message: 'its image' } : undefined;
}

/** Such as `#12 [api dev 2/3] RUN npm ci`: a step of the build of a service's image. */
const buildStep = /^(#\d+) \[(\S+) [^\]]*?(\d+\/\d+)\] /;

/** Such as `#12 3.456 added 300 packages`: something that a step says, so that it was not taken from the cache. */
const stepOutput = /^(#\d+) \d+\.\d+ /;

/** Reads the lines of `docker compose up` or `down`. */
export class OutputReader {
  readonly #steps = new Map<string, ServiceNews>();

  /** What a line says about a service; most say nothing. */
  read(line: string): ServiceNews | undefined {
    return ofContainer(line) ?? ofPull(line) ?? this.#ofBuild(line);
  }

  #ofBuild(line: string): ServiceNews | undefined {
    const [, step = '', service = '', place = ''] = buildStep.exec(line) ?? [];
    if (isServiceName(service)) {
      this.#steps.set(step, { service, phase: 'building', message: `its image, step ${place}` });
    }
    return this.#steps.get(stepOutput.exec(line)?.[1] ?? '');
  }
}

/** A service's port, and why it is not the wanted one. */
type Address = Pick<ServiceState, 'port' | 'wantedPort' | 'portHolder'>;

/** Ports inside of the network of the stack. */
const containerPorts: PerService<number> = { database: 5432, cache: 6379, api: 4000, frontend: 3000 };

export function serviceState(
  { isInDevContainer: isInside }: Checkout,
  container: Container | undefined,
  address: Address,
  now: string,
): ServiceState {
  if (!container) return { phase: 'stopped', since: now, starts: 0, ...address };
  const [published] = container.ports;
  const port = isInside ? address.port : (published ?? address.port);
  return {
    ...conditionOf(container),
    container: container.id.slice(0, 12),
    program: programOf(container),
    starts: container.restarts + 1,
    ...address,
    ...(isInside && published !== undefined ? { publishedPort: published } : {}),
    port,
  };
}

/** Where each service is when nothing of it runs. */
export function wantedAddresses({ isInDevContainer }: Checkout, { ports }: Settings): PerService<Address> {
  return perService((name) => ({ port: isInDevContainer ? containerPorts[name] : ports[name] }));
}

export function urlsOf(
  { isInDevContainer }: Checkout,
  settings: Settings,
  services: PerService<Address>,
): PerService<string> {
  if (isInDevContainer) return containerUrls(settings);
  return serviceUrls(
    settings,
    perService((name) => services[name].port),
  );
}

/** What is known of the stack while a command changes it: from Compose's output, and from the engine. */
export class StackProgress {
  readonly #checkout: Checkout;
  readonly #onState: OnState;
  readonly #settings: Settings;
  readonly #startedAt = new Date().toISOString();
  #addresses: PerService<Address>;
  #services: PerService<ServiceState>;
  #message: string | undefined;
  /** Of the stack as a whole. */
  phase: StackPhase = 'starting';

  constructor(checkout: Checkout, onState: OnState) {
    this.#checkout = checkout;
    this.#onState = onState;
    this.#settings = readSettings(checkout, { POSTGRES_PASSWORD: 'not needed for this', ...process.env });
    this.#addresses = wantedAddresses(checkout, this.#settings);
    this.#services = perService((name) => ({
      phase: 'waiting',
      since: this.#startedAt,
      starts: 0,
      ...this.#addresses[name],
    }));
  }

  setAddresses(addresses: PerService<Address>): void {
    this.#addresses = addresses;
    this.#services = perService((name) => ({ ...this.#services[name], ...addresses[name] }));
  }

  setMessage(message: string | undefined): void {
    this.#message = message;
  }

  /** What Compose has said; it knows of pulling and building, of which the engine has no container yet. */
  applyOutput({ service, phase, message }: ServiceNews): void {
    const { message: before, fix: _fix, ...kept } = this.#services[service];
    if (kept.phase === phase && before === message) return;
    this.#set(service, { ...kept, phase, since: new Date().toISOString(), ...(message ? { message } : {}) });
  }

  /** What the engine says. */
  applyContainers(containers: readonly Container[]): void {
    for (const container of containers) {
      if (isServiceName(container.service)) this.#applyContainer(container.service, container);
    }
  }

  fail(service: ServiceName, message: string, fix: readonly string[]): void {
    this.#set(service, { ...this.#services[service], phase: 'failed', since: new Date().toISOString(), message, fix });
  }

  get isUp(): boolean {
    return serviceNames.every((name) => this.#services[name].phase === 'up');
  }

  get state(): StackState {
    const { phase } = this;
    const { stack } = this.#settings;
    const supervisor = phase === 'starting' ? identify(process.pid) : undefined;
    return {
      version: 1,
      mode: 'compose',
      ...(stack === undefined ? {} : { stack }),
      phase,
      ...(this.#message ? { message: this.#message } : {}),
      startedAt: this.#startedAt,
      ...(supervisor ? { supervisor } : {}),
      urls: urlsOf(this.#checkout, this.#settings, this.#services),
      services: this.#services,
    };
  }

  publish(): StackState {
    const { state } = this;
    this.#onState(state);
    return state;
  }

  #applyContainer(service: ServiceName, container: Container): void {
    const before = this.#services[service];
    const seen = serviceState(this.#checkout, container, this.#addresses[service], this.#startedAt);
    // When it came up counts from when it was healthy, not from when its container was started.
    const cameUp = before.phase !== 'waiting' && before.phase !== 'up' && seen.phase === 'up';
    const since = before.phase === seen.phase ? before.since : cameUp ? new Date().toISOString() : seen.since;
    this.#set(service, { ...seen, since });
  }

  #set(service: ServiceName, state: ServiceState): void {
    this.#services = perService((name) => (name === service ? state : this.#services[name]));
  }
}
