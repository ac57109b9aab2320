import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { serviceNames, type ServiceName } from '../services.ts';
import { printError } from '../terminal/failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { StackError } from '../stack-error.ts';
import { devCommand } from './dev.ts';
import { downCommand } from './down.ts';

async function restartOne(driver: StackDriver, service: ServiceName): Promise<number> {
  const progress = await createProgress();
  const state = await driver.restart(service, (each) => progress.show(each)).finally(() => progress.end());
  const { phase, message, fix } = state.services[service];
  if (phase === 'up') {
    console.log(`Restarted the ${service}.`);
    return 0;
  }
  printError(new StackError(message ?? `The ${service} did not start`, fix ? { fix } : {}));
  console.error(`  Its log: make logs SERVICE=${service} FOLLOW=0`);
  return 1;
}

/** First those that are used by others. */
async function restartEach(driver: StackDriver): Promise<number> {
  let failures = 0;
  for (const name of serviceNames) failures += await restartOne(driver, name);
  return failures === 0 ? 0 : 1;
}

/**
 * `make restart`: one service, or all of them with the settings of now.
 * @returns the process's exit code
 * @throws StackError
 */
export async function restartCommand(
  checkout: Checkout,
  driver: StackDriver,
  service: ServiceName | undefined,
): Promise<number> {
  if (service) return restartOne(driver, service);
  if (driver.isGuest) return restartEach(driver);
  await downCommand(driver);
  return devCommand(checkout, driver);
}
