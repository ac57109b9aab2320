import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { ApiProblem } from '../../http/api-error.ts';

/** Milliseconds between two attempts. */
const retryMs = 10_000;

export interface HistoryLoader {
  /** Asks for the history with the next `load`. */
  readonly want: () => void;
  /** Fetches the history, if it is wanted and no attempt was made lately. */
  readonly load: () => void;
  readonly stop: () => void;
}

/** Fetches the history once each time it is wanted; a display without it is poorer, not wrong, so failures stay silent. */
export function createHistoryLoader(
  fetchHistory: (signal: AbortSignal) => Promise<HealthHistory>,
  onHistory: (history: HealthHistory) => void,
): HistoryLoader {
  let wanted = false;
  let notBefore = 0;
  let running: AbortController | null = null;

  const fetchOnce = async (controller: AbortController): Promise<void> => {
    try {
      const history = await fetchHistory(controller.signal);
      if (!controller.signal.aborted) onHistory(history);
    } catch (error) {
      if (controller.signal.aborted) return;
      const refused = error instanceof ApiProblem && error.is('unauthorized');
      wanted = !refused;
      notBefore = Date.now() + retryMs;
    } finally {
      if (running === controller) running = null;
    }
  };
  return {
    want: () => {
      wanted = true;
      notBefore = 0;
    },
    load: () => {
      if (!wanted || running || Date.now() < notBefore) return;
      wanted = false;
      running = new AbortController();
      void fetchOnce(running);
    },
    stop: () => {
      running?.abort();
      running = null;
    },
  };
}
