import { StatusBarAlignment, ThemeColor, window, type StatusBarItem } from 'vscode';
import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import { markdownString } from '../common/window.apis.ts';
import type { WorkspaceApis } from '../common/workspace.apis.ts';
import type { Environment, Environments } from '../environments/environment.ts';
import { statusBarText } from '../presentation/status-bar-text.ts';
import { environmentTooltip, environmentTooltipState, type TooltipLinks } from '../presentation/tooltips.ts';
import { StoreFollower } from '../store/store-follower.ts';
import { UpdateThrottle } from '../tree/update-throttle.ts';

const ageIntervalMs = 1_000;

export interface StatusBarOptions {
  readonly environments: Environments;
  readonly apis: Pick<WorkspaceApis, 'setting' | 'onDidChangeSettings'>;
  readonly canRunMake: () => boolean;
}

/** The one item of the status bar: the selected environment, which it watches in the background while it is shown. */
export class StatusBar extends DisposableOwner {
  readonly #options: StatusBarOptions;
  readonly #item: StatusBarItem;
  readonly #tooltipPace = new UpdateThrottle();
  #shown: Environment | undefined;
  #backgroundWatch: Disposable | undefined;
  #counting: NodeJS.Timeout | undefined;

  constructor(options: StatusBarOptions) {
    super();
    this.#options = options;
    this.#item = this.register(window.createStatusBarItem('zeroToRunning.health', StatusBarAlignment.Left, 40));
    this.#item.name = 'Zero to Running';
    this.#item.command = 'zeroToRunning.showHealth';
    this.register(new StoreFollower(options.environments, () => this.#update()));
    this.register(options.apis.onDidChangeSettings(() => this.#update()));
    this.register({ dispose: () => this.#unwatch() });
  }

  /** What is shown, for who tests it. */
  get item(): StatusBarItem {
    return this.#item;
  }

  #unwatch(): void {
    clearTimeout(this.#counting);
    this.#backgroundWatch?.dispose();
    this.#backgroundWatch = undefined;
  }

  #update(): void {
    const { environments, apis } = this.#options;
    const shown = apis.setting('statusBar.enabled') === false ? undefined : environments.selected;
    if (shown !== this.#shown) {
      this.#unwatch();
      // Noted before it is watched, which may tell of a change at once.
      this.#shown = shown;
      this.#backgroundWatch = shown?.store.watch('background');
    }
    if (shown) this.#render(shown);
    else this.#item.hide();
  }

  #render(environment: Environment): void {
    const { store, id, name, kind } = environment;
    const isOneOfSeveral = this.#options.environments.all.filter((each) => each.kind === 'local').length > 1;
    const now = Date.now();
    const { text, label, background } = statusBarText({ name, kind, isOneOfSeveral }, store.snapshot, now);
    const canRunMake = this.#options.canRunMake() && kind === 'local';
    this.#item.text = text;
    this.#item.accessibilityInformation = { label, role: 'button' };
    this.#item.backgroundColor = background && new ThemeColor(background);
    this.#renderTooltip(environment, now, { environment: id, canRunMake });
    this.#item.show();
    clearTimeout(this.#counting);
    const { fresh, answer, link } = store.snapshot;
    // While reports come they count their own age; without them somebody has to.
    if (!fresh && answer && link !== 'paused') this.#counting = setTimeout(() => this.#update(), ageIntervalMs);
  }

  /** VS Code takes away a tooltip that changes, also from under somebody who is on the way to its links. */
  #renderTooltip({ name, store: { snapshot } }: Environment, now: number, allowed: TooltipLinks): void {
    const shown = { state: environmentTooltipState(snapshot, allowed), age: '', latencies: [] };
    if (this.#tooltipPace.next(shown, now) !== 'rows') return;
    this.#item.tooltip = markdownString(environmentTooltip(name, snapshot, now, allowed, false));
  }
}
