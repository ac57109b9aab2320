import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { isLoopback } from './auth/addresses.ts';

/** `EX_CONFIG` of sysexits(3): the exit code of a process that was configured wrongly. */
export const wrongConfiguration = 78;

interface Meaning {
  /** What the value must be, as the end of a sentence. */
  readonly must: string;
  /** The value is never printed. */
  readonly secret?: boolean;
}

const meanings = z.registry<Meaning>();

/** A variable with what is said about it when it is wrong. */
function variable<Schema extends z.ZodType>(schema: Schema, must: string, secret = false): Schema {
  meanings.add(schema, { must, secret });
  return schema;
}

function whole(min: number, max: number, fallback: number, unit = '') {
  const schema = z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .prefault(String(fallback));
  return variable(schema, `a whole number from ${min} to ${max}${unit}`);
}

/** Whether a URL can be used as it stands; drivers decode user and password, and fail late when they cannot. */
function isUrl(value: string, protocols: readonly string[]): boolean {
  const url = URL.parse(value);
  if (!url || !protocols.includes(url.protocol)) return false;
  try {
    decodeURIComponent(url.username + url.password + url.pathname);
    return url.host !== '' || url.searchParams.has('host');
  } catch {
    return false;
  }
}

const isHost = (value: string): boolean => isIP(value) !== 0 || /^(?!-)[a-z\d-]+(\.[a-z\d-]+)*$/i.test(value);

/** An origin as browsers send it: no path, not even a slash at the end. */
const isOrigin = (value: string): boolean => /^https?:/.test(value) && URL.parse(value)?.origin === value;

const origins = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((each) => each.trim() || []))
  .refine((list) => list.every(isOrigin));

/** A name, or one that begins with a dot and stands for all below it. */
const hosts = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((each) => each.trim() || []))
  .refine((list) => list.every((host) => isHost(host.replace(/^\./, ''))));

/** As providers write it: no query, no login. Whether HTTP will do is a question of where it is. */
const isIssuer = (value: string): boolean => {
  const url = URL.parse(value);
  return (
    isUrl(value, ['https:', 'http:']) && url !== null && !url.search && !url.hash && !url.username && !url.password
  );
};

const visible = (max: number) => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${max}}$`));

const secretArn = (what: string) =>
  variable(
    z
      .string()
      .regex(/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:\S+$/)
      .optional(),
    `the ARN of the secret in AWS Secrets Manager that holds ${what}`,
  );

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const onOrOff = ['on', 'off'] as const;

const environments = ['development', 'production', 'test'] as const;

const variables = z.object({
  NODE_ENV: variable(z.enum(environments).default('development'), `one of ${environments.join(', ')}`),
  HOST: variable(z.string().refine(isHost).default('127.0.0.1'), 'the address or host name to listen on'),
  PORT: whole(0, 65_535, 4_000, ' (0 takes a free port)'),
  DATABASE_URL: variable(
    z.string().refine((value) => isUrl(value, ['postgres:', 'postgresql:'])),
    'the URL of a PostgreSQL database, such as postgres://user:password@localhost:5432/app',
    true,
  ),
  DATABASE_PASSWORD: variable(
    z.string().optional(),
    'the password of the database, where it is not in DATABASE_URL',
    true,
  ),
  REDIS_URL: variable(
    z.string().refine((value) => isUrl(value, ['redis:', 'rediss:'])),
    'the URL of a Redis server, such as redis://localhost:6379',
    true,
  ),
  REDIS_PASSWORD: variable(z.string().optional(), 'the password of Redis, where it is not in REDIS_URL', true),
  DATABASE_SECRET_ARN: secretArn('the login of the database, as JSON with "username" and "password"'),
  REDIS_SECRET_ARN: secretArn('the password of Redis, by itself or as JSON with "password"'),
  LOG_LEVEL: variable(z.enum(logLevels).default('info'), `one of ${logLevels.join(', ')}`),
  CORS_ORIGINS: variable(origins, 'origins joined by commas, such as https://app.example.com,http://localhost:3000'),
  ALLOWED_HOSTS: variable(hosts, 'host names joined by commas, such as shop.test,.example.dev (with all below it)'),
  TRUST_PROXY: whole(0, 32, 0, ': how many proxies stand before the API'),
  HEALTH_DETAIL_TOKEN: variable(
    z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/)
      .optional(),
    'at least 16 visible ASCII characters',
    true,
  ),
  RATE_LIMIT_PER_MINUTE: whole(0, 1_000_000_000, 600, ' (0 switches the limit off)'),
  AUTH: variable(z.enum(onOrOff).optional(), `one of ${onOrOff.join(', ')}`),
  AUTH_RATE_LIMIT_PER_MINUTE: whole(0, 1_000_000_000, 60, ' (0 switches the limit off)'),
  OIDC_ISSUER: variable(
    z.string().refine(isIssuer).optional(),
    'the address of an OpenID Connect provider, such as https://accounts.google.com',
  ),
  OIDC_CLIENT_ID: variable(visible(255).optional(), '1 to 255 visible ASCII characters, as the provider gave it'),
  OIDC_CLIENT_SECRET: variable(
    visible(1_000).optional(),
    '1 to 1000 visible ASCII characters, as the provider gave it',
    true,
  ),
  OIDC_SCOPES: variable(
    z
      .string()
      .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/)
      .refine((scopes) => scopes.split(' ').includes('openid'))
      .default('openid profile email'),
    'scopes with a blank between them, of which one is openid',
  ),
  OIDC_AUDIENCE: variable(visible(255).optional(), 'what bearer tokens for this API have as their audience'),
  OIDC_ROLES_CLAIM: variable(
    visible(255).default('roles'),
    'the name of a claim, or a path such as realm_access.roles',
  ),
  OIDC_ADMIN_ROLE: variable(visible(255).default('admin'), 'what the claim has for an administrator'),
  PUBLIC_ORIGIN: variable(
    z.string().refine(isOrigin).optional(),
    'the origin that browsers show, such as https://app.example.com, without a path',
  ),
  SESSION_IDLE_MINUTES: whole(5, 525_600, 60, ' minutes'),
  SESSION_LIFETIME_HOURS: whole(1, 8_760, 12, ' hours'),
  APP_VERSION: variable(
    z
      .string()
      .regex(/^[\x20-\x7e]{1,100}$/)
      .default(packageJson.version),
    '1 to 100 printable ASCII characters',
  ),
  STACK_NAME: variable(
    z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/)
      .optional(),
    '1 to 100 visible ASCII characters',
  ),
  DATABASE_POOL_MIN: whole(0, 1_000, 2),
  DATABASE_POOL_MAX: whole(1, 1_000, 10),
  DATABASE_STATEMENT_TIMEOUT_MS: whole(1, 600_000, 5_000, ' milliseconds'),
  CACHE_TTL_SECONDS: whole(1, 86_400, 30, ' seconds'),
  MIGRATE_ON_START: variable(
    z.enum(['apply', 'verify']).default('apply'),
    'apply, or verify where something else applies the migrations',
  ),
  STARTUP_DEADLINE_MS: whole(1, 3_600_000, 60_000, ' milliseconds'),
  HEALTH_METRICS: variable(
    z.enum(['none', 'emf']).default('none'),
    'none, or emf for lines of metrics that CloudWatch reads from the log',
  ),
  HEALTH_METRICS_ENVIRONMENT: variable(
    z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/)
      .default('development'),
    'the name of the environment in the metrics, of visible ASCII characters',
  ),
  HEALTH_STREAM_MAX: whole(1, 100_000, 2_000, ': how many may read /health/stream at the same time'),
});

/** The API's settings; the keys are the environment's, so that there is one name for each. */
export type Config = Readonly<z.output<typeof variables>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used; the message lists everything that is wrong with it, and shows no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'One environment variable is' : `${faults.length} environment variables are`;
    super(`${count} wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * A variable, or what the file holds that NAME_FILE names: Docker gives secrets so.
 * @throws ConfigError naming a file that cannot be read
 */
