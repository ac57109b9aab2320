import type { Resource } from '../support/resources.ts';
import type { Rule } from './rule.ts';

/** @returns the addresses of the resources of which a rule does not hold */
export function violations(rule: Rule, resources: readonly Resource[]): string[] {
  return resources
    .filter(({ type }) => rule.of === undefined || type === rule.of)
    .filter((resource) => !rule.holds(resource.values, resource))
    .map(({ address }) => address);
}
