import { isServiceName, type ServiceName } from '../services.ts';

/**
 * What a client asks of the supervisor, as a line of JSON on its socket. Every client gets the whole state as a line of
 * JSON at once and on each change.
 */
export type Command =
  /** Start what does not run; as long as the stack is not up, it is wanted by those who said this. */
  { readonly do: 'start' } | { readonly do: 'stop' } | { readonly do: 'restart'; readonly service: ServiceName };

/** @returns undefined for anything else */
export function parseCommand(line: string): Command | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('do' in value)) return undefined;
  if (value.do === 'start' || value.do === 'stop') return { do: value.do };
  if (value.do !== 'restart' || !('service' in value) || typeof value.service !== 'string') return undefined;
  return isServiceName(value.service) ? { do: 'restart', service: value.service } : undefined;
}

/** Exit code of a supervisor that found another one running: `EX_TEMPFAIL` of sysexits(3). */
export const alreadyRunning = 75;
