import { healthPaths } from '@zero-to-running/contract/health';
import { healthHistorySchema, type HealthHistory } from '@zero-to-running/contract/health-history';
import { historyLimits } from '@zero-to-running/contract/history-limits';
import { distinctNames } from './distinct-names.ts';
import { ConnectionFailure } from './failure.ts';
import { limits } from './limits.ts';
import { readJson } from './read-json.ts';
import type { Source } from './source.ts';
import { l10n } from '../common/l10n.ts';

/**
 * What the API remembers of its services, within the contract's bounds even where an API does not keep to them.
 * @throws ConnectionFailure, or what fetch throws
 */
export async function readHistory(source: Source, signal: AbortSignal): Promise<HealthHistory> {
  const read = healthHistorySchema.safeParse(await readJson(source, healthPaths.history, signal));
  if (!read.success) throw new ConnectionFailure('not-understood', l10n.t('its answer is no history'));
  const names = distinctNames(Object.keys(read.data.services));
  const services = Object.values(read.data.services).slice(0, limits.services);
  const bounded = services.map(({ changes, samples }, index) => [
    names[index],
    { changes: changes.slice(-historyLimits.changes), samples: samples.slice(-historyLimits.samples) },
  ]);
  return { services: Object.fromEntries(bounded) };
}
