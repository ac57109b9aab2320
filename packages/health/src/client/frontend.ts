import type { HealthAnswer, ServiceError, ServiceHealth } from '../contract/report.ts';
import { sleep } from './back-off.ts';
import { type ConnectionFailure, type FailureKind, failureOf } from './failure.ts';
import type { FindSource, Source } from './request.ts';

const deadlineMs = 3_000;

/** Milliseconds after which it is seen that answers are wanted again. */
const wakeMs = 500;

const errors: Partial<Record<FailureKind, ServiceError>> = {
  refused: 'refused',
  unreachable: 'refused',
  timeout: 'timeout',
  unresolved: 'unresolved',
};

type Outcome = Pick<ServiceHealth, 'status' | 'latencyMs' | 'error'>;

/** What was seen last, so that who begins to look anew knows since when it is so. */
export interface FrontendMemory {
  seen: { readonly at: string; readonly status: ServiceHealth['status']; readonly since: string } | undefined;
}

export interface SeenFrontend {
  /** Undefined where there is no frontend to ask. */
  readonly health: ServiceHealth | undefined;
  /** Why it cannot be asked. */
  readonly problem?: ConnectionFailure | undefined;
  /** Whether it is another than the one before it. */
  readonly isAnother: boolean;
}

/** What happens to the frontend, as it is seen from here. */
interface FrontendListener {
  readonly onHealth: (seen: SeenFrontend) => void;
  /** One line for the log about a request and what came of it. */
  readonly onOutcome: (line: string) => void;
}

export interface FrontendProbe {
  readonly findSource: FindSource;
  /** Milliseconds between two questions. */
  readonly intervalMs: number;
  /** Whether to ask now; while it is not, what is known stays. */
  readonly isWanted: () => boolean;
  readonly memory: FrontendMemory;
  readonly listener: FrontendListener;
  readonly signal: AbortSignal;
}

/** Without its query, which may hold a secret. */
function inLog(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

async function probe(url: string, signal: AbortSignal, onOutcome: (line: string) => void): Promise<Outcome> {
  const startedAt = performance.now();
  const tell = (outcome: string) => onOutcome(`${inLog(url)}: ${outcome}`);
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    const latencyMs = performance.now() - startedAt;
    await response.body?.cancel();
    tell(`status ${response.status} in ${Math.round(latencyMs)} ms`);
    if (response.status >= 500) return { status: 'unhealthy', latencyMs: null, error: 'unknown' };
    return { status: 'healthy', latencyMs };
  } catch (error) {
    const { kind, message } = failureOf(error);
    if (!signal.aborted) tell(message);
    return { status: 'unhealthy', latencyMs: null, error: errors[kind] ?? 'unknown' };
  }
}

/** The frontend at this moment, by this machine's clock. */
export async function askFrontend(url: string): Promise<ServiceHealth> {
  const outcome = await probe(url, AbortSignal.timeout(deadlineMs), () => undefined);
  const now = new Date().toISOString();
  return { ...outcome, critical: false, checkedAt: now, since: now };
}

/** What is known of the frontend from now on, given what was seen of it before. */
function remember(
  memory: FrontendMemory,
  at: string,
  outcome: Outcome,
  now: string,
): { since: string; isAnother: boolean } {
  const { seen } = memory;
  const isAnother = seen !== undefined && seen.at !== at;
  const since = seen && !isAnother && seen.status === outcome.status ? seen.since : now;
  memory.seen = { at, status: outcome.status, since };
  return { since, isAnother };
}

async function look(source: Source | undefined, options: FrontendProbe): Promise<SeenFrontend> {
  const { frontend: url, frontendProblem: problem } = source ?? {};
  if (url === undefined && !problem) return { health: undefined, isAnother: false };
  const outcome: Outcome =
    url === undefined
      ? { status: 'unknown', latencyMs: null }
      : await probe(url, options.signal, options.listener.onOutcome);
  if (options.signal.aborted) return { health: undefined, isAnother: false };
  const now = new Date().toISOString();
  const { since, isAnother } = remember(options.memory, url ?? '', outcome, now);
  const checkedAt = url === undefined ? null : now;
  return { health: { ...outcome, critical: false, checkedAt, since }, problem, isAnother };
}

/**
 * Asks the frontend for its page over and over, until the signal is aborted: whatever it serves but a server error is
 * healthy. Not critical, as the API does not need it.
 */
export async function probeFrontend(options: FrontendProbe): Promise<void> {
  const { findSource, intervalMs, isWanted, listener, signal } = options;
  while (!signal.aborted) {
    if (!isWanted()) {
      await sleep(wakeMs, signal);
      continue;
    }
    const seen = await look(await findSource().catch(() => undefined), options);
    if (signal.aborted) return;
    listener.onHealth(seen);
    await sleep(intervalMs, signal);
  }
}

/** The API's answer with the frontend among the services; without it, an application is not as well as it could be. */
export function withFrontend(answer: HealthAnswer, frontend: ServiceHealth): HealthAnswer {
  const status = answer.status === 'ok' && frontend.status !== 'healthy' ? 'degraded' : answer.status;
  // Among services that show their status alone, it looks like they do.
  const shown = answer.detail === 'public' ? { status: frontend.status } : frontend;
  return { ...answer, status, services: { ...answer.services, frontend: shown } };
}

/** A service that was asked by this machine's clock, as if by one that is so many milliseconds behind it. */
export function byClockBehind({ checkedAt, since, ...health }: ServiceHealth, offsetMs: number): ServiceHealth {
  const moved = (at: string) => new Date(Date.parse(at) - offsetMs).toISOString();
  return { ...health, checkedAt: checkedAt && moved(checkedAt), since: moved(since) };
}
