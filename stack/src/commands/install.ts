import type { StackDriver } from '../driver.ts';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import { paint } from '../terminal/style.ts';

/**
 * `make install`: the dependencies, which `stack/run` has installed by now, and what else a first start would fetch; so
 * that it is quick and needs no network.
 * @returns the process's exit code: 0 also without what the stack can do without
 */
export async function installCommand(driver: StackDriver): Promise<number> {
  try {
    await driver.fetch((message) => console.log(`Redis: ${message}`));
    console.log('All is installed. Start it: make dev');
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.log(`${paint('yellow', '!')} No Redis: ${messageOf(error)}. The stack would start without a cache.`);
    for (const line of error.fix) console.log(`  ${paint('cyan', '→')} ${line}`);
  }
  return 0;
}
