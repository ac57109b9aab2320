import { setTimeout as sleep } from 'node:timers/promises';
import type { SourcedLine } from '../driver.ts';
import { stripVTControlCharacters } from 'node:util';
import { linesOf } from '../process/run.ts';
import { isServiceName, type ServiceName } from '../services.ts';
import { composeArguments, docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';

/** A line with the time to the nanosecond that the engine gave it. */
interface Stamped extends SourcedLine {
  readonly stamp: string;
}

/** Such as `api-1  | 2026-11-23T12:00:00.123456789Z text`. */
function parse(line: string): Stamped | undefined {
  const [, service = '', stamp = '', text = ''] = /^(\S+)-\d+\s+\| (\d{4}-\S+Z) ?(.*)$/.exec(line) ?? [];
  if (!isServiceName(service)) return undefined;
  return { source: service, stamp, time: `${stamp.slice(0, 23).replace(/Z$/, '')}Z`, text };
}

const parseAll = (output: string) => output.split('\n').flatMap((line) => parse(line) ?? []);

const inOrder = (lines: readonly Stamped[]) => lines.toSorted((a, b) => a.stamp.localeCompare(b.stamp));

const logArguments = (project: string, services: readonly ServiceName[], ...args: readonly string[]) =>
  composeArguments(project, 'logs', '--no-color', '--timestamps', ...args, ...services);

/** Where there is no Compose file: for logs it would be read, and what it wants be wanted, for nothing. */
const cwd = '/';

/** The last lines of these services' containers, those that have ended included. */
async function present(project: string, services: readonly ServiceName[], last: number): Promise<Stamped[]> {
  const { ok, stdout, output, ending } = await docker(logArguments(project, services, '--tail', String(last)), { cwd });
  if (!ok) throw dockerFailure('The logs cannot be read', { output, ending });
  return inOrder(parseAll(stdout)).slice(-last);
}

const againMs = 500;

/** One run of `docker compose logs --follow`, which ends when the last of the containers does. */
async function* followOnce(
  project: string,
  services: readonly ServiceName[],
  since: string,
  follow: AbortSignal,
): AsyncGenerator<Stamped> {
  const args = logArguments(project, services, '--follow', '--since', since);
  for await (const line of linesOf({ file: 'docker', args, cwd }, follow)) {
    const parsed = parse(line);
    if (parsed) yield parsed;
  }
}

/** See `StackDriver.logs`. */
export async function* containerLogs(
  project: string,
  services: readonly ServiceName[],
  last: number,
  follow?: AbortSignal,
): AsyncGenerator<SourcedLine> {
  const begun = await present(project, services, last);
  yield* begun;
  // Each run begins a little before the last line that was shown; what was shown is left out.
  const shown = new Map<ServiceName, string>();
  for (const { source, stamp } of begun) shown.set(source, stamp);
  let since = begun.at(-1)?.stamp ?? new Date().toISOString();
  if (!follow) return;
  while (!follow.aborted) {
    for await (const line of followOnce(project, services, since, follow)) {
      if (line.stamp <= (shown.get(line.source) ?? '')) continue;
      shown.set(line.source, line.stamp);
      if (line.stamp > since) since = line.stamp;
      yield line;
    }
    await sleep(againMs, undefined, { signal: follow }).catch(() => undefined);
  }
}

/** What a container has said since it was started last, without colours, for an explanation of its failure. */
export async function recentLines(id: string, since: string, last = 200): Promise<string[]> {
  const { ok, output } = await docker(['logs', '--since', since, '--tail', String(last), id]);
  return ok ? stripVTControlCharacters(output).split('\n') : [];
}
