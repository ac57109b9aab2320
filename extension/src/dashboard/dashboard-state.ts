import type { ServiceHealth } from '@zero-to-running/contract/health';
import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { isNotRunning } from '../connection/failure.ts';
import type { Environment } from '../environments/environment.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import type { DashboardAction, DashboardState, ServiceAction } from '../shared/dashboard-protocol.ts';
import { clockOffsetMs } from '../presentation/clock-offset.ts';
import { failureText, guessText, notesOf } from '../presentation/environment-text.ts';

/** What may be done at all: nothing that runs the folder's Makefile where the folder is not trusted. */
export interface Permissions {
  readonly isTrusted: boolean;
}

/** The API's answer with the frontend among the services; without it, an application is not as well as it could be. */
function withFrontend(answer: HealthAnswer, frontend: ServiceHealth): HealthAnswer {
  const status = answer.status === 'ok' && frontend.status !== 'healthy' ? 'degraded' : answer.status;
  if (isHealthReport(answer)) return { ...answer, status, services: { ...answer.services, frontend } };
  return { ...answer, status, services: { ...answer.services, frontend: { status: frontend.status } } };
}

/** A service that was asked by this machine's clock, as if by one that is behind it. */
function byClockBehind({ checkedAt, since, ...health }: ServiceHealth, offsetMs: number): ServiceHealth {
  const moved = (at: string) => new Date(Date.parse(at) - offsetMs).toISOString();
  return { ...health, checkedAt: checkedAt && moved(checkedAt), since: moved(since) };
}

/** The frontend as it is probed, by the API's clock; undefined where it is not, or the API names one itself. */
function probedFrontend({ answer, frontend, link }: EnvironmentSnapshot, offsetMs: number): ServiceHealth | undefined {
  if (!answer || !frontend || link === 'paused' || Object.hasOwn(answer.services, 'frontend')) return undefined;
  return byClockBehind(frontend, offsetMs);
}

function actionsOf({ kind, store }: Environment, { isTrusted }: Permissions): DashboardAction[] {
  const { link, guess, failure } = store.snapshot;
  const canStart = kind === 'local' && isTrusted && failure?.kind !== 'starting';
  const start: DashboardAction[] = canStart ? ['start'] : [];
  if (link === 'lost') return start;
  return [...(guess ? start : []), 'openApp', 'openApiDocs'];
}

/** The logs of a remote one are fetched by the Makefile of a folder; what may be another folder's is not handled here. */
function serviceActionsOf(
  { kind, store }: Environment,
  all: readonly Environment[],
  { isTrusted }: Permissions,
): ServiceAction[] {
  if (!isTrusted || store.snapshot.guess !== undefined || !all.some((each) => each.kind === 'local')) return [];
  return kind === 'local' ? ['showLogs', 'restart'] : ['showLogs'];
}

function notRunning({ failure }: EnvironmentSnapshot): DashboardState['notRunning'] {
  if (!isNotRunning(failure)) return null;
  return failure.kind === 'starting' ? 'starting' : 'stopped';
}

const sentence = (words: string | undefined) => (words ? `${words}.` : null);

/** What the dashboard is to show of an environment. */
export function dashboardState(
  environment: Environment,
  all: readonly Environment[],
  permissions: Permissions,
): DashboardState {
  const { snapshot } = environment.store;
  const { link, answer, detail, history, retryAt } = snapshot;
  const offsetMs = clockOffsetMs(snapshot);
  const frontend = probedFrontend(snapshot, offsetMs);
  const shown = answer && frontend ? withFrontend(answer, frontend) : answer;
  const ofEach = serviceActionsOf(environment, all, permissions);
  return {
    environment: { id: environment.id, name: environment.name },
    environments: all.map(({ id, name }) => ({ id, name })),
    link,
    answer: shown ?? null,
    probed: frontend?.checkedAt ? { frontend: frontend.checkedAt } : {},
    detail,
    history,
    answerDueBy: snapshot.answerDueBy ?? null,
    clockOffsetMs: offsetMs,
    notRunning: notRunning(snapshot),
    failure: sentence(failureText(snapshot)),
    guess: sentence(guessText(snapshot)),
    notes: notesOf(snapshot).map((note) => `${note}.`),
    retryAt: retryAt ?? null,
    actions: actionsOf(environment, permissions),
    serviceActions: Object.fromEntries(Object.keys(shown?.services ?? {}).map((service) => [service, ofEach])),
  };
}
