import type { Uri, WebviewPanel } from 'vscode';
import { DisposableOwner } from '../common/disposable.ts';
import type { Environments } from '../environments/environments.ts';
import { createDashboardTab, DashboardPanel, webviewOptions, type OnAction } from './dashboard-panel.ts';
import { rememberedEnvironment } from './read-webview-message.ts';

/** The one dashboard of the window: opened by a command, or brought back after a reload. */
export class DashboardTabs extends DisposableOwner {
  readonly #extension: Uri;
  readonly #environments: Environments;
  readonly #onAction: OnAction;
  #open: DashboardPanel | undefined;

  constructor(extension: Uri, environments: Environments, onAction: OnAction) {
    super();
    this.#extension = extension;
    this.#environments = environments;
    this.#onAction = onAction;
    this.register({ dispose: () => this.#open?.dispose() });
  }

  /** Fills a tab that VS Code has brought back after a reload, with what its page remembered. */
  restore(panel: WebviewPanel, memory: unknown): void {
    panel.webview.options = webviewOptions(this.#extension);
    this.#adopt(panel, rememberedEnvironment(memory));
  }

  /** Shows the dashboard of an environment: of the one it showed before, or the selected one, if none is named. */
  show(id: string | undefined): void {
    if (this.#open) this.#open.show(id);
    else this.#adopt(createDashboardTab(this.#extension), id);
  }

  #adopt(panel: WebviewPanel, id: string | undefined): void {
    const shown = id ?? this.#environments.selected?.id ?? '';
    const dashboard = new DashboardPanel(panel, this.#extension, this.#environments, shown, this.#onAction);
    this.#open = dashboard;
    panel.onDidDispose(() => {
      if (this.#open === dashboard) this.#open = undefined;
    });
  }
}
