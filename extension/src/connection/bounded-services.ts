import type { ServiceStatus } from '@zero-to-running/contract/health';
import { distinctNames } from './distinct-names.ts';
import { limits } from './limits.ts';

/** How many services of a report there is no room for. */
export interface LeftOut {
  readonly services: number;
  /** Those of them that are not healthy. */
  readonly failing: number;
}

export const nothingLeftOut: LeftOut = { services: 0, failing: 0 };

interface Judged {
  readonly status: ServiceStatus;
  readonly critical?: boolean;
}

/** What is to be seen first has the lowest. */
function rank({ status, critical }: Judged): number {
  if (status === 'healthy') return 2;
  return critical === false ? 1 : 0;
}

/** The services that can be shown, in their order: what fails goes before what does not, and of that what is critical. */
export function boundedServices<Service extends Judged>(
  services: Readonly<Record<string, Service>>,
): { services: Record<string, Service>; leftOut: LeftOut } {
  const names = distinctNames(Object.keys(services));
  const all = Object.values(services).map((service, index) => ({ name: names[index] ?? '', index, service }));
  const byUrgency = all.toSorted((a, b) => rank(a.service) - rank(b.service));
  const left = byUrgency.slice(limits.services);
  const shown = byUrgency.slice(0, limits.services).toSorted((a, b) => a.index - b.index);
  return {
    services: Object.fromEntries(shown.map(({ name, service }) => [name, service])),
    leftOut: { services: left.length, failing: left.filter(({ service }) => service.status !== 'healthy').length },
  };
}
