import { type Disposable, DisposableOwner } from '../common/disposable.ts';
import { inMessage } from '../common/user-facing-error.ts';
import { l10n } from '@zero-to-running/health/words/l10n';
import type { WindowApis } from '../common/window.apis.ts';
import type { WorkspaceApis } from '../common/workspace.apis.ts';
import type { Environment, Environments, Folder } from '../environments/environment.ts';
import { serviceName } from '@zero-to-running/health/words/states';
import { StoreFollower } from '../store/store-follower.ts';
import { FlipDetector, type Flip } from './flip-detector.ts';

/** Milliseconds for which what comes after a batch is gathered into the next. */
export const gatherMs = 10_000;

/** Hands on what comes, the first at once and what follows soon after it together, so that much is told at once. */
export class Batches<Item> implements Disposable {
  readonly #handOn: (items: readonly Item[]) => void;
  readonly #gathered = new Set<Item>();
  #timer: NodeJS.Timeout | undefined;

  constructor(handOn: (items: readonly Item[]) => void) {
    this.#handOn = handOn;
  }

  add(items: readonly Item[]): void {
    for (const item of items) this.#gathered.add(item);
    if (!this.#timer) this.#flush();
  }

  /** It is no longer so, and need not be handed on if it was not. */
  remove(item: Item): void {
    this.#gathered.delete(item);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#gathered.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    const items = [...this.#gathered];
    this.#gathered.clear();
    if (items.length === 0) return;
    this.#timer = setTimeout(() => this.#flush(), gatherMs);
    this.#handOn(items);
  }
}

const recoveryShownMs = 5_000;

const setting = 'notifications.enabled';

/** How many services a message names before it counts the rest. */
const namedAtMost = 3;

interface FlipNotificationsOptions {
  readonly environments: Environments;
  readonly apis: WindowApis & Pick<WorkspaceApis, 'setting' | 'updateSetting'>;
  readonly canRunMake: () => boolean;
  /** Whether something is being done to the services of a folder, by which they may fail for a moment. */
  readonly isAtWork: (folder: Folder) => boolean;
}

interface Followed {
  readonly detector: FlipDetector;
  readonly failures: Batches<string>;
}

/** Says once which services have failed; that they are back, in the status bar only. */
export class FlipNotifications extends DisposableOwner {
  readonly #options: FlipNotificationsOptions;
  readonly #followed = new Map<string, Followed>();

  constructor(options: FlipNotificationsOptions) {
    super();
    this.#options = options;
    this.register(new StoreFollower(options.environments, (environment) => this.#follow(environment)));
    this.register({ dispose: () => this.#keepOnly(new Set()) });
  }

  #keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, { failures }] of this.#followed) {
      if (ids.has(id)) continue;
      failures.dispose();
      this.#followed.delete(id);
    }
  }

  #of(environment: Environment): Followed {
    const known = this.#followed.get(environment.id) ?? {
      detector: new FlipDetector(),
      failures: new Batches<string>((services) => void this.#tellFailure(services, environment)),
    };
    this.#followed.set(environment.id, known);
    return known;
  }

  #follow(environment: Environment | undefined): void {
    if (!environment) {
      this.#keepOnly(new Set(this.#options.environments.all.map(({ id }) => id)));
      return;
    }
    const { detector, failures } = this.#of(environment);
    const { folder, store } = environment;
    const isOwnDoing = folder !== undefined && this.#options.isAtWork(folder);
    const flips = detector.next(store.snapshot, Date.now(), isOwnDoing);
    const of = (wanted: Flip['kind']) => flips.filter(({ kind }) => kind === wanted).map(({ service }) => service);
    for (const service of of('recovered')) failures.remove(service);
    if (this.#options.apis.setting(setting) === false) return;
    failures.add(of('failed'));
    this.#tellRecovery(of('recovered'), environment);
  }

  #tellRecovery(services: readonly string[], { name }: Environment): void {
    const [only, ...others] = services;
    if (only === undefined) return;
    const ofWhich = inMessage(name);
    const words =
      others.length > 0
        ? l10n.t('{0} services are healthy again ({1})', services.length, ofWhich)
        : l10n.t('{0} is healthy again ({1})', inMessage(serviceName(only)), ofWhich);
    this.#options.apis.showInStatusBar(`$(pass) ${words}`, recoveryShownMs);
  }

  async #tellFailure(services: readonly string[], environment: Environment): Promise<void> {
    const { apis, canRunMake } = this.#options;
    const { id, name, kind } = environment;
    const [service, ...others] = services;
    const [logs, restart] = [l10n.t('Show Logs'), l10n.t('Restart')];
    const [dashboard, never] = [l10n.t('Open Dashboard'), l10n.t('Don’t Show Again')];
    const canAct = canRunMake() && kind === 'local';
    const ofOne = canAct ? [logs, restart, never] : [never];
    const ofMany = canAct ? [logs, dashboard, never] : [dashboard, never];
    const words = failureMessage(services.map(serviceName).map(inMessage), inMessage(name));
    const choice = await apis.showWarning(words, ...(others.length > 0 ? ofMany : ofOne));
    const [ofAll, argument] = [{ environment: id }, { environment: id, service }];
    if (choice === never) await apis.updateSetting(setting, false);
    else if (choice === dashboard) await apis.run('zeroToRunning.openDashboard', ofAll);
    else if (choice === restart) await apis.run('zeroToRunning.restart', argument);
    else if (choice === logs && others.length > 0) await apis.run('zeroToRunning.openAllLogs', ofAll);
    else if (choice === logs) await apis.run('zeroToRunning.openLogs', argument);
  }
}

function failureMessage(services: readonly string[], environment: string): string {
  if (services.length === 1) return l10n.t('{0} of {1} is unhealthy.', services[0] ?? '', environment);
  const named = services.slice(0, namedAtMost).join(', ');
  const more = services.length - namedAtMost;
  return more > 0
    ? l10n.t('{0} and {1} more of {2} are unhealthy.', named, more, environment)
    : l10n.t('{0} of {1} are unhealthy.', named, environment);
}
