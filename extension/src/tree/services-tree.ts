import {
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  commands,
  EventEmitter,
  window,
  type ProviderResult,
  type TreeDataProvider,
} from 'vscode';
import { environmentDescription } from '../presentation/environment-text.ts';
import { overallIcon, serviceIcon, type Icon } from '../presentation/icons.ts';
import { serviceDescription, overallOf } from '../presentation/service-view.ts';
import { overallWord, serviceName } from '@zero-to-running/health/words/states';
import {
  nodeId,
  type TreeNode,
  childNodes,
  currentNode,
  emptyState,
  rootNodes,
  type EnvironmentNode,
  shownRows,
} from './tree-node.ts';
import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import type { Environment, Environments } from '../environments/environment.ts';
import { badgeOf } from '../presentation/status-bar-text.ts';
import { StoreFollower } from '../store/store-follower.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { markdownString } from '../common/window.apis.ts';
import { environmentTooltip, serviceTooltip } from '../presentation/tooltips.ts';
import { UpdateThrottle } from './update-throttle.ts';

const themed = ({ id, color }: Icon) => new ThemeIcon(id, color === undefined ? undefined : new ThemeColor(color));

function environmentItem({ of }: Extract<TreeNode, { kind: 'environment' }>, now: number): TreeItem {
  const { snapshot } = of.store;
  const overall = overallOf(snapshot);
  // From the first: VS Code keeps what a row was first, and one that got its services later would come closed.
  const item = new TreeItem(of.name, TreeItemCollapsibleState.Expanded);
  item.description = environmentDescription(snapshot, now);
  item.iconPath = themed(overallIcon(overall));
  const hides = of.kind === 'remote' && snapshot.detail === 'redacted';
  item.contextValue = `environment.${of.kind}.${overall}${snapshot.guess ? '.guess' : ''}${hides ? '.redacted' : ''}`;
  item.accessibilityInformation = { label: `${of.name}, ${item.description || overallWord(overall)}` };
  return item;
}

function serviceItem({ of, view }: Extract<TreeNode, { kind: 'service' }>): TreeItem {
  const name = serviceName(view.key);
  const state = view.health ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
  const item = new TreeItem(name, state);
  item.description = serviceDescription(view);
  item.iconPath = themed(serviceIcon(view));
  const opens = view.key === 'frontend' || view.key === 'api' ? `.${view.key}` : '';
  const whose = of.store.snapshot.guess === undefined ? of.kind : 'guess';
  item.contextValue = `service.${whose}${opens}`;
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}

function figureItem({ figure }: Extract<TreeNode, { kind: 'figure' }>): TreeItem {
  const item = new TreeItem(figure.label);
  item.description = figure.value;
  item.tooltip = `${figure.label}: ${figure.value}`;
  item.iconPath = new ThemeIcon(figure.icon);
  item.contextValue = 'figure';
  return item;
}

/** How VS Code is to show a row; its tooltip comes when somebody rests on it. */
function treeItem(node: TreeNode, now: number): TreeItem {
  const item =
    node.kind === 'environment'
      ? environmentItem(node, now)
      : node.kind === 'service'
        ? serviceItem(node)
        : figureItem(node);
  item.id = nodeId(node);
  return item;
}

/** The number on the icon in the activity bar. It is seen when the tree is not, and watches nothing itself. */
export class ServicesBadge extends DisposableOwner {
  readonly #view: Pick<TreeView<unknown>, 'badge'>;
  readonly #environments: Environments;

