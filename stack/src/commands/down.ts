import type { StackDriver } from '../driver.ts';
import { createProgress } from '../terminal/progress.ts';

/**
 * `make down`: stops what `make dev` started.
 * @returns the process's exit code
 * @throws StackError
 */
export async function downCommand(driver: StackDriver): Promise<number> {
  const progress = await createProgress();
  try {
    const { stopped, strays } = await driver.stop((state) => progress.show(state));
    progress.end();
    if (strays > 0) console.log(`Ended ${strays} processes that a crash had left behind.`);
    if (stopped.length > 0) console.log(`Stopped ${stopped.join(', ')}. Data stays; make dev starts again.`);
    else if (strays === 0) console.log('Nothing is running.');
    return 0;
  } catch (error) {
    progress.end();
    throw error;
  }
}
