import type { ServiceHealth } from '@zero-to-running/contract/health';
import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { isNotRunning } from '../connection/failure.ts';
import type { Environment } from '../environments/environment.ts';
import type { DashboardAction, DashboardState, ServiceAction } from '../shared/dashboard-protocol.ts';
import { failureText, guessText } from '../presentation/environment-text.ts';

/** What may be done at all: nothing that runs the folder's Makefile where the folder is not trusted. */
export interface Permissions {
  readonly isTrusted: boolean;
}

/** The API's answer with the frontend among the services, as the extension probes it. */
function withFrontend(answer: HealthAnswer, frontend: ServiceHealth | undefined): HealthAnswer {
  if (!frontend || Object.hasOwn(answer.services, 'frontend')) return answer;
  if (isHealthReport(answer)) return { ...answer, services: { ...answer.services, frontend } };
  return { ...answer, services: { ...answer.services, frontend: { status: frontend.status } } };
}

function actionsOf({ kind, store }: Environment, { isTrusted }: Permissions): DashboardAction[] {
  const { link, guess } = store.snapshot;
  const start: DashboardAction[] = kind === 'local' && isTrusted ? ['start'] : [];
  if (link === 'lost') return start;
  return [...(guess ? start : []), 'openApp', 'openApiDocs'];
}

function serviceActionsOf({ kind }: Environment, { isTrusted }: Permissions): ServiceAction[] {
  if (!isTrusted) return [];
  return kind === 'local' ? ['showLogs', 'restart'] : ['showLogs'];
}

const sentence = (words: string | undefined) => (words ? `${words}.` : null);

/** What the dashboard is to show of an environment. */
export function dashboardState(
  environment: Environment,
  all: readonly Environment[],
  permissions: Permissions,
): DashboardState {
  const { snapshot } = environment.store;
  const { link, answer, detail, history, retryAt, frontend, receivedAt } = snapshot;
  const shown = answer && withFrontend(answer, frontend);
  const ofEach = serviceActionsOf(environment, permissions);
  return {
    environment: { id: environment.id, name: environment.name },
    environments: all.map(({ id, name }) => ({ id, name })),
    link,
    answer: shown ?? null,
    detail,
    history,
    clockOffsetMs: answer && receivedAt !== undefined ? receivedAt - Date.parse(answer.timestamp) : 0,
    notRunning: isNotRunning(snapshot.failure),
    failure: sentence(failureText(snapshot)),
    guess: sentence(guessText(snapshot)),
    retryAt: retryAt ?? null,
    actions: actionsOf(environment, permissions),
    serviceActions: Object.fromEntries(Object.keys(shown?.services ?? {}).map((service) => [service, ofEach])),
  };
}
