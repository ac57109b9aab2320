import { DisposableOwner } from '../common/disposable.ts';
import { inMessage } from '../common/in-message.ts';
import { l10n } from '../common/l10n.ts';
import type { WindowApis } from '../common/window.apis.ts';
import type { WorkspaceApis } from '../common/workspace.apis.ts';
import type { Environment } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import { serviceName } from '../presentation/words.ts';
import { StoreFollower } from '../store/store-follower.ts';
import { FlipDetector, type Flip } from './flip-detector.ts';

const recoveryShownMs = 5_000;

const setting = 'notifications.enabled';

export interface FlipNotificationsOptions {
  readonly environments: Environments;
  readonly apis: WindowApis & Pick<WorkspaceApis, 'setting' | 'updateSetting'>;
  readonly canRunMake: () => boolean;
}

/** Says once that a service has failed; that it is back, in the status bar only. */
export class FlipNotifications extends DisposableOwner {
  readonly #options: FlipNotificationsOptions;
  readonly #detectors = new Map<string, FlipDetector>();

  constructor(options: FlipNotificationsOptions) {
    super();
    this.#options = options;
    this.register(new StoreFollower(options.environments, (environment) => this.#follow(environment)));
  }

  #follow(environment: Environment | undefined): void {
    if (!environment) {
      const ids = new Set(this.#options.environments.all.map(({ id }) => id));
      for (const id of this.#detectors.keys()) if (!ids.has(id)) this.#detectors.delete(id);
      return;
    }
    const detector = this.#detectors.get(environment.id) ?? new FlipDetector();
    this.#detectors.set(environment.id, detector);
    const flips = detector.next(environment.store.snapshot, Date.now());
    if (this.#options.apis.setting(setting) === false) return;
    for (const flip of flips) void this.#tell(flip, environment);
  }

  async #tell({ service, kind }: Flip, { id, name: ofWhich, kind: where }: Environment): Promise<void> {
    const { apis, canRunMake } = this.#options;
    const name = inMessage(ofWhich);
    const shown = inMessage(serviceName(service));
    if (kind === 'recovered') {
      apis.showInStatusBar(`$(pass) ${l10n.t('{0} is healthy again ({1})', shown, name)}`, recoveryShownMs);
      return;
    }
    const [logs, restart, never] = [l10n.t('Show Logs'), l10n.t('Restart'), l10n.t('Don’t Show Again')];
    const actions = canRunMake() && where === 'local' ? [logs, restart, never] : [never];
    const choice = await apis.showWarning(l10n.t('{0} of {1} is unhealthy.', shown, name), ...actions);
    const argument = { environment: id, service };
    if (choice === logs) await apis.run('zeroToRunning.openLogs', argument);
    else if (choice === restart) await apis.run('zeroToRunning.restart', argument);
    else if (choice === never) await apis.updateSetting(setting, false);
  }
}
