// What the health contract uses of zod/mini, in the browser's bundle in its place (vite.config.ts). It saves 7 kB of the
// 90 that the first view may load before it shows a report. What is missing here fails the build by name, and
// small-zod.unit.test.ts reads the contract by both.

type Path = readonly PropertyKey[];

/** Where a value is not as described. */
interface Issue {
  readonly path: Path;
}

/** Adds to the issues where the value does not fit; what it returns then means nothing. */
type Read = (value: unknown, path: Path, issues: Issue[]) => unknown;

type Shape = Readonly<Record<string, Schema>>;

type Result =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

class Schema {
  readonly read: Read;
  /** Of an object. */
  readonly shape: Shape;

  constructor(read: Read, shape: Shape = {}) {
    this.read = read;
    this.shape = shape;
  }

  parse(value: unknown): unknown {
    const result = this.safeParse(value);
    if (result.success) return result.data;
    throw new TypeError(`Not as described: ${result.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  }

  safeParse(value: unknown): Result {
    const issues: Issue[] = [];
    const data = this.read(value, [], issues);
    return issues.length === 0 ? { success: true, data } : { success: false, error: { issues } };
  }

  check(...checks: readonly ((value: unknown) => boolean)[]): Schema {
    return new Schema((value, path, issues) => {
      const before = issues.length;
      const read = this.read(value, path, issues);
      if (issues.length === before && !checks.every((check) => check(read))) issues.push({ path });
      return read;
    }, this.shape);
  }

  register(): this {
    return this;
  }
}

const only = (isOne: (value: unknown) => boolean) =>
  new Schema((value, path, issues) => {
    if (!isOne(value)) issues.push({ path });
    return value;
  });

export const string = () => only((value) => typeof value === 'string');
export const boolean = () => only((value) => typeof value === 'boolean');
export const number = () => only((value) => Number.isFinite(value));
export const literal = (expected: unknown) => only((value) => value === expected);

const anyOf = (values: readonly unknown[]) => only((value) => values.includes(value));

const otherwise = (schema: Schema, fallback: unknown) =>
  new Schema((value) => {
    const result = schema.safeParse(value);
    return result.success ? result.data : fallback;
  });

export { anyOf as enum, otherwise as catch };

/** As described, or that one value. */
const unless = (exempt: unknown) => (schema: Schema) =>
  new Schema((value, path, issues) => (value === exempt ? value : schema.read(value, path, issues)));

export const optional = unless(undefined);
export const nullable = unless(null);

/** @returns undefined for what is no object */
function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
}

/** What is not described is left out. */
export const object = (shape: Shape) =>
  new Schema((value, path, issues) => {
    const entries = entriesOf(value);
    if (!entries) return issues.push({ path });
    const given = new Map(entries);
    const read = Object.entries(shape).map(
      ([key, schema]) => [key, schema.read(given.get(key), [...path, key], issues)] as const,
    );
    return Object.fromEntries(read.filter(([key, each]) => each !== undefined || given.has(key)));
  }, shape);

export const pick = ({ shape }: Schema, mask: object) =>
  object(Object.fromEntries(Object.entries(shape).filter(([key]) => key in mask)));

export const extend = ({ shape }: Schema, more: Shape) => object({ ...shape, ...more });

export const partial = ({ shape }: Schema) =>
  object(Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, optional(schema)])));

export const record = (_key: Schema, schema: Schema) =>
  new Schema((value, path, issues) => {
    const entries = entriesOf(value)?.filter(([key]) => key !== '__proto__');
    if (!entries) return issues.push({ path });
    return Object.fromEntries(entries.map(([key, each]) => [key, schema.read(each, [...path, key], issues)]));
  });

export const array = (schema: Schema) =>
  new Schema((value, path, issues) =>
    Array.isArray(value)
      ? value.map((each: unknown, index) => schema.read(each, [...path, index], issues))
      : issues.push({ path }),
  );

const form = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !form.test(value)) return false;
  // The thirtieth of February would be the second of March.
  const day = value.slice(0, 10);
  const date = new Date(day);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}

export const iso = { datetime: () => only(isInstant) };

export const nonnegative = () => (value: unknown) => typeof value === 'number' && value >= 0;
export const positive = () => (value: unknown) => typeof value === 'number' && value > 0;

/** Descriptions are for the API's documentation. */
export const describe = () => () => true;

export const globalRegistry = {};
