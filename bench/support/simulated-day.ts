import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { readAnswer } from '@zero-to-running/health/client/answer';
import { badgeOf, statusBarText } from '../../extension/src/presentation/status-bar-text.ts';
import { serviceFigures, serviceViews } from '../../extension/src/presentation/service-view.ts';
import { environmentTooltip } from '../../extension/src/presentation/tooltips.ts';
import { emptySnapshot, type EnvironmentSnapshot } from '../../extension/src/store/environment-store.ts';
import { afterAnswer } from '../../extension/src/store/feed.ts';
import { collectedHeapMegabytes } from './collected-heap.ts';

const heartbeatMs = 2_000;

const shop = { name: 'shop', kind: 'local', isOneOfSeveral: false } as const;

/** The next event's data, in which a service flips now and then. */
function eventData(index: number, now: number): string {
  const at = new Date(now).toISOString();
  const isDown = index % 100 < 5;
  const cache = service({ critical: false, checkedAt: at, status: isDown ? 'unhealthy' : 'healthy', since: at });
  const fine = service({ checkedAt: at });
  const services = { api: fine, database: fine, cache };
  return JSON.stringify(report({ timestamp: at, status: isDown ? 'degraded' : 'ok', services }));
}

/** Everything that a report makes the extension do, short of handing it to VS Code. */
function render(snapshot: EnvironmentSnapshot, now: number): void {
  for (const view of serviceViews(snapshot)) serviceFigures(view, now);
  badgeOf([{ name: shop.name, snapshot }]);
  statusBarText(shop, snapshot, now);
  environmentTooltip(shop.name, snapshot, now, { environment: 'local:shop', canRunMake: true });
}

/**
 * Takes as many reports as a stream brings in days, one after the other.
 * @returns megabytes of heap after the first tenth, which fills what is bounded, and after all
 */
export function simulateReports(count: number): { readonly early: number; readonly late: number } {
  let snapshot = emptySnapshot;
  let early = 0;
  const start = Date.now();
  for (let index = 0; index < count; index += 1) {
    const now = start + index * heartbeatMs;
    const read = readAnswer(JSON.parse(eventData(index, now)));
    snapshot = Object.assign({}, snapshot, afterAnswer(snapshot, read, 'live', now));
    render(snapshot, now);
    if (index === count / 10) early = collectedHeapMegabytes();
  }
  const late = collectedHeapMegabytes();
  if (!snapshot.fresh) throw new Error('The simulated source fell silent.');
  return { early, late };
}
