import { environmentFor } from './choose-environment.ts';
import { readArgument } from './command-argument.ts';
import type { Command } from './command-context.ts';

/** Shows the dashboard, of the environment it was told. */
export const openDashboard: Command = ({ environments, dashboards }, argument) => {
  const isTold = readArgument(argument).environment !== undefined;
  dashboards.show(isTold ? environmentFor(environments, argument)?.id : undefined);
  return Promise.resolve();
};
