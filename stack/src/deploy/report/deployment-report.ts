import type { DeploymentEvent } from '@zero-to-running/contract/deployment';

/** Where the events of a deployment go. */
export interface DeploymentReport {
  event(event: DeploymentEvent): void;
  /** Something for a person alone, such as the plan. */
  say(lines: readonly string[]): void;
}

/** A line of JSON for each event, for programs. */
export const jsonReport: DeploymentReport = {
  event: (event) => console.log(JSON.stringify(event)),
  say: () => undefined,
};

/** For commands whose result is all there is to say. */
export const quietReport: DeploymentReport = { event: () => undefined, say: () => undefined };
