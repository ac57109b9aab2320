import { ViewColumn, type LogOutputChannel, type Uri, type WebviewPanel, commands } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { DisposableOwner } from '../common/disposable.ts';
import type { WindowApis } from '../common/window.apis.ts';
import type { Environments } from '../environments/environment.ts';
import { createDashboardTab, DashboardPanel, webviewOptions, type OnAction } from './dashboard-panel.ts';
import { WebviewWatchdog } from './webview-watchdog.ts';
import { rememberedEnvironment } from './dashboard-messages.ts';
import type { DashboardAction, ServiceAction } from '../shared/dashboard-protocol.ts';

interface DashboardTabsOptions {
  readonly extension: Uri;
  readonly environments: Environments;
  readonly onAction: OnAction;
  readonly apis: Pick<WindowApis, 'showWarning' | 'run'>;
  readonly log: Pick<LogOutputChannel, 'warn'>;
}

/** The one dashboard of the window: opened by a command, or brought back after a reload. */
export class DashboardTabs extends DisposableOwner {
  readonly #options: DashboardTabsOptions;
  readonly #patience = new WebviewWatchdog();
  #open: DashboardPanel | undefined;

  constructor(options: DashboardTabsOptions) {
    super();
    this.#options = options;
    this.register({ dispose: () => this.#open?.dispose() });
  }

  /** Fills a tab that VS Code has brought back after a reload, with what its page remembered. */
  restore(panel: WebviewPanel, memory: unknown): void {
    panel.webview.options = webviewOptions(this.#options.extension);
    this.#adopt(panel, rememberedEnvironment(memory));
  }

  /** Shows the dashboard of an environment: of the one it showed before, or the selected one, if none is named. */
  show(id: string | undefined): void {
    if (this.#open) this.#open.show(id);
    else this.#adopt(this.#createTab({ viewColumn: ViewColumn.Active, preserveFocus: false }), id);
  }

  #createTab(where: DashboardPanel['place']): WebviewPanel {
    return createDashboardTab(this.#options.extension, where);
  }

  #adopt(panel: WebviewPanel, id: string | undefined): void {
    const { extension, environments, onAction } = this.#options;
    const dashboard = new DashboardPanel(panel, {
      extension,
      environments,
      shownId: id ?? environments.selected?.id ?? '',
      patienceMs: this.#patience.waitMs,
      events: { onAction, onAnswer: () => this.#patience.met(), onSilent: () => this.#helpSilent(dashboard) },
    });
    this.#open = dashboard;
    panel.onDidDispose(() => {
      if (this.#open === dashboard) this.#open = undefined;
    });
  }

  #helpSilent(dashboard: DashboardPanel): void {
    this.#options.log.warn('VS Code leaves the tab of the dashboard empty: its page does not answer in time.');
    if (this.#patience.missed()) this.#makeAnew(dashboard);
    else void this.#askForReload(dashboard);
  }

  /** In a tab of its own, since VS Code does not try again to fill one. */
  #makeAnew(dashboard: DashboardPanel): void {
    this.#adopt(this.#createTab(dashboard.place), dashboard.shownId);
    dashboard.close();
  }

  async #askForReload(dashboard: DashboardPanel): Promise<void> {
    const { showWarning, run } = this.#options.apis;
    const [reload, again] = [l10n.t('Reload Window'), l10n.t('Try Again')];
    const words = l10n.t(
      'VS Code does not load the page of the dashboard. Most of the time, reloading the window helps.',
    );
    const answer = await showWarning(words, reload, again);
    if (answer === reload) await run('workbench.action.reloadWindow');
    if (answer === again && this.#open === dashboard) this.#makeAnew(dashboard);
  }
}

const ofEnvironment: Readonly<Record<DashboardAction, string>> = {
  start: 'zeroToRunning.start',
  openApp: 'zeroToRunning.openApp',
  openApiDocs: 'zeroToRunning.openApiDocs',
};

const ofService: Readonly<Record<ServiceAction, string>> = {
  showLogs: 'zeroToRunning.openLogs',
  restart: 'zeroToRunning.restart',
};

/** The dashboard's buttons run the commands that the tree has as well. */
export const runDashboardAction: OnAction = (message, { id }) => {
  if (message.type === 'act') void commands.executeCommand(ofEnvironment[message.action], { environment: id });
  else void commands.executeCommand(ofService[message.action], { environment: id, service: message.service });
};
