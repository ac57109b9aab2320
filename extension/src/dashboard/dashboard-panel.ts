import { l10n, Uri, ViewColumn, window, workspace, type Webview, type WebviewPanel } from 'vscode';
import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import type { Environment } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import type { HostMessage, WebviewMessage } from '../shared/dashboard-protocol.ts';
import { dashboardHtml } from './dashboard-html.ts';
import { dashboardState } from './dashboard-state.ts';
import { dashboardTranslations } from './dashboard-translations.ts';
import { dashboardViewType } from './dashboard-view-type.ts';
import { readWebviewMessage } from './read-webview-message.ts';

/** What the dashboard's buttons are bound to. */
export type OnAction = (
  message: Extract<WebviewMessage, { type: 'act' | 'actOnService' }>,
  environment: Environment,
) => void;

/** Milliseconds in which changes are gathered into one message. */
const gatherMs = 50;

const filesOf = (extension: Uri) => Uri.joinPath(extension, 'dist/webview');

/** Makes an empty tab for a dashboard. */
export function createDashboardTab(extension: Uri): WebviewPanel {
  return window.createWebviewPanel(
    dashboardViewType,
    l10n.t('System Health'),
    ViewColumn.Active,
    webviewOptions(extension),
  );
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
  readonly #onAction: OnAction;
  #shownId: string;
  #isReady = false;
  #watched: { readonly environment: Environment; readonly disposables: readonly Disposable[] } | undefined;
  #gathering: NodeJS.Timeout | undefined;

  constructor(panel: WebviewPanel, extension: Uri, environments: Environments, shownId: string, onAction: OnAction) {
    super();
    this.#panel = panel;
    this.#environments = environments;
    this.#onAction = onAction;
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
    if (!this.#panel.visible) this.#isReady = false;
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
    const environment = this.#environment;
    if (message?.type === 'ready') this.#begin();
    else if (message?.type === 'selectEnvironment') this.#shownId = message.environment;
    else if (message?.type === 'retry') environment?.store.refresh();
    else if (message && environment) this.#onAction(message, environment);
    this.#update();
  }

  #update(): void {
    const environment = this.#isReady && this.#panel.visible ? this.#environment : undefined;
    if (environment !== this.#watched?.environment) this.#unwatch();
    if (environment && !this.#watched) {
      const changes = environment.store.onDidChange(() => this.#postSoon());
      this.#watched = { environment, disposables: [changes, environment.store.watch('view')] };
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
      if (this.#isReady && this.#panel.visible) void this.#panel.webview.postMessage(this.#message());
    }, gatherMs);
  }

  #message(): HostMessage {
    const { all } = this.#environments;
    const environment = this.#environment;
    if (!environment) return { type: 'gone', environments: all.map(({ id, name }) => ({ id, name })) };
    return { type: 'state', state: dashboardState(environment, all, { isTrusted: workspace.isTrusted }) };
  }
}
