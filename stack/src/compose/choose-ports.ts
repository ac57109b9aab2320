import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { setVariables } from '../environment/set-variables.ts';
import { portVariable, readSettings } from '../environment/settings.ts';
import { allocatePorts, type AllocatedPort } from '../ports/allocate.ts';
import { describeHolder } from '../ports/holder.ts';
import { perService, serviceNames, type PerService } from '../services.ts';
import { isActive } from './container-state.ts';
import type { Container } from './containers.ts';
import { docker } from './docker.ts';

/** A port of a container is held by the engine, which says nothing: the container does. */
export async function describePortHolder(port: number): Promise<string> {
  const format = '{{.Names}}\t{{.Label "com.docker.compose.project.working_dir"}}';
  const { ok, stdout } = await docker(['ps', '--filter', `publish=${port}`, '--format', format]);
  const [name = '', folder = ''] = ok ? (stdout.split('\n', 1)[0]?.split('\t') ?? []) : [];
  if (name === '') return describeHolder(port);
  return `the container ${name}${folder ? ` of ${folder}` : ''}`;
}

/** Which ports the services get; the claims on them are released when the containers have them. */
export interface ChosenPorts {
  readonly ports: PerService<AllocatedPort>;
  /** For Compose, which puts them into the containers. */
  readonly environment: Readonly<Record<string, string>>;
  release(): void;
}

/**
 * Finds a port for each service, as natively. Others than the wanted ones are written into `.env`, for the containers
 * have them from then on, whether Compose is called from here, by hand or by the dev container.
 * @throws StackError naming each taken port and who holds it, where STRICT_PORTS=1
 */
export async function choosePorts(checkout: Checkout, containers: readonly Container[]): Promise<ChosenPorts> {
  const settings = readSettings(checkout, process.env);
  const own = new Set(containers.filter(isActive).flatMap(({ ports }) => ports));
  const ports = await allocatePorts(settings.ports, {
    strict: settings.strictPorts,
    own,
    describe: describePortHolder,
  });
  const inFile = readEnvFile(checkout);
  const moved = serviceNames.filter(
    (name) => ports[name].port !== ports[name].wanted && inFile[portVariable[name]] === String(ports[name].wanted),
  );
  if (moved.length > 0) {
    setVariables(checkout, Object.fromEntries(moved.map((name) => [portVariable[name], String(ports[name].port)])));
  }
  return {
    ports,
    environment: Object.fromEntries(serviceNames.map((name) => [portVariable[name], String(ports[name].port)])),
    release: () => void perService((name) => ports[name].claim.release()),
  };
}
