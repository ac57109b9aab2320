import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkout } from '../checkout.ts';
import type { SourcedLine } from '../driver.ts';
import type { ServiceName } from '../services.ts';
import { FollowedFile } from './followed-file.ts';
import { parseLine } from './log-line.ts';
import { logPath } from './service-log.ts';

const everyMs = 100;

function withSource(source: ServiceName, lines: readonly string[]): SourcedLine[] {
  return lines.map((line) => {
    const { time, text } = parseLine(line);
    return { source, time, text };
  });
}

function olderLines(path: string): string[] {
  try {
    return readFileSync(`${path}.1`, 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}

/** Lines without a time stay behind the one above them. */
function inOrder(lines: readonly SourcedLine[]): SourcedLine[] {
  return lines.toSorted((a, b) => (a.time && b.time ? Number(a.time > b.time) - Number(a.time < b.time) : 0));
}

/** What is in the files now: the older files count only where the present ones hold too little. */
function present(
  checkout: Pick<Checkout, 'logs'>,
  services: readonly ServiceName[],
  current: readonly SourcedLine[],
  last: number,
): SourcedLine[] {
  if (current.length >= last) return inOrder(current).slice(-last);
  const older = services.flatMap((name) => withSource(name, olderLines(logPath(checkout, name))));
  return inOrder([...older, ...current]).slice(-last);
}

/** See `StackDriver.logs`. */
export async function* readLogs(
  checkout: Pick<Checkout, 'logs'>,
  services: readonly ServiceName[],
  last: number,
  follow?: AbortSignal,
): AsyncGenerator<SourcedLine> {
  const files = services.map((source) => ({ source, file: new FollowedFile(logPath(checkout, source)) }));
  const newLines = () => files.flatMap(({ source, file }) => withSource(source, file.read()));
  try {
    yield* present(checkout, services, newLines(), last);
    if (!follow) return;
    while (!follow.aborted) {
      await sleep(everyMs, undefined, { signal: follow }).catch(() => undefined);
      yield* inOrder(newLines());
    }
  } finally {
    for (const { file } of files) file.close();
  }
}
