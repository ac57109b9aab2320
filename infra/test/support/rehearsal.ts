import type { Exchange } from '../permissions/exchange.ts';
import { RootModule } from './root-module.ts';
import { taggedResources } from './tagged-resources.ts';

/** What is applied, changed and destroyed. */
export interface Piece {
  /** The root module, such as `environments/dev`. */
  readonly path: string;
  readonly variables: readonly string[];
  /** Of each service; one, where it is not said. */
  readonly tasks?: number;
  /** What is asked for afterwards. */
  readonly later: readonly string[];
  /** Permits destroying it, by a change of its files; applied along with what is asked for later. */
  readonly unprotect?: (module: RootModule) => Promise<void>;
}

/** All that was seen of it; plans and states as JSON. */
export interface Rehearsal {
  readonly planned: string;
  readonly applied: string;
  /** The plan right after. */
  readonly again: string;
  /** The plan of what is asked for later, and the state after it. */
  readonly change: string;
  readonly changed: string;
  /** ARNs of what AWS has of it before it is destroyed, and after. */
  readonly found: readonly string[];
  readonly remains: readonly string[];
  /** Addresses of what the state has in the end. */
  readonly known: string;
  /** All that Terraform asked of AWS. */
  readonly exchanges: readonly Exchange[];
}

/** Applies a root module in a mock AWS of its own, changes and destroys it. @throws with Terraform's words */
export async function rehearse({ path, variables, tasks, later, unprotect }: Piece): Promise<Rehearsal> {
  const module = await RootModule.create(path, tasks);
  try {
    const planned = await module.plan(variables);
    const applied = await module.apply();
    const again = await module.plan(variables);
    const change = await module.plan(later);
    if (unprotect) {
      await unprotect(module);
      await module.plan(later);
    }
    const changed = await module.apply();
    const found = await taggedResources(module.aws);
    const known = await module.destroy(later);
    const remains = await taggedResources(module.aws);
    return { planned, applied, again, change, changed, found, known, remains, exchanges: module.exchanges };
  } finally {
    await module.remove();
  }
}
