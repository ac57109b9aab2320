import type { Environment } from '../environments/environment.ts';
import { overallOf, serviceViews } from '../presentation/service-view.ts';

/** What of environments a person has to see at once, as a text to compare: all but figures, which every report changes. */
export function shownState(environments: readonly Environment[]): string {
  return JSON.stringify(
    environments.map(({ id, store: { snapshot } }) => {
      const services = serviceViews(snapshot).map(({ key, status, lastKnown, health }) => {
        return [key, status, lastKnown, health?.error];
      });
      return [id, overallOf(snapshot), snapshot.link, snapshot.failure?.message, snapshot.guess, services];
    }),
  );
}
