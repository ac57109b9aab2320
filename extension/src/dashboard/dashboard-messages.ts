import { clockOffset } from '@zero-to-running/health/client/freshness';
import { z } from 'zod';
import type { DashboardAction, DashboardState, ServiceAction, WebviewMessage } from '../shared/dashboard-protocol.ts';
import type { ServiceHealth } from '@zero-to-running/health/contract/report';
import { byClockBehind, withFrontend } from '@zero-to-running/health/client/frontend';
import { isNotRunning } from '@zero-to-running/health/client/failure';
import type { Environment } from '../environments/environment.ts';
import type { EnvironmentSnapshot } from '../store/environment-store.ts';
import { failureText, guessText, notesOf } from '../presentation/environment-text.ts';

const serviceName = z.string().max(200);

const webviewMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('received') }),
  z.object({ type: z.literal('retry') }),
  z.object({ type: z.literal('selectEnvironment'), environment: z.string().max(4_096) }),
  z.object({ type: z.literal('act'), action: z.enum(['start', 'openApp', 'openApiDocs']) }),
  z.object({ type: z.literal('actOnService'), action: z.enum(['showLogs', 'restart']), service: serviceName }),
]) satisfies z.ZodType<WebviewMessage>;

const memorySchema = z.object({ environment: z.string() });

/** A message of the webview; undefined for what none of ours sends. */
export function readWebviewMessage(raw: unknown): WebviewMessage | undefined {
  return webviewMessageSchema.safeParse(raw).data;
}

/** Which environment a restored dashboard showed; undefined where it kept nothing. */
export function rememberedEnvironment(raw: unknown): string | undefined {
  return memorySchema.safeParse(raw).data?.environment;
}

/** What may be done at all: nothing that runs the folder's Makefile where the folder is not trusted. */
interface Permissions {
  readonly isTrusted: boolean;
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
  const offsetMs = clockOffset(snapshot.clocks);
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
