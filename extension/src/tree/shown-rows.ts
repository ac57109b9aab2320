import type { Environment } from '../environments/environment.ts';
import { ageText } from '../presentation/environment-text.ts';
import { overallOf, serviceViews } from '../presentation/service-view.ts';
import type { ShownRows } from './update-pace.ts';

/**
 * What the rows of environments and services show.
 * @param now milliseconds since the epoch
 */
export function shownRows(environments: readonly Environment[], now: number): ShownRows {
  const services = environments.flatMap(({ store }) => serviceViews(store.snapshot));
  const state = environments.map(({ id, store: { snapshot } }) => {
    const states = serviceViews(snapshot).map(({ key, status, lastKnown, health }) => {
      return [key, status, lastKnown, health?.error];
    });
    return [id, overallOf(snapshot), snapshot.link, snapshot.failure?.message, snapshot.guess, states];
  });
  return {
    state: JSON.stringify(state),
    age: JSON.stringify(environments.map(({ store }) => ageText(store.snapshot, now))),
    latencies: services.map(({ health }) => health?.latencyMs ?? 0),
  };
}
