import type { Checkout } from '../checkout.ts';
import type { OnState } from '../driver.ts';
import { containerUrls, serviceUrls } from '../environment/service-urls.ts';
import { readSettings, type Settings } from '../environment/settings.ts';
import { identify } from '../process/identity.ts';
import { isServiceName, perService, serviceNames, type PerService, type ServiceName } from '../services.ts';
import type { ServiceState, StackPhase, StackState } from '../state/stack-state.ts';
import { conditionOf, programOf } from './container-state.ts';
import type { Container } from './containers.ts';
import { isInDevContainer } from './in-dev-container.ts';
import type { ServiceNews } from './up-output.ts';

/** A service's port, and why it is not the wanted one. */
export type Address = Pick<ServiceState, 'port' | 'wantedPort' | 'portHolder'>;

/** Ports inside of the network of the stack. */
const containerPorts: PerService<number> = { database: 5432, cache: 6379, api: 4000, frontend: 3000 };

export function serviceState(container: Container | undefined, address: Address, now: string): ServiceState {
  if (!container) return { phase: 'stopped', since: now, starts: 0, ...address };
  const port = isInDevContainer() ? address.port : (container.ports[0] ?? address.port);
  return {
    ...conditionOf(container),
    container: container.id.slice(0, 12),
    program: programOf(container),
    starts: container.restarts + 1,
    ...address,
    port,
  };
}

/** Where each service is when nothing of it runs. */
export function wantedAddresses({ ports }: Settings): PerService<Address> {
  return perService((name) => ({ port: isInDevContainer() ? containerPorts[name] : ports[name] }));
}

export function urlsOf(settings: Settings, services: PerService<Address>): PerService<string> {
  if (isInDevContainer()) return containerUrls(settings);
  return serviceUrls(
    settings,
    perService((name) => services[name].port),
  );
}

/** What is known of the stack while a command changes it: from Compose's output, and from the engine. */
export class Board {
  readonly #onState: OnState;
  readonly #settings: Settings;
  readonly #startedAt = new Date().toISOString();
  #addresses: PerService<Address>;
  #services: PerService<ServiceState>;
  #message: string | undefined;
  /** Of the stack as a whole. */
  phase: StackPhase = 'starting';

  constructor(checkout: Checkout, onState: OnState) {
    this.#onState = onState;
    this.#settings = readSettings(checkout, { POSTGRES_PASSWORD: 'not needed for this', ...process.env });
    this.#addresses = wantedAddresses(this.#settings);
    this.#services = perService((name) => ({
      phase: 'waiting',
      since: this.#startedAt,
      starts: 0,
      ...this.#addresses[name],
    }));
  }

  address(addresses: PerService<Address>): void {
    this.#addresses = addresses;
    this.#services = perService((name) => ({ ...this.#services[name], ...addresses[name] }));
  }

  say(message: string | undefined): void {
    this.#message = message;
  }

  /** What Compose has said; it knows of pulling and building, of which the engine has no container yet. */
  hear({ service, phase, message }: ServiceNews): void {
    const { message: before, fix: _fix, ...kept } = this.#services[service];
    if (kept.phase === phase && before === message) return;
    this.#set(service, { ...kept, phase, since: new Date().toISOString(), ...(message ? { message } : {}) });
  }

  /** What the engine says. */
  see(containers: readonly Container[]): void {
    for (const container of containers) {
      if (isServiceName(container.service)) this.#see(container.service, container);
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
      urls: urlsOf(this.#settings, this.#services),
      services: this.#services,
    };
  }

  publish(): StackState {
    const { state } = this;
    this.#onState(state);
    return state;
  }

  #see(service: ServiceName, container: Container): void {
    const before = this.#services[service];
    const seen = serviceState(container, this.#addresses[service], this.#startedAt);
    // When it came up counts from when it was healthy, not from when its container was started.
    const cameUp = before.phase !== 'waiting' && before.phase !== 'up' && seen.phase === 'up';
    const since = before.phase === seen.phase ? before.since : cameUp ? new Date().toISOString() : seen.since;
    this.#set(service, { ...seen, since });
  }

  #set(service: ServiceName, state: ServiceState): void {
    this.#services = perService((name) => (name === service ? state : this.#services[name]));
  }
}
