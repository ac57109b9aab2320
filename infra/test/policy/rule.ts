import { z } from 'zod';
import type { Resource } from '../support/resources.ts';

/** What holds of every resource of a type, in each environment or in one. */
export interface Rule {
  /** As the end of "…: it". */
  readonly says: string;
  /** Of which resources; all, when there is none. */
  readonly of?: string;
  /** Only in this environment. */
  readonly only?: 'production';
  /** Only in a plan. */
  readonly planned?: true;
  readonly holds: (values: Readonly<Record<string, unknown>>, resource: Resource) => boolean;
}

/** Whether an attribute is as it should be; one that is not known before it is applied is looked at then. */
export function is(name: string, expected: unknown): Rule['holds'] {
  return (values) => !(name in values) || values[name] === expected;
}

/** The only element of a nested block. */
export function block(values: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const [first] = z.array(z.record(z.string(), z.unknown())).nullish().parse(values[name]) ?? [];
  return first ?? {};
}
