import { env, l10n as vscodeL10n, Uri, ViewColumn, window, workspace, type Webview, type WebviewPanel } from 'vscode';
import { type HostMessage, type WebviewMessage, dashboardViewType } from '../shared/dashboard-protocol.ts';
import { l10n } from '@zero-to-running/health/words/l10n';
import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import type { Environment, Environments } from '../environments/environment.ts';
import { AnswerDeadline } from './webview-watchdog.ts';
import { dashboardHtml } from './dashboard-html.ts';
import { dashboardState, readWebviewMessage } from './dashboard-messages.ts';

/** What the dashboard's page says in the window's language, where there is a translation: it cannot load one itself. */
function dashboardTranslations(): HostMessage {
  const { bundle } = vscodeL10n;
  return { type: 'translations', language: bundle ? env.language : 'en', messages: bundle ?? {} };
}

/** What the dashboard's buttons are bound to. */
export type OnAction = (
  message: Extract<WebviewMessage, { type: 'act' | 'actOnService' }>,
  environment: Environment,
) => void;

interface DashboardEvents {
  readonly onAction: OnAction;
  /** Its page is there. */
  readonly onAnswer: () => void;
  /** Its page should be seen, and for as long as it got nothing has come from it. */
  readonly onSilent: () => void;
}

interface DashboardOptions {
  readonly extension: Uri;
  readonly environments: Environments;
  readonly shownId: string;
  /** Milliseconds that its page gets to answer. */
  readonly patienceMs: number;
  readonly events: DashboardEvents;
}

/** Milliseconds in which changes are gathered into one message. */
const gatherMs = 50;

const filesOf = (extension: Uri) => Uri.joinPath(extension, 'dist/webview');

/** Makes an empty tab for a dashboard. */
export function createDashboardTab(
  extension: Uri,
  where: { readonly viewColumn: ViewColumn; readonly preserveFocus: boolean },
): WebviewPanel {
  return window.createWebviewPanel(dashboardViewType, l10n.t('System Health'), where, webviewOptions(extension));
}

export function webviewOptions(extension: Uri) {
  return { enableScripts: true, enableForms: false, localResourceRoots: [filesOf(extension)] };
}

function pageOf(webview: Webview, extension: Uri): string {
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(filesOf(extension), name)).toString();
  return dashboardHtml({
    script: file('main.js'),
    style: file('main.css'),
    source: webview.cspSource,
    title: l10n.t('System Health'),
  });
}

/** One dashboard in its tab. It looks at an environment while it is seen itself, and posts only then. */
export class DashboardPanel extends DisposableOwner {
  readonly #panel: WebviewPanel;
  readonly #environments: Environments;
  readonly #events: DashboardEvents;
  readonly #answer: AnswerDeadline;
  #answers = 0;
  #shownId: string;
  #isReady = false;
  #watched: { readonly environment: Environment; readonly disposables: readonly Disposable[] } | undefined;
  #gathering: NodeJS.Timeout | undefined;

  constructor(panel: WebviewPanel, { extension, environments, shownId, patienceMs, events }: DashboardOptions) {
    super();
    this.#panel = panel;
    this.#environments = environments;
    this.#events = events;
    this.#answer = this.register(new AnswerDeadline(patienceMs, events.onSilent));
    this.#shownId = shownId;
    panel.iconPath = {
      light: Uri.joinPath(extension, 'resources/tab-light.svg'),
      dark: Uri.joinPath(extension, 'resources/tab-dark.svg'),
    };
    this.register(panel.onDidDispose(() => this.dispose()));
    this.register(panel.onDidChangeViewState(() => this.#followVisibility()));
    this.register(panel.webview.onDidReceiveMessage((raw: unknown) => this.#receive(readWebviewMessage(raw))));
    this.register(environments.onDidChange(() => this.#update()));
    this.register(workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.register({ dispose: () => this.#unwatch() });
    panel.webview.html = pageOf(panel.webview, extension);
    if (panel.visible) this.#answer.expect();
  }

  get shownId(): string {
    return this.#shownId;
  }

  /** Where its tab is, and whether it leaves the focus to others. */
  get place(): { readonly viewColumn: ViewColumn; readonly preserveFocus: boolean } {
    return { viewColumn: this.#panel.viewColumn ?? ViewColumn.Active, preserveFocus: !this.#panel.active };
  }

  close(): void {
    this.#panel.dispose();
  }

  /** Brings the tab to the front, with another environment if one is named. */
  show(id: string | undefined): void {
    if (id !== undefined) this.#shownId = id;
    this.#panel.reveal();
    this.#update();
  }

  override dispose(): void {
    clearTimeout(this.#gathering);
    super.dispose();
  }

  #followVisibility(): void {
    // A webview that is not seen does not exist; it says again that it is ready when it is made anew.
    if (!this.#panel.visible) {
      this.#isReady = false;
      this.#answer.end();
    } else if (!this.#isReady) {
      this.#answer.expect();
    }
    this.#update();
  }

  get #environment(): Environment | undefined {
    return this.#environments.all.find(({ id }) => id === this.#shownId);
  }

  #begin(): void {
    this.#isReady = true;
    void this.#panel.webview.postMessage(dashboardTranslations());
  }

  #receive(message: WebviewMessage | undefined): void {
    if (!message) return;
    this.#answers += 1;
    this.#answer.end();
    this.#events.onAnswer();
    if (message.type === 'received') return;
    const environment = this.#environment;
    if (message.type === 'ready') this.#begin();
    else if (message.type === 'selectEnvironment') this.#shownId = message.environment;
    else if (message.type === 'retry') environment?.store.refresh();
    else if (environment) this.#events.onAction(message, environment);
    this.#update();
  }

  #update(): void {
    const environment = this.#isReady && this.#panel.visible ? this.#environment : undefined;
    if (environment !== this.#watched?.environment) this.#unwatch();
    if (environment && !this.#watched) {
      const changes = environment.store.onDidChange(() => this.#postSoon());
      this.#watched = { environment, disposables: [changes, environment.store.watch('foreground')] };
    }
    if (this.#isReady) this.#postSoon();
  }

  #unwatch(): void {
    for (const disposable of this.#watched?.disposables ?? []) disposable.dispose();
    this.#watched = undefined;
  }

  #postSoon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      if (this.#isReady && this.#panel.visible) void this.#post();
    }, gatherMs);
  }

  /** VS Code does not always tell that it has made the page anew, so each state is to be answered. */
  async #post(): Promise<void> {
    const answersBefore = this.#answers;
    const isTaken = await this.#panel.webview.postMessage(this.#message());
    // Not expected before: a window whose connection is lost takes nothing.
    const isDue = isTaken && this.#answers === answersBefore;
    if (isDue && !this.isDisposed && this.#panel.visible) this.#answer.expect();
  }

  #message(): HostMessage {
    const { all } = this.#environments;
    const environment = this.#environment;
    if (!environment) return { type: 'gone', environments: all.map(({ id, name }) => ({ id, name })) };
    return { type: 'state', state: dashboardState(environment, all, { isTrusted: workspace.isTrusted }) };
  }
}
