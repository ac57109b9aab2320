import type { Checkout } from '../checkout.ts';
import { perService, serviceNames, type PerService, type ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import { readEnvFile } from './env-file.ts';
import { isDatabaseName } from './names.ts';

/** What a person can choose, in `.env` or, stronger, in the environment of the command. */
export interface Settings {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ports: PerService<number>;
  /** Name of the stack, by which Compose knows it as well; undefined where `.env` has none. */
  readonly stack: string | undefined;
  /** Whether a taken port is a failure. */
  readonly strictPorts: boolean;
  /** All variables, for the API; those of `.env` that the command's environment does not replace. */
  readonly variables: Readonly<Record<string, string>>;
}

export const portVariable: PerService<string> = perService((name) => `${name.toUpperCase()}_PORT`);

/** The variable beside one of a wanted port, for what Compose publishes in its place while that is taken. */
export const publishedVariable = (name: string): string => `PUBLISHED_${name}`;

const defaultPorts: PerService<number> = { frontend: 3000, api: 4000, database: 5432, cache: 6379 };

// Each is one line of a script that PostgreSQL reads.
const isPassword = (password: string) => password !== '' && !/[\p{Cc}]/u.test(password);

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Collects what is wrong, so that all of it can be said at once. */
class Reader {
  readonly faults: string[] = [];
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  text(name: string, fallback: string, allows: (value: string) => boolean, must: string, secret = false): string {
    const value = this.#variables[name] || fallback;
    if (!allows(value)) {
      const shown = value === '' ? 'missing' : secret ? 'not usable' : JSON.stringify(value);
      this.faults.push(`${name} is ${shown}: it must be ${must}`);
    }
    return value;
  }

  port(service: ServiceName): number {
    const fallback = String(defaultPorts[service]);
    return Number(this.text(portVariable[service], fallback, isPort, 'a port, 1 to 65535'));
  }

  distinct(ports: PerService<number>): void {
    for (const [index, name] of serviceNames.entries()) {
      const other = serviceNames.slice(0, index).find((each) => ports[each] === ports[name]);
      if (other) this.faults.push(`${portVariable[name]} and ${portVariable[other]} are both ${ports[name]}`);
    }
  }
}

/**
 * Reads `.env` and what the environment says otherwise; an empty variable counts as missing.
 * @throws StackError listing everything that is wrong; never shows the password
 */
export function readSettings(checkout: Checkout, environment: NodeJS.ProcessEnv): Settings {
  const file = readEnvFile(checkout);
  // The shell's token may be one for an environment in AWS.
  const { HEALTH_DETAIL_TOKEN: _, ...stronger } = environment;
  const variables = Object.fromEntries(
    Object.entries(file).flatMap(([name, value]) => (value ? [[name, stronger[name] || value]] : [])),
  );
  const reader = new Reader({
    ...file,
    ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value)),
  });
  const name = '1 to 31 letters, digits, - or _, not beginning with a digit or pg_';
  const ports = perService((service) => reader.port(service));
  reader.distinct(ports);
  const settings: Settings = {
    user: reader.text('POSTGRES_USER', 'app', isDatabaseName, name),
    password: reader.text('POSTGRES_PASSWORD', '', isPassword, 'a line of text', true),
    database: reader.text('POSTGRES_DB', 'app', isDatabaseName, name),
    ports,
    stack: file.COMPOSE_PROJECT_NAME || undefined,
    strictPorts: reader.text('STRICT_PORTS', '0', (value) => /^[01]$/.test(value), '0 or 1') === '1',
    variables,
  };
  if (reader.faults.length === 0) return settings;
  throw new StackError(`The settings cannot be used:\n  ${reader.faults.join('\n  ')}`, {
    fix: [`Fix them in ${checkout.envFile}, or in the environment of the command.`],
  });
}
