import type { TreeView } from 'vscode';
import { DisposableOwner } from '../common/disposable.ts';
import type { Environments } from '../environments/environments.ts';
import { badgeOf } from '../presentation/badge.ts';
import { StoreFollower } from '../store/store-follower.ts';

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
