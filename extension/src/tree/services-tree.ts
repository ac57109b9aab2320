import { setTimeout as delay } from 'node:timers/promises';
import { commands, EventEmitter, window, type ProviderResult, type TreeDataProvider, type TreeItem } from 'vscode';
import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import { markdownString } from '../common/markdown-string.ts';
import type { Environment } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import { environmentTooltip, serviceTooltip } from '../presentation/tooltips.ts';
import { shownRows } from './shown-rows.ts';
import { treeItem } from './tree-item.ts';
import { UpdatePace } from './update-pace.ts';
import {
  childNodes,
  currentNode,
  emptyState,
  nodeId,
  rootNodes,
  type EnvironmentNode,
  type TreeNode,
} from './tree-node.ts';

export const servicesViewId = 'zeroToRunning.services';

/** Milliseconds in which changes are gathered into one update. */
const gatherMs = 100;

/** Milliseconds for which a tooltip waits for the last error in a log. */
const lastErrorMs = 2_000;

export interface TreeOptions {
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
  readonly #pace = new UpdatePace();
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
      if (this.#view.visible) this.#followed.push(store.watch('view'));
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
