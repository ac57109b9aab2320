import { createParser } from 'eventsource-parser';
import { healthPaths, healthReportSchema, type HealthReport } from '@zero-to-running/health/contract/report';

/** A reader of an API's health stream that notes when each report came. */
export interface HealthWatch {
  /** When, as of `performance.now()`, the first report came after `since` that fulfils the condition. */
  firstAfter(since: number, condition: (report: HealthReport) => boolean): number | undefined;
  close(): void;
}

/** Reads `/health/stream` from now on. */
export async function watchHealth(origin: string): Promise<HealthWatch> {
  const abort = new AbortController();
  const reports: { at: number; report: HealthReport }[] = [];
  const parser = createParser({
    onEvent({ data }) {
      reports.push({ at: performance.now(), report: healthReportSchema.parse(JSON.parse(data)) });
    },
  });
  const response = await fetch(origin + healthPaths.stream, { signal: abort.signal });
  if (!response.ok || !response.body) throw new Error(`${healthPaths.stream} answered ${response.status}.`);
  const text = response.body.pipeThrough(new TextDecoderStream());
  const reading = (async () => {
    for await (const chunk of text) parser.feed(chunk);
  })();
  // Ends by `close`, or with the API; a benchmark that misses a report then runs into its deadline.
  reading.catch(() => {});
  return {
    firstAfter: (since, condition) => reports.find(({ at, report }) => at >= since && condition(report))?.at,
    close: () => abort.abort(),
  };
}
