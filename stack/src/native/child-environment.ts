import { delimiter, dirname } from 'node:path';

/** Set by make and npm for their own recipes, or saying that output is for a terminal when it goes to a log. */
const notPassedOn = /^(MAKE|MFLAGS|npm_|INIT_CWD$|FORCE_COLOR$)/;

/**
 * The environment of a service: this process's, so that proxies and the like reach it, with a few changes. `node` on
 * its PATH is the one of this process.
 */
export function childEnvironment(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !notPassedOn.test(name));
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  return { ...Object.fromEntries(kept), PATH: path, NO_COLOR: '1', ...changes };
}
