// What the health contract uses of zod/mini, in the browser's bundle in its place (vite.config.ts). It saves 7 kB of the
// 90 that the first view may load before it shows a report. What is missing here fails the build by name, and
// small-zod.test.ts reads the contract by both.

type Read = (value: unknown) => unknown;

type Shape = Readonly<Record<string, Schema>>;

type Result = { readonly success: true; readonly data: unknown } | { readonly success: false; readonly error: Error };

function refuse(): never {
  throw new TypeError('Not as described');
}

class Schema {
  readonly read: Read;
  /** Of an object. */
  readonly shape: Shape;

  constructor(read: Read, shape: Shape = {}) {
    this.read = read;
    this.shape = shape;
  }

  parse(value: unknown): unknown {
    return this.read(value);
  }

  safeParse(value: unknown): Result {
    try {
      return { success: true, data: this.read(value) };
    } catch (error) {
      return { success: false, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  check(...checks: readonly ((value: unknown) => boolean)[]): Schema {
    return new Schema((value) => {
      const read = this.read(value);
      return checks.every((check) => check(read)) ? read : refuse();
    }, this.shape);
  }

  register(): this {
    return this;
  }
}

const only = (isOne: (value: unknown) => boolean) => new Schema((value) => (isOne(value) ? value : refuse()));

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

export const optional = (schema: Schema) => new Schema((value) => (value === undefined ? value : schema.read(value)));
export const nullable = (schema: Schema) => new Schema((value) => (value === null ? value : schema.read(value)));

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : refuse();
}

/** What is not described is left out. */
export const object = (shape: Shape) =>
  new Schema((value) => {
    const given = new Map(entriesOf(value));
    const read = Object.entries(shape).map(([key, schema]) => [key, schema.read(given.get(key))] as const);
    return Object.fromEntries(read.filter(([key, each]) => each !== undefined || given.has(key)));
  }, shape);

export const pick = ({ shape }: Schema, mask: object) =>
  object(Object.fromEntries(Object.entries(shape).filter(([key]) => key in mask)));

export const extend = ({ shape }: Schema, more: Shape) => object({ ...shape, ...more });

export const record = (_key: Schema, schema: Schema) =>
  new Schema((value) => {
    const entries = entriesOf(value).filter(([key]) => key !== '__proto__');
    return Object.fromEntries(entries.map(([key, each]) => [key, schema.read(each)]));
  });

export const array = (schema: Schema) =>
  new Schema((value) => (Array.isArray(value) ? value.map((each: unknown) => schema.read(each)) : refuse()));

export const union = (schemas: readonly Schema[]) =>
  new Schema((value) => {
    for (const schema of schemas) {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
    }
    return refuse();
  });

const form = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !form.test(value)) return false;
  const date = new Date(value);
  // The thirtieth of February would be the second of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value.slice(0, 10);
}

export const iso = { datetime: () => only(isInstant) };

export const nonnegative = () => (value: unknown) => typeof value === 'number' && value >= 0;
export const positive = () => (value: unknown) => typeof value === 'number' && value > 0;

/** Descriptions are for the API's documentation. */
export const describe = () => () => true;

export const globalRegistry = {};