  constructor(view: Pick<TreeView<unknown>, 'badge'>, environments: Environments) {
    super();
    this.#view = view;
    this.#environments = environments;
    this.register(new StoreFollower(environments, () => this.#update()));
  }

  #update(): void {
    const named = this.#environments.all.map(({ name, store }) => ({ name, snapshot: store.snapshot }));
    const badge = badgeOf(named);
    const { badge: shown } = this.#view;
    if (badge?.value !== shown?.value || badge?.tooltip !== shown?.tooltip) this.#view.badge = badge;
  }
}

const servicesViewId = 'zeroToRunning.services';

/** Milliseconds in which changes are gathered into one update. */
const gatherMs = 100;

/** Milliseconds for which a tooltip waits for the last error in a log. */
const lastErrorMs = 2_000;

interface TreeOptions {
  readonly environments: Environments;
  readonly canRunMake: () => boolean;
  /** The last line of a service's log that reports an error; undefined where there is none, or it may not be read. */
  readonly lastError: (node: Extract<TreeNode, { kind: 'service' }>) => Promise<string | undefined>;
}

/** The tree of environments, services and figures. It renders stores and watches them while it is seen itself. */
export class ServicesTree extends DisposableOwner implements TreeDataProvider<TreeNode> {
  readonly #options: TreeOptions;
  readonly #changes = this.register(new EventEmitter<TreeNode[] | undefined>());
  readonly #view;
  #followed: Disposable[] = [];
  #gathering: NodeJS.Timeout | undefined;
  #waiting: NodeJS.Timeout | undefined;
  readonly #pace = new UpdateThrottle();
  #emptyState: string | undefined;
  readonly #nodes = new WeakMap<Environment, EnvironmentNode>();
  /** The environments of the last update that VS Code was told of. */
  #told: readonly EnvironmentNode[] = [];
  /** The figures that VS Code has asked for, by the id of their service. */
  readonly #figures = new Map<string, readonly TreeNode[]>();

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(options: TreeOptions) {
    super();
    this.#options = options;
    this.#view = this.register(
      window.createTreeView(servicesViewId, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.register(this.#view.onDidChangeVisibility(() => this.#follow()));
    this.register(options.environments.onDidChange(() => this.#follow()));
    this.register({ dispose: () => this.#unfollow() });
    this.#follow();
  }

  /** The view, for its badge. */
  get view() {
    return this.#view;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return this.#rootsNow();
    const children = childNodes(currentNode(node, Date.now()), Date.now());
    if (node.kind === 'service') this.#figures.set(nodeId(node), children);
    return children;
  }

  getTreeItem(node: TreeNode): TreeItem {
    return treeItem(currentNode(node, Date.now()), Date.now());
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'environment') return undefined;
    const root = this.getChildren().find(({ environment }) => environment === node.environment);
    if (node.kind === 'service' || !root) return root;
    return this.getChildren(root).find((each) => each.kind === 'service' && each.service === node.service);
  }

  resolveTreeItem(item: TreeItem, node: TreeNode): ProviderResult<TreeItem> {
    const current = currentNode(node, Date.now());
    if (current.kind === 'figure') return item;
    this.#pace.somebodyReads(Date.now());
    return this.#resolve(item, current);
  }

  async #resolve(item: TreeItem, node: Exclude<TreeNode, { kind: 'figure' }>): Promise<TreeItem> {
    const now = Date.now();
    if (node.kind === 'environment') {
      const canRunMake = this.#options.canRunMake() && node.of.kind === 'local';
      const allowed = { environment: node.environment, canRunMake };
      item.tooltip = markdownString(environmentTooltip(node.of.name, node.of.store.snapshot, now, allowed));
    } else {
      item.tooltip = markdownString(serviceTooltip(node.view, now, await this.#lastErrorSoon(node)));
    }
    return item;
  }

  /** What a log that is slow to read says comes the next time that somebody rests on the row. */
  #lastErrorSoon(node: Extract<TreeNode, { kind: 'service' }>): Promise<string | undefined> {
    const late = delay(lastErrorMs, undefined, { ref: false });
    return Promise.race([this.#options.lastError(node), late]);
  }

  #unfollow(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#waiting);
    this.#gathering = undefined;
    for (const followed of this.#followed.splice(0)) followed.dispose();
  }

  #follow(): void {
    const before = this.#followed.splice(0);
    for (const { store } of this.#options.environments.all) {
      this.#followed.push(store.onDidChange(() => this.#updateSoon()));
      if (this.#view.visible) this.#followed.push(store.watch('foreground'));
    }
    // Only now, so that what is followed on is not stopped in between.
    for (const followed of before) followed.dispose();
    this.#pace.forget();
    this.#update();
  }

  #updateSoon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#update();
    }, gatherMs);
  }

  #update(): void {
    const empty = emptyState(this.#options.environments.all);
    if (empty !== this.#emptyState) void commands.executeCommand('setContext', 'zeroToRunning.emptyState', empty);
    this.#emptyState = empty;
    if (!this.#view.visible) return;
    clearTimeout(this.#waiting);
    const drawn = this.#pace.next(shownRows(this.#options.environments.all, Date.now()), Date.now());
    if (typeof drawn === 'number') this.#waiting = setTimeout(() => this.#update(), drawn);
    else if (drawn === 'rows') this.#drawRows();
    else if (this.#figures.size > 0) this.#changes.fire([...this.#figures.values()].flat());
  }

  #drawRows(): void {
    const roots = this.#rootsNow();
    const isSame =
      roots.length > 0 && roots.length === this.#told.length && roots.every((each, at) => each === this.#told[at]);
    this.#told = roots;
    // Told of all, VS Code forgets the rows until it has asked for them again, and a click in between has no row.
    this.#changes.fire(isSame ? roots : undefined);
  }

  /** The same objects as long as the environments are the same: VS Code knows a row by its object. */
  #rootsNow(): EnvironmentNode[] {
    return rootNodes(this.#options.environments.all).map((root) => {
      const known = this.#nodes.get(root.of) ?? root;
      this.#nodes.set(root.of, known);
      return known;
    });
  }
}
