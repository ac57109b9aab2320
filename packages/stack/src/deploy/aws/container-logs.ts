import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { setTimeout as sleep } from 'node:timers/promises';
import { callAws, clientSettings } from './call.ts';

/** A line of a log in CloudWatch. */
export interface CloudLine {
  readonly id: string;
  /** ISO 8601 */
  readonly time: string;
  readonly text: string;
}

/** Of a question with all the pages of its answer. */
const pagesDeadlineMs = 120_000;

const followEveryMs = 2_000;

/** Lines come late and out of order; so the last seconds are asked for again. */
const overlapMs = 15_000;

/** How many lines are remembered, so that none is shown twice. */
const remembered = 5_000;

export class ContainerLogs {
  readonly #client: CloudWatchLogsClient;
  readonly #signal: AbortSignal | undefined;

  constructor(region: string, signal?: AbortSignal) {
    this.#client = new CloudWatchLogsClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  /** Lines from an instant (milliseconds since 1970) on; `stream` is the beginning of the streams' names. */
  async since(group: string, from: number, stream?: string): Promise<CloudLine[]> {
    const input = { logGroupName: group, startTime: from, ...(stream ? { logStreamNamePrefix: stream } : {}) };
    return callAws(
      'logs:FilterLogEvents',
      async (options) => {
        const lines: CloudLine[] = [];
        for await (const page of paginateFilterLogEvents({ client: this.#client }, input, options)) {
          for (const { eventId = '', timestamp = 0, message = '' } of page.events ?? []) {
            lines.push({ id: eventId, time: new Date(timestamp).toISOString(), text: message.trimEnd() });
          }
          if (lines.length >= remembered) break;
        }
        return lines;
      },
      this.#signal,
      pagesDeadlineMs,
    );
  }

  /** The lines from an instant on, and then what is added, until the signal is aborted. */
  async *follow(group: string, from: number): AsyncGenerator<CloudLine> {
    const seen = new Set<string>();
    let start = from;
    while (!this.#signal?.aborted) {
      for (const line of await this.since(group, start)) {
        if (seen.has(line.id)) continue;
        seen.add(line.id);
        start = Math.max(start, Date.parse(line.time) - overlapMs);
        yield line;
      }
      for (const id of seen) {
        if (seen.size <= remembered) break;
        seen.delete(id);
      }
      await sleep(followEveryMs, undefined, this.#signal ? { signal: this.#signal } : {}).catch(() => undefined);
    }
  }
}
