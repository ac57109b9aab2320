import type { Command } from './command-context.ts';

/** Shows the extension's own log. */
export const showOutput: Command = ({ log }) => {
  log.show();
  return Promise.resolve();
};
