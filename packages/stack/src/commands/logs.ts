import { setTimeout as sleep } from 'node:timers/promises';
import type { SourcedLine, StackDriver } from '../driver.ts';
import { abortOnSignals } from '../process/signals.ts';
import { renderLogText } from '../logs/render.ts';
import { serviceNames, type PerService, type ServiceName } from '../services.ts';
import { isJson, printJson } from '../terminal/json.ts';
import { paint, type Format } from '../terminal/format.ts';

const colours: PerService<Format> = { database: 'blue', cache: 'magenta', api: 'cyan', frontend: 'green' };

const shownLines = 100;

/** Local time of day to the millisecond; nothing for a line that has none. */
function timeOfDay(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

const prefixWidth = Math.max(...serviceNames.map((name) => name.length));

function printLine({ source, time, text }: SourcedLine, withPrefix: boolean): void {
  if (isJson()) return printJson({ service: source, time, text });
  const service = withPrefix ? `${paint(colours[source], `${source.padEnd(prefixWidth)} │`)} ` : '';
  const prefix = `${service}${paint('dim', timeOfDay(time))} `;
  const lines = renderLogText(text).split('\n');
  console.log(lines.map((line) => prefix + line).join('\n'));
}

/** Ends the following soon after the stack has stopped. */
async function abortWhenDown(driver: StackDriver, controller: AbortController): Promise<void> {
  while (!controller.signal.aborted) {
    await sleep(1_000, undefined, { signal: controller.signal, ref: false }).catch(() => undefined);
    if (!controller.signal.aborted && !(await driver.state())) controller.abort('down');
  }
}

/**
 * `make logs`: the end of the logs of all services, or one, and what comes.
 * @returns the process's exit code
 */
export async function logsCommand(
  driver: StackDriver,
  service: ServiceName | undefined,
  follow: boolean,
): Promise<number> {
  const running = await driver.state();
  const controller = abortOnSignals();
  const isFollowing = follow && running !== undefined;
  if (isFollowing) void abortWhenDown(driver, controller);
  const services = service ? [service] : serviceNames;
  for await (const line of driver.logs(services, shownLines, isFollowing ? controller.signal : undefined)) {
    printLine(line, service === undefined);
  }
  if (!running) console.error(paint('dim', 'The stack is not running. Start it: make dev'));
  else if (controller.signal.reason === 'down') console.error(paint('dim', 'The stack was stopped.'));
  return 0;
}
