import type { EnvironmentSnapshot, EnvironmentStore } from '../store/environment-store.ts';
import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { failureText, guessText } from '../presentation/environment-text.ts';
import { overallOf, serviceViews, type ServiceView } from '../presentation/service-view.ts';
import { stripVTControlCharacters } from 'node:util';
import { redact } from './redact.ts';

const deadlineMs = 6_000;

const isKnown = ({ fresh, failure }: EnvironmentSnapshot) => fresh || failure !== undefined;

/** Looks at an environment until it is known how it is, or that it cannot be; what is known by then, it gives back. */
export async function untilKnown(store: EnvironmentStore, signal: AbortSignal): Promise<EnvironmentSnapshot> {
  const watch = store.watch('foreground');
  try {
    await new Promise<void>((resolve) => {
      const changes = store.onDidChange((snapshot) => {
        if (isKnown(snapshot)) finish();
      });
      const timer = setTimeout(() => finish(), deadlineMs);
      const finish = () => {
        changes.dispose();
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      signal.addEventListener('abort', finish, { once: true });
      if (signal.aborted || isKnown(store.snapshot)) finish();
    });
    return store.snapshot;
  } finally {
    watch.dispose();
  }
}

interface Described {
  readonly name: string;
  readonly kind: 'local' | 'remote';
  readonly snapshot: EnvironmentSnapshot;
}

function describeService({ key, status, lastKnown, health }: ServiceView): object {
  const explanation = health?.error && explainServiceError(health.error);
  return {
    service: key,
    status,
    lastKnown: status === lastKnown ? undefined : lastKnown,
    critical: health?.critical,
    latencyMs: health?.latencyMs,
    since: health?.since,
    checkedAt: health?.checkedAt,
    error: health?.error,
    ...explanation,
  };
}

/** The health of an environment as JSON for a language model: bounded by what a report can be, and without secrets. */
export function describeHealth({ name, kind, snapshot }: Described, now: number): object {
  const { answer, receivedAt, fresh } = snapshot;
  const services = serviceViews(snapshot).map(describeService);
  return {
    environment: name,
    kind,
    status: overallOf(snapshot),
    isFresh: fresh,
    ...(receivedAt !== undefined && { reportAgeSeconds: Math.round((now - receivedAt) / 1_000) }),
    ...(snapshot.failure && { failure: failureText(snapshot) }),
    ...(snapshot.guess && { note: guessText(snapshot) }),
    ...(answer && { version: answer.version, phase: answer.phase, system: answer.system }),
    services,
  };
}

export const logLimits = { lines: 200, characters: 16_000, lineLength: 500 } as const;

/** What an error looks like in the log of a database, a cache, a server or a tool. */
const errorPattern = /\b(error|fatal|panic|exception|uncaught|unhandled|ECONN\w+|failed|failure)\b|^\s*✖/i;

function linesOf(log: string): string[] {
  return redact(stripVTControlCharacters(log))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => (line.length > logLimits.lineLength ? `${line.slice(0, logLimits.lineLength - 1)}…` : line));
}

/** The end of a log: without colours and secrets, at most so many lines, and no more than a model can take. */
export function logExcerpt(log: string, lines: number): string {
  const wanted = linesOf(log).slice(-Math.min(Math.max(1, lines), logLimits.lines));
  while (wanted.length > 1 && wanted.join('\n').length > logLimits.characters) wanted.shift();
  return wanted.join('\n');
}

/** The last line of a log that reports an error; undefined where none does. */
export function lastErrorLine(log: string): string | undefined {
  return linesOf(log).findLast((line) => errorPattern.test(line));
}
