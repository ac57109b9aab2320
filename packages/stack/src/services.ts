/** What the stack consists of, in the order in which it is shown. */
export const serviceNames = ['database', 'cache', 'api', 'frontend'] as const;

export type ServiceName = (typeof serviceNames)[number];

export function isServiceName(name: string): name is ServiceName {
  return serviceNames.some((each) => each === name);
}

/** Whether nothing works without it. Only the cache may be missing: then all works, but slower. */
export function isCritical(name: ServiceName): boolean {
  return name !== 'cache';
}

/** A value for each service. */
export type PerService<Value> = Readonly<Record<ServiceName, Value>>;

export function perService<Value>(valueOf: (name: ServiceName) => Value): PerService<Value> {
  return {
    database: valueOf('database'),
    cache: valueOf('cache'),
    api: valueOf('api'),
    frontend: valueOf('frontend'),
  };
}
