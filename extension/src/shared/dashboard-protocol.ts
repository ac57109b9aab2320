import type { HealthAnswer } from '@zero-to-running/health/contract/report';
import type { HealthHistory } from '@zero-to-running/health/contract/history';

/** An environment that the dashboard can show. */
export interface DashboardEnvironment {
  readonly id: string;
  readonly name: string;
}

/** What the dashboard's buttons do; what cannot be done now is not offered. */
export type DashboardAction = 'start' | 'openApp' | 'openApiDocs';

export type ServiceAction = 'showLogs' | 'restart';

/** Everything the dashboard shows. It was parsed with the contract and bounded before it came here. */
export interface DashboardState {
  readonly environment: DashboardEnvironment;
  readonly environments: readonly DashboardEnvironment[];
  readonly link: 'connecting' | 'live' | 'polling' | 'lost' | 'paused';
  readonly answer: HealthAnswer | null;
  /** When those services were last asked that are not asked by the API: ISO 8601, by its clock. */
  readonly probed: Readonly<Record<string, string>>;
  readonly detail: 'full' | 'redacted';
  readonly history: HealthHistory;
  /** Until when the next answer is waited for though the last one is old: milliseconds since the epoch. */
  readonly answerDueBy: number | null;
  /** Milliseconds by which this machine's clock is ahead of the API's. */
  readonly clockOffsetMs: number;
  /** Where the link is lost as there is nothing to reach, or not yet, which is no trouble. */
  readonly notRunning: 'stopped' | 'starting' | null;
  /** Why the link is lost, in a sentence. */
  readonly failure: string | null;
  /** That what is shown may be another folder's, in a sentence. */
  readonly guess: string | null;
  /** What is missing of what is shown, and why, each in a sentence. */
  readonly notes: readonly string[];
  /** When the next attempt is due: milliseconds since the epoch. */
  readonly retryAt: number | null;
  readonly actions: readonly DashboardAction[];
  readonly serviceActions: Readonly<Record<string, readonly ServiceAction[]>>;
}

/** From the extension host to the webview. */
export type HostMessage =
  /** Comes first: English messages in the window's language, and its BCP 47 tag. */
  | { readonly type: 'translations'; readonly language: string; readonly messages: Readonly<Record<string, string>> }
  | { readonly type: 'state'; readonly state: DashboardState }
  /** Nothing is watched any more: the folder was closed, or the environment was taken out of the settings. */
  | { readonly type: 'gone'; readonly environments: readonly DashboardEnvironment[] };

/** From the webview to the extension host. */
export type WebviewMessage =
  /** Listens; nothing is posted before. */
  | { readonly type: 'ready' }
  /** Answers each message but the translations, so that the host knows of a page that VS Code lost. */
  | { readonly type: 'received' }
  | { readonly type: 'retry' }
  | { readonly type: 'selectEnvironment'; readonly environment: string }
  | { readonly type: 'act'; readonly action: DashboardAction }
  | { readonly type: 'actOnService'; readonly action: ServiceAction; readonly service: string };

/** What the webview keeps over a reload, and its serializer gets back. */
export interface DashboardMemory {
  readonly environment: string;
  /** Pixels from the top. */
  readonly scroll: number;
  /** Services whose changes are unfolded. */
  readonly unfolded: readonly string[];
}

/** By which VS Code knows a dashboard's tab, also after a reload. */
export const dashboardViewType = 'zeroToRunning.dashboard';