export function variableOrFile(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  const file = env[`${name}_FILE`]?.trim();
  if (value || !file) return value || undefined;
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    throw new ConfigError([`${name}_FILE is ${file}, which cannot be read: ${String(error)}`]);
  }
}

function describeFault(name: keyof Config, value: string | undefined): string {
  const meaning = meanings.get(variables.shape[name]);
  const found = value === undefined ? 'missing' : meaning?.secret ? 'not usable' : JSON.stringify(value);
  return `${name} is ${found}: it must be ${meaning?.must}`;
}

const networkHttp = (value: string | undefined): boolean => {
  const url = URL.parse(value ?? '');
  return url?.protocol === 'http:' && !isLoopback(url);
};

/** What is wrong with how people are to sign in. */
function signInFaults(config: Config): string[] {
  const { AUTH, OIDC_ISSUER, OIDC_CLIENT_ID, NODE_ENV } = config;
  if (AUTH === 'off') return [];
  if (AUTH === undefined && OIDC_ISSUER === undefined) {
    if (NODE_ENV !== 'production') return [];
    return [
      'OIDC_ISSUER is missing: it must be the address of the OpenID Connect provider with which people sign in. ' +
        'To let everyone see and change everything, say so with AUTH=off',
    ];
  }
  const missing = Object.entries({ OIDC_ISSUER, OIDC_CLIENT_ID }).flatMap(([name, value]) =>
    value === undefined ? `${name} is missing: it must be set for people to sign in, or AUTH must be off` : [],
  );
  const open = Object.entries({ OIDC_ISSUER, PUBLIC_ORIGIN: config.PUBLIC_ORIGIN }).flatMap(([name, value]) =>
    networkHttp(value)
      ? `${name} is ${JSON.stringify(value)}: it must begin with https://, unless it is on localhost`
      : [],
  );
  return [...missing, ...open];
}

/** What is wrong with variables that are fine each by itself. */
function contradictions(config: Config): string[] {
  const { DATABASE_POOL_MIN: min, DATABASE_POOL_MAX: max } = config;
  const pool = `DATABASE_POOL_MIN is ${min}: it must not be larger than DATABASE_POOL_MAX, which is ${max}`;
  return [...(min > max ? [pool] : []), ...signInFaults(config)];
}

function given(env: Environment, name: keyof Config): string | undefined {
  if (meanings.get(variables.shape[name])?.secret) return variableOrFile(env, name);
  return env[name]?.trim() || undefined;
}

/**
 * Reads the settings from the environment, secrets also from files; an empty variable counts as missing.
 * @throws ConfigError listing every variable that is wrong or missing
 */
export function loadConfig(env: Environment): Config {
  const names = variables.keyof().options;
  const found = Object.fromEntries(names.map((name) => [name, given(env, name)]));
  const result = variables.safeParse(found);
  if (!result.success) {
    const wrong = new Set(result.error.issues.map(({ path }) => path[0]));
    throw new ConfigError(names.filter((name) => wrong.has(name)).map((name) => describeFault(name, found[name])));
  }
  const faults = contradictions(result.data);
  if (faults.length > 0) throw new ConfigError(faults);
  return result.data;
}
