import type { Checkout } from '../checkout.ts';
import { readSettings, type Settings } from '../environment/settings.ts';
import { ServiceLog } from '../logs/log-file.ts';
import { type AllocatedPort, allocatePorts } from '../ports/allocate.ts';
import { isCritical, perService, type PerService, type ServiceName, serviceNames } from '../services.ts';
import type { ServiceState, StartFailure } from '../state/stack-state.ts';
import { untilHealthy } from '../health/stack-health.ts';
import { Service } from './service.ts';
import type { ServiceDefinition } from './service-definition.ts';
import { serviceUrls } from '../environment/service-urls.ts';
import { apiService } from './services/api.ts';
import { cacheService } from './services/cache.ts';
import { databaseService } from './services/database.ts';
import { frontendService } from './services/frontend.ts';

/** The start of a service failed that the stack cannot do without. */
export class ServiceFailure extends Error {
  readonly service: Service;

  constructor(service: Service, cause: unknown) {
    super(`${service.definition.name} failed`, { cause });
    this.service = service;
  }
}

const healthDeadlineMs = 20_000;

function portState({ port, wanted, holder }: AllocatedPort): Pick<ServiceState, 'port' | 'wantedPort' | 'portHolder'> {
  return holder === undefined ? { port } : { port, wantedPort: wanted, portHolder: holder };
}

/** The services of a checkout, on the ports they were given. */
export class NativeStack {
  readonly urls: PerService<string>;
  /** Its name, as in `Settings`. */
  readonly name: string | undefined;
  readonly #services: PerService<Service>;
  readonly #ports: PerService<number>;
  readonly #settings: Settings;

  private constructor(checkout: Checkout, allocated: PerService<AllocatedPort>, onChange: () => void) {
    const settings = readSettings(checkout, process.env);
    const ports = perService((name) => allocated[name].port);
    this.#ports = ports;
    this.#settings = settings;
    this.urls = serviceUrls(settings, ports);
    this.name = settings.stack;
    const definitions: PerService<ServiceDefinition> = {
      database: databaseService(checkout, settings, ports.database),
      cache: cacheService(checkout, ports.cache),
      api: apiService(checkout, settings, ports),
      frontend: frontendService(checkout, ports),
    };
    this.#services = perService(
      (name) => new Service(definitions[name], new ServiceLog(checkout, name), portState(allocated[name]), onChange),
    );
  }

  /**
   * Reads the settings and takes the ports; nothing runs yet.
   * @throws StackError when settings or ports cannot be used
   */
  static async create(checkout: Checkout, onChange: () => void): Promise<NativeStack> {
    const settings = readSettings(checkout, process.env);
    const allocated = await allocatePorts(settings.ports, { strict: settings.strictPorts });
    return new NativeStack(checkout, allocated, onChange);
  }

  /** Why a service that nothing works without is not up, once it was given up. */
  get criticalFailure(): StartFailure | undefined {
    const name = serviceNames.find((each) => isCritical(each) && this.#services[each].state.phase === 'failed');
    return name && this.#services[name].failure;
  }

  get states(): PerService<ServiceState> {
    return perService((name) => this.#services[name].state);
  }

  /**
   * Starts all services at once, and waits until the API reports that all is well.
   * @throws ServiceFailure for the first of those that failed, of the critical ones
   */
  async start(signal: AbortSignal): Promise<void> {
    const failure = Promise.withResolvers<never>();
    const starts = serviceNames.map(async (name) => {
      const service = this.#services[name];
      try {
        await service.start();
      } catch (error) {
        if (service.definition.critical) failure.reject(new ServiceFailure(service, error));
      }
    });
    await Promise.race([Promise.all(starts), failure.promise]);
    signal.throwIfAborted();
    await this.#untilHealthy(signal);
  }

  /** Starts those again that were given up; those that fail again stay so. */
  async startFailed(): Promise<void> {
    const failed = serviceNames.map((name) => this.#services[name]).filter(({ state }) => state.phase === 'failed');
    await Promise.all(failed.map((service) => service.restart()));
  }

  /** Stops a service and starts it again; its state says how that went. */
  async restart(name: ServiceName): Promise<void> {
    await this.#services[name].restart();
  }

  /** First those that use others, so that they end in peace. */
  async stop(): Promise<void> {
    await Promise.all([this.#services.frontend.stop(), this.#services.api.stop()]);
    await Promise.all([this.#services.cache.stop(), this.#services.database.stop()]);
    for (const name of serviceNames) this.#services[name].log.close();
  }

  async #untilHealthy(signal: AbortSignal): Promise<void> {
    const services = serviceNames.filter((name) => this.#services[name].state.phase !== 'failed');
    const source = {
      url: `http://127.0.0.1:${this.#ports.api}`,
      token: this.#settings.variables['HEALTH_DETAIL_TOKEN'],
    };
    try {
      await untilHealthy(source, { services, stack: this.name }, { deadlineMs: healthDeadlineMs, signal });
    } catch (error) {
      throw new ServiceFailure(this.#services.api, error);
    }
  }
}
