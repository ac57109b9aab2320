import { isServiceName, type ServiceName } from '../services.ts';
import type { ServiceState, StackState, StartFailure } from '../state/stack-state.ts';
import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { localSource } from '../health/reports.ts';
import { checkStack, type ServiceFault, type StackHealth } from '../health/stack-health.ts';
import { excerpt } from '../logs/excerpt.ts';

/** Ports of the dev container itself, which it passes on: .devcontainer/entrypoint.sh. */
const relayed = { frontend: 3000, api: 4000 } as const;

/**
 * Where a person's browser finds a service: in Codespaces by the address that its port is forwarded to, in a dev container
 * by the port that Compose publishes on the host, elsewhere as the state says.
 */
export function browserUrl(state: StackState, service: keyof typeof relayed, env: NodeJS.ProcessEnv): string {
  const { CODESPACE_NAME: name, GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN: domain } = env;
  if (name && domain) return `https://${name}-${relayed[service]}.${domain}`;
  const { publishedPort } = state.services[service];
  return publishedPort === undefined ? state.urls[service] : `http://localhost:${publishedPort}`;
}

/** What a person opens of a service: a page for those that have one, else the address that programs connect to. */
export function addressToOpen(state: StackState, service: ServiceName, env: NodeJS.ProcessEnv): string {
  if (service === 'frontend') return browserUrl(state, service, env);
  // The API's root is no page.
  return service === 'api' ? `${browserUrl(state, service, env)}/docs` : state.urls[service];
}

// What every verb says of a stack, so that all of them say the same.

/** Asks a stack that runs how it is. */
export async function askStack(checkout: Checkout, driver: StackDriver, state: StackState): Promise<StackHealth> {
  const origin = await driver.apiOrigin();
  // Inside of the dev container, the address of the frontend is that of another machine.
  const source = origin === undefined ? undefined : localSource(checkout, origin);
  return checkStack(state, source, { withFrontend: !driver.isGuest });
}

const searchedLines = 60;

/** The lines of a service's log that tell of its failure, as its supervisor kept them, or as they are in the log now. */
async function excerptOf(driver: StackDriver, state: StackState, service: ServiceName): Promise<readonly string[]> {
  const kept = state.services[service].excerpt;
  if (kept) return kept;
  const lines: string[] = [];
  for await (const { text } of driver.logs([service], searchedLines)) lines.push(text);
  return excerpt(lines);
}

/** What to do about a service of which nothing else is known. */
function remedyOf(service: ServiceName, { phase }: ServiceState): string[] {
  if (phase === 'restarting') return ['Wait a moment: it is starting again.'];
  return [`Restart it: make restart SERVICE=${service}`];
}

/** What to do about a service that the stack does not run: it is known by what it reports only. */
const remediesOfReporting = (service: string): string[] => [
  `Look at its log, then start ${service} again.`,
  `If it is gone for good, delete its row from service_heartbeats.`,
];

/** Whether its log says why it fails now: the stores say nothing of why they do not answer. */
function hasRelevantLog(service: ServiceName, { phase, excerpt: kept }: ServiceState): boolean {
  return kept !== undefined || phase === 'failed' || (service === 'api' && phase === 'up');
}

/** A fault with what the log says about it, and what to do. */
export async function explainFault(
  driver: StackDriver,
  state: StackState,
  { service, message }: Pick<ServiceFault, 'service' | 'message'>,
): Promise<StartFailure> {
  if (!isServiceName(service)) return { message, excerpt: [], fix: remediesOfReporting(service) };
  const known = state.services[service];
  const lines = hasRelevantLog(service, known) ? await excerptOf(driver, state, service) : [];
  return {
    service,
    message,
    excerpt: lines,
    log: `make logs SERVICE=${service} FOLLOW=0`,
    fix: known.fix ?? remedyOf(service, known),
  };
}

/** What is there of a stack that does not run. */
export async function notRunning(driver: StackDriver): Promise<{ readonly message: string; readonly fix: string }> {
  const count = await driver.leftovers();
  if (count === 0) return { message: 'The stack is not running', fix: 'Start it: make dev' };
  return {
    message: `The stack is not running, but ${count} of its processes are left over from a crash`,
    fix: 'Stop them: make down',
  };
}
