const names = { database: 'TEST_DATABASE_URL', cache: 'TEST_REDIS_URL' } as const;

type Service = keyof typeof names;

/** URL of the real service that tests use. Only to be called where `needs` has not skipped. */
export function serviceUrl(service: Service): URL {
  const value = process.env[names[service]];
  if (value === undefined) throw new Error(`${names[service]} is not set: call needs('${service}') in the describe`);
  return new URL(value);
}

/** Inside a `describe`: skips its tests, by name, where the services they need are not there. */
export function needs(...services: readonly Service[]): void {
  const missing = services.map((service) => names[service]).filter((name) => !process.env[name]);
  before(function skipWithoutServices() {
    if (missing.length === 0) return;
    if (this.test) this.test.title += ` (${missing.join(', ')} not set)`;
    this.skip();
  });
}
