/** Where deployments are kept in a workspace's memory. */
export const deploymentsKey = 'deployments';

/** What VS Code keeps for a workspace. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Whether a deployment ran when the window was closed or reloaded last; asked at activation, before the rest is loaded. */
export function remembersDeployments(memory: Memory): boolean {
  return memory.get(deploymentsKey) !== undefined;
}
