import { environmentFor } from './choose-environment.ts';
import { readArgument } from './command-argument.ts';
import type { Command } from './command-context.ts';

/** Asks again how all environments are, or the one it was told. */
export const refresh: Command = ({ environments }, argument) => {
  const isTold = readArgument(argument).environment !== undefined;
  const meant = isTold ? [environmentFor(environments, argument)] : environments.all;
  for (const each of meant) each?.store.refresh();
  return Promise.resolve();
};
