import { isServiceName, serviceNames, type ServiceName } from '../services.ts';
import type { ServicePhase } from '../state/stack-state.ts';

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
