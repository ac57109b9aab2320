import { delimiter, dirname } from 'node:path';
import { inheritedMarker } from '../process/processes.ts';
import type { Verb } from '../verbs.ts';

// What is taken from the shell on purpose; docs/configuration.md has the same table in words. All else that the shell
// exports was meant for other programs, and reaches nothing that is started here.

type Environment = Readonly<Record<string, string | undefined>>;

const deploying =
  'bootstrap plan deploy rollback destroy images registry-login logs health doctor secret secrets secret-delete database health-token'.split(
    ' ',
  );
const testing = ['test', 'bench'];

const isOf = (verbs: readonly string[]) => (verb: Verb | undefined) => verb !== undefined && verbs.includes(verb);
const always = () => true;

/** Which verbs take them, and their names; one that ends in `*` stands for all that begin so. */
const table: readonly (readonly [(verb: Verb | undefined) => boolean, readonly string[]])[] = [
  [always, ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'XDG_*', 'NIX_LD*', 'WSL_*', 'WSLENV']],
  [always, ['LANG', 'LANGUAGE', 'LC_*', 'TZ']],
  [always, ['TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'COLUMNS', 'LINES', 'CI']],
  [
    always,
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
  ],
  [always, ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_COMPILE_CACHE*', 'NODE_USE_ENV_PROXY']],
  [always, ['npm_config_registry', 'npm_config_cache', 'NPM_CONFIG_REGISTRY', 'NPM_CONFIG_CACHE', 'NPM_TOKEN']],
  [always, ['SSH_AUTH_SOCK']],
  // Which engine, and how it is reached.
  [
    always,
    ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY', 'BUILDX_BUILDER'],
  ],
  // What .devcontainer/compose.yml says of the stack beside it.
  [always, ['IN_DEV_CONTAINER', 'HOST_FOLDER', 'API_URL', 'FRONTEND_URL', 'HEALTH_DEADLINE_SECONDS']],
  // Where a browser finds a codespace's ports.
  [always, ['CODESPACE_NAME', 'GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN']],
  // Secrets, which have no place on a command line, under names of the product's own.
  [always, ['HEALTH_DETAIL_TOKEN', 'TARGET_DATABASE_URL', 'TARGET_REDIS_URL']],
  [isOf(deploying), ['AWS_*', 'TF_CLI_CONFIG_FILE', 'TF_PLUGIN_CACHE_DIR', 'TF_TOKEN_*', 'TF_LOG*']],
  [isOf(deploying), ['GOGC', 'GOMEMLIMIT']],
  // With which GitHub's command line tells who may deploy.
  [isOf(['doctor']), ['GH_*', 'GITHUB_TOKEN']],
  [
    isOf(testing),
    ['REQUIRE_ALL', 'CHROMIUM_PATH', 'VSCODE_SERVER', 'SCREENSHOTS', 'IAM_EVALUATE', 'TEST_*', 'TESTS_*'],
  ],
  [isOf(testing), ['AWS_*', 'TF_CLI_CONFIG_FILE', 'TF_PLUGIN_CACHE_DIR', 'GITHUB_*', 'RUNNER_*', 'HANGING_TEST']],
  // An editor's command line finds its window by them.
  [isOf(['install-extension', 'test']), ['VSCODE_*', 'DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_*']],
];

const loopback = ['localhost', '127.0.0.1', '::1'];

/** NO_PROXY with the names of this machine: what listens here is never asked for through a proxy. */
function withoutProxyForLoopback(environment: Environment): Record<string, string> {
  const isProxied = Object.keys(environment).some((name) => /^(https?|all)_proxy$/i.test(name));
  if (!isProxied) return {};
  const named = (environment['NO_PROXY'] ?? environment['no_proxy'] ?? '').split(',').map((each) => each.trim());
  const value = [...new Set([...named.filter(Boolean), ...loopback])].join(',');
  return { NO_PROXY: value, no_proxy: value };
}

const matches = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/**
 * What of the shell's environment a verb and all that it starts get.
 * @param verb undefined for a program that belongs to no verb, such as a test's
 */
export function fromShell(environment: Environment, verb?: Verb): Record<string, string> {
  const patterns = table.filter(([takes]) => takes(verb)).flatMap(([, names]) => names);
  // There, what it says was said by .devcontainer/compose.yml.
  if (environment['IN_DEV_CONTAINER'] === '1') patterns.push('COMPOSE_PROJECT_NAME');
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && patterns.some((pattern) => matches(pattern, name))) kept[name] = value;
  }
  return { ...kept, ...withoutProxyForLoopback(kept) };
}

/** Leaves of this process's environment what is taken on purpose; all that it starts inherits that. */
export function keepFromShell(verb: Verb): void {
  const kept = fromShell(process.env, verb);
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
  Object.assign(process.env, kept);
}

/**
 * The environment of a program that the stack starts, the same whoever starts the stack. `node` on its PATH is the one of
 * this process. What a supervisor starts carries the stack's marker on, by which it is found when the supervisor was killed.
 */
export function programEnvironment(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { FORCE_COLOR: _, ...kept } = fromShell(process.env);
  const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  return { ...kept, PATH: path, NO_COLOR: '1', ...inheritedMarker(), ...changes };
}

/** Variables that decide things elsewhere, and that a person may expect to decide them here. */
const expected =
  /^(COMPOSE_|POSTGRES_(USER|PASSWORD|DB)$|(FRONTEND|API|DATABASE|CACHE|PRODUCTION)_PORT$|STRICT_PORTS$|LOG_LEVEL$|DATABASE_URL$|REDIS_URL$|PG(HOST|PORT|USER|PASSWORD|DATABASE|SSLMODE)$|NODE_ENV$|NODE_OPTIONS$|STACK$)/;

/**
 * Names of variables of the shell that a person may think to count here, and that do not.
 * @param given options of the command line, which make exports as well
 */
export function ignoredFromShell(environment: Environment, given: Readonly<Record<string, string>> = {}): string[] {
  if (environment['IN_DEV_CONTAINER'] === '1') return [];
  return Object.keys(environment)
    .filter((name) => environment[name] && !(name in given) && expected.test(name))
    .toSorted();
}
