import {
  type HealthAnswer,
  healthAnswerSchema,
  healthPaths,
  type OverallStatus,
} from '@zero-to-running/health/contract/report';
import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { moduleGraphFault } from '../probes/http.ts';
import { until } from '../process/wait.ts';
import { isCritical, isServiceName, type ServiceName, serviceNames } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState } from '../state/stack-state.ts';
import { fetchFailure, healthHeaders, type HealthSource } from './reports.ts';

// Whether a stack works, asked now. What was once started is no answer: a status that is remembered stays green.

/** A service that does not do its work: one that the stack runs, or one that reports to the API by itself. */
export interface ServiceFault {
  readonly service: string;
  /** Whether the application cannot work without it. */
  readonly critical: boolean;
  /** A sentence without a full stop, such as `The database refuses connections`. */
  readonly message: string;
}

/** @param what the end of a sentence that begins with the service */
const fault = (service: ServiceName, what: string): ServiceFault => ({
  service,
  critical: isCritical(service),
  message: `The ${service} ${what}`,
});

/** What the report of an API must say to be that of this stack. */
export interface Expected {
  /** The services that it has to name. */
  readonly services: readonly ServiceName[];
  /** The stack's name; undefined where it has none. */
  readonly stack: string | undefined;
}

/** Services that the API reports on: itself, and those that it uses. */
const reported: readonly ServiceName[] = ['api', 'database', 'cache'];

const answerMs = 3_000;

/** What of this stack is unhealthy by an answer of `/health/all`; silence about a service is no health. */
export function judgeReport(answer: unknown, expected: Expected): ServiceFault[] {
  const parsed = healthAnswerSchema.safeParse(answer);
  if (!parsed.success) return [fault('api', 'does not answer: another program does, on its port')];
  const report = parsed.data;
  const stranger = otherStack(report, expected.stack);
  if (stranger !== undefined) return [fault('api', `does not answer: ${stranger}`)];
  const faults = expected.services.flatMap((service): ServiceFault[] => {
    const health = report.services[service];
    if (!health) return [fault(service, 'is missing from the health report')];
    if (health.status === 'healthy') return [];
    return [fault(service, whatOf(health))];
  });
  faults.push(...reportingFaults(report));
  if (report.status !== 'error' || faults.some(({ critical }) => critical)) return faults;
  return [...faults, fault('api', 'reports an error that it does not explain')];
}

type AnsweredHealth = HealthAnswer['services'][string];

function whatOf(health: AnsweredHealth): string {
  return health.error ? explainServiceError(health.error).what : `is ${health.status}`;
}

/** What is unhealthy of the services that the stack does not run, and that the API knows by their heartbeats. */
function reportingFaults({ services }: HealthAnswer): ServiceFault[] {
  return Object.entries(services).flatMap(([service, health]): ServiceFault[] => {
    if (health.status === 'healthy' || isServiceName(service)) return [];
    return [{ service, critical: health.critical === true, message: `The service ${service} ${whatOf(health)}` }];
  });
}

/**
 * Whose a report is that is not of this stack, for a person.
 * @param stack the name of this one; undefined where it has none
 * @returns undefined for this one's, and where that cannot be told: without the detail token, an API does not name its stack
 */
function otherStack(report: HealthAnswer, stack: string | undefined): string | undefined {
  if (report.detail === 'public' || !stack || report.stack === stack) return undefined;
  return `that of another stack does, on its port (${report.stack ?? 'one without a name'})`;
}

/** @returns the parsed body of `/health/all`, or the reason why there is none */
async function askApi(source: HealthSource): Promise<{ readonly body: unknown } | { readonly why: string }> {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const response = await fetch(source.url + healthPaths.all, { headers: healthHeaders(source), signal });
    const body: unknown = await response.json().catch(() => undefined);
    return { body };
  } catch (error) {
    return { why: `does not answer (${fetchFailure(error)})` };
  }
}

/** What the API says is unhealthy; its own silence, where it says nothing. */
async function apiFaults(source: HealthSource, expected: Expected): Promise<ServiceFault[]> {
  const answer = await askApi(source);
  return 'why' in answer ? [fault('api', answer.why)] : judgeReport(answer.body, expected);
}

/** How a stack is, of which at least something runs. */
export interface StackHealth {
  readonly status: OverallStatus;
  readonly faults: readonly ServiceFault[];
}

function healthOf(faults: readonly ServiceFault[]): StackHealth {
  if (faults.length === 0) return { status: 'ok', faults };
  return { status: faults.some(({ critical }) => critical) ? 'error' : 'degraded', faults };
}

/**
 * Asks a stack how it is: its API for what that knows, and its frontend for its modules. A service that its supervisor knows
 * to be down is a fault by that.
 * @param source of the API; undefined where nobody knows where it is
 */
export async function checkStack(
  state: StackState,
  source: HealthSource | undefined,
  { withFrontend }: { readonly withFrontend: boolean },
): Promise<StackHealth> {
  const down = serviceNames.flatMap((service): ServiceFault[] => {
    const { phase, message } = state.services[service];
    if (phase === 'up') return [];
    if (phase === 'failed' && message) {
      return [{ ...fault(service, ''), message: message.replace(/^it /, `The ${service} `) }];
    }
    return [fault(service, message ? `is ${phase}: ${message.split('\n', 1)[0]}` : `is ${phase}`)];
  });
  const isUp = (name: string) => down.every(({ service }) => service !== name);
  const asked = { services: reported.filter(isUp), stack: state.stack };
  const [fromApi, ofFrontend] = await Promise.all([
    source && isUp('api') ? apiFaults(source, asked) : [],
    withFrontend && isUp('frontend') ? moduleGraphFault(state.urls.frontend) : undefined,
  ]);
  const frontend = ofFrontend === undefined ? [] : [fault('frontend', ofFrontend)];
  return healthOf([...down, ...fromApi.filter(({ service }) => isUp(service)), ...frontend]);
}

/**
 * Waits until a stack is healthy.
 * @returns how it was at last; one that only lacks services that are not critical, or that it does not start itself, is
 *   given the time to find them
 */
export async function untilStackIsHealthy(
  ask: () => Promise<StackHealth>,
  options: { readonly deadlineMs: number; readonly graceMs: number; readonly signal?: AbortSignal },
): Promise<StackHealth> {
  const sinceMs = performance.now();
  let last = await ask();
  const isSettled = async () => {
    last = await ask();
    if (last.status === 'ok') return true;
    // What the stack does not start need not come while it is waited for.
    const own = healthOf(last.faults.filter(({ service }) => isServiceName(service)));
    return own.status !== 'error' && performance.now() - sinceMs > options.graceMs;
  };
  const { deadlineMs, signal } = options;
  if (last.status !== 'ok') await until(isSettled, { everyMs: 250, deadlineMs, ...(signal ? { signal } : {}) });
  return last;
}

/**
 * Waits until the API reports all services healthy, but for those that are known to be missing.
 * @throws StackError naming those that are not
 */
export async function untilHealthy(
  source: HealthSource,
  expected: Expected,
  options: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<void> {
  let faults: readonly ServiceFault[] = [];
  const services = expected.services.filter((name) => reported.includes(name));
  const isHealthy = async () => {
    const found = await apiFaults(source, { ...expected, services });
    faults = found.filter(({ service }) => isServiceName(service) && expected.services.includes(service));
    return faults.length === 0;
  };
  if (await until(isHealthy, { everyMs: 25, ...options })) return;
  throw new StackError(faults.map(({ message }) => message).join('; '), {
    fix: ['make logs SERVICE=api FOLLOW=0 shows what the API says about it.'],
  });
}
