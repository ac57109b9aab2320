import type { Checkout } from '../checkout.ts';
import { readEnvFile, setVariables } from '../environment/env-file.ts';
import { portVariable, publishedVariable, readSettings } from '../environment/settings.ts';
import { allocatePorts, type AllocatedPort, describeHolder } from '../ports/allocate.ts';
import { isServiceName, perService, serviceNames, type PerService, type ServiceName } from '../services.ts';
import type { ServiceState, StackState } from '../state/stack-state.ts';
import { isActive, type Container } from './containers.ts';
import { docker } from './docker.ts';

/** A port of a container is held by the engine, which says nothing: the container does. */
export async function describePortHolder(port: number): Promise<string> {
  const format = '{{.Names}}\t{{.Label "com.docker.compose.project.working_dir"}}';
  const { ok, stdout } = await docker(['ps', '--filter', `publish=${port}`, '--format', format]);
  const [name = '', folder = ''] = ok ? (stdout.split('\n', 1)[0]?.split('\t') ?? []) : [];
  if (name === '') return describeHolder(port);
  return `the container ${name}${folder ? ` of ${folder}` : ''}`;
}

const publishedOf = (name: ServiceName) => publishedVariable(portVariable[name]);

/** The ports that containers have published, as variables for Compose, so that it keeps them. */
export function publishedPorts(containers: readonly Container[]): Record<string, string> {
  return Object.fromEntries(
    containers.flatMap(({ service, ports: [port] }) =>
      isServiceName(service) && port !== undefined ? [[publishedOf(service), String(port)]] : [],
    ),
  );
}

/** Which ports the services get; the claims on them are released when the containers have them. */
export interface ChosenPorts {
  readonly ports: PerService<AllocatedPort>;
  /** For Compose, which puts them into the containers. */
  readonly environment: Readonly<Record<string, string>>;
  release(): void;
}

/**
 * The port in the place of a wanted one that a running container has, and keeps for as long as it runs, unless another one
 * is wanted since.
 */
function keptPort(
  container: Container | undefined,
  wanted: number,
  published: string | undefined,
  before: ServiceState | undefined,
): number | undefined {
  if (!container || !isActive(container) || (before?.wantedPort ?? wanted) !== wanted) return undefined;
  return container.ports.find((port) => String(port) === published);
}

/**
 * Finds a port for each service, as natively. What is wanted stays in `.env` as it is. Ports in the place of wanted ones
 * are written beside them, for the containers have them whether Compose is called from here, by hand or by the dev
 * container; and are taken out again when a service gets its wanted one.
 * @param last what is known of the stack's last start
 * @throws StackError naming each taken port and who holds it, where STRICT_PORTS=1
 */
export async function choosePorts(
  checkout: Checkout,
  containers: readonly Container[],
  last: StackState | undefined,
): Promise<ChosenPorts> {
  const settings = readSettings(checkout, process.env);
  const inFile = readEnvFile(checkout);
  const kept = perService((name) => {
    const container = containers.find(({ service }) => service === name);
    if (settings.strictPorts) return undefined;
    return keptPort(container, settings.ports[name], inFile[publishedOf(name)], last?.services[name]);
  });
  const own = new Set(containers.filter(isActive).flatMap(({ ports }) => ports));
  const asked = perService((name) => kept[name] ?? settings.ports[name]);
  const allocated = await allocatePorts(asked, { strict: settings.strictPorts, own, describe: describePortHolder });
  const ports = perService((name): AllocatedPort => {
    const { portHolder: holder } = last?.services[name] ?? {};
    if (kept[name] === undefined || holder === undefined) return allocated[name];
    return { ...allocated[name], wanted: settings.ports[name], holder };
  });
  const replaced = perService((name) => (ports[name].port === settings.ports[name] ? undefined : ports[name].port));
  setVariables(
    checkout,
    Object.fromEntries(serviceNames.map((name) => [publishedOf(name), replaced[name]?.toString()])),
  );
  return {
    ports,
    environment: Object.fromEntries(serviceNames.map((name) => [publishedOf(name), String(ports[name].port)])),
    release: () => void perService((name) => ports[name].claim.release()),
  };
}
