import type { ServiceHealth } from '@zero-to-running/contract/health';
import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import type { Environment } from '../environments/environment.ts';
import type { DashboardAction, DashboardState, ServiceAction } from '../shared/dashboard-protocol.ts';
import { l10n } from '../common/l10n.ts';

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
  if (store.snapshot.link === 'lost') return kind === 'local' && isTrusted ? ['start'] : [];
  return ['openApp', 'openApiDocs'];
}

function serviceActionsOf({ kind }: Environment, { isTrusted }: Permissions): ServiceAction[] {
  if (!isTrusted) return [];
  return kind === 'local' ? ['showLogs', 'restart'] : ['showLogs'];
}

/** What the dashboard is to show of an environment. */
export function dashboardState(
  environment: Environment,
  all: readonly Environment[],
  permissions: Permissions,
): DashboardState {
  const { link, answer, detail, history, failure, retryAt, frontend, receivedAt } = environment.store.snapshot;
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
    failure: failure ? l10n.t('The API cannot be read: {0}.', failure.message) : null,
    retryAt: retryAt ?? null,
    actions: actionsOf(environment, permissions),
    serviceActions: Object.fromEntries(Object.keys(shown?.services ?? {}).map((service) => [service, ofEach])),
  };
}
