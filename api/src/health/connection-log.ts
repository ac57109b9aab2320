import type { Logger } from 'pino';
import { classifyError } from './classify.ts';

/** Says in the log when a service is lost and when it is back: once each, however many attempts lie between. */
export interface ConnectionLog {
  lost(error: unknown): void;
  restored(): void;
}

/** What of an error goes to the log: drivers hang whole clients, with their options, on their errors. */
export function summariseError(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(summariseError).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** @param service what is lost, as a person calls it */
export function createConnectionLog(log: Logger, service: string): ConnectionLog {
  let lostAt: number | undefined;
  return {
    lost(error) {
      if (lostAt !== undefined) return;
      lostAt = Date.now();
      log.warn(
        { service, reason: classifyError(error), error: summariseError(error) },
        `Lost ${service}; reconnecting`,
      );
    },
    restored() {
      if (lostAt === undefined) return;
      log.info({ service, lostMs: Date.now() - lostAt }, `${service} is back`);
      lostAt = undefined;
    },
  };
}
