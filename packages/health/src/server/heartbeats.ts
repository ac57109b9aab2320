import type { Sample } from './probe.ts';

/** A row of the table `service_heartbeats`, as its readers see it: a service that says by itself that it works. */
export interface Heartbeat {
  readonly service: string;
  /** Whether the application cannot work without it. */
  readonly critical: boolean;
  /** Milliseconds since it last reported, by the clock of the database. */
  readonly ageMs: number;
  /** Milliseconds from one report to the next, as the service promises. */
  readonly intervalMs: number;
}

/** After this many intervals without a word a service counts as unhealthy. */
const tolerableIntervals = 3;

/**
 * What a heartbeat says about its service. One from the future is as little proof of life as one from long ago.
 * @param at when the heartbeat was read, in milliseconds since the epoch
 */
export function toSample({ ageMs, intervalMs }: Heartbeat, at: number): Sample {
  return Math.abs(ageMs) <= intervalMs * tolerableIntervals
    ? { at, status: 'healthy', latencyMs: null }
    : { at, status: 'unhealthy', latencyMs: null, error: 'silent' };
}

const defaultIntervalMs = 10_000;

const beat = `INSERT INTO service_heartbeats (service, interval_ms, critical, beat_at) VALUES ($1, $2, $3, now())
  ON CONFLICT (service) DO UPDATE
  SET interval_ms = excluded.interval_ms, critical = excluded.critical, beat_at = excluded.beat_at`;

export interface HeartbeatOptions {
  /** Lower case letters, digits and hyphens; begins with a letter. All replicas of a service share one name. */
  readonly service: string;
  /** Whether the application cannot work without it; no, unless told. */
  readonly critical?: boolean;
  readonly intervalMs?: number;
  /** Runs one statement, as `query` of a `pg.Pool` does. */
  readonly query: (text: string, values: readonly unknown[]) => Promise<unknown>;
  /** Hears why the database did not take a report; the next one is tried all the same. */
  readonly onError: (error: unknown) => void;
}

/**
 * Reports to the database that this service works: at once, then at every interval. To be called where the work is
 * done, so that a service that hangs falls silent.
 * @returns what ends it. The row stays, and the service is unhealthy once it has been silent for three intervals;
 * delete the row of a service that is gone for good.
 */
export function startHeartbeat(options: HeartbeatOptions): () => void {
  const { service, critical = false, intervalMs = defaultIntervalMs, query, onError } = options;
  let isReporting = false;
  const report = async (): Promise<void> => {
    // A database that hangs is not asked a second time.
    if (isReporting) return;
    isReporting = true;
    await query(beat, [service, intervalMs, critical]).catch(onError);
    isReporting = false;
  };
  void report();
  const timer = setInterval(() => void report(), intervalMs);
  return () => clearInterval(timer);
}
