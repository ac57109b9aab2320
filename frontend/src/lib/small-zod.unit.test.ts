import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { healthHistorySchema } from '@zero-to-running/health/contract/history';
import { healthAnswerSchema } from '@zero-to-running/health/contract/report';
import { atNoon, report, service } from '@zero-to-running/health/contract/test-support/reports';

interface Reader {
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly data?: unknown;
    readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } | undefined;
  };
}

const mark = '?small';

/** The health contract with the small form in the place of zod/mini, as the bundle has it. */
async function smallContract(): Promise<{ readonly answer: Reader; readonly history: Reader }> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const isWithin = context.parentURL?.endsWith(mark) ?? false;
      if (isWithin && specifier === 'zod/mini') return next(new URL('small-zod.ts', import.meta.url).href, context);
      const found = next(specifier, context);
      return isWithin ? { ...found, url: found.url + mark } : found;
    },
  });
  try {
    const folder = new URL('../../../packages/health/src/contract/', import.meta.url).href;
    const [{ healthAnswerSchema: answer }, { healthHistorySchema: history }] = await Promise.all([
      import(`${folder}report.ts${mark}`),
      import(`${folder}history.ts${mark}`),
    ]);
    return { answer, history };
  } finally {
    hooks.deregister();
  }
}

const strange: readonly unknown[] = [
  undefined,
  null,
  '',
  'x',
  'healthy',
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  true,
  [],
  {},
  [null],
  { a: null },
  atNoon(),
  '2026-11-23',
  '2026-11-23T12:00:00Z',
  '2026-11-23T12:00:00.123456Z',
  '2026-11-23T12:00Z',
  '2026-11-23T12:00:00+01:00',
  '2026-11-23T12:00:00-23:59',
  '2026-11-23T12:00:00+0100',
  '2026-11-23T12:00:00+24:00',
  '2026-02-30T12:00:00Z',
  '2024-02-29T12:00:00Z',
  '2026-02-29T12:00:00Z',
  '2026-13-01T12:00:00Z',
  '2026-11-23T24:00:00Z',
  '2026-11-23t12:00:00z',
  ' 2026-11-23T12:00:00Z',
  '0000-01-01T00:00:00Z',
];

/** The value, and it with each of its parts left out, or replaced by each of what is strange. */
function* variations(value: unknown): Generator {
  yield value;
  yield* strange;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const put = (instead: unknown) =>
      Array.isArray(value) ? value.with(Number(key), instead) : { ...value, [key]: instead };
    if (!Array.isArray(value)) yield Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
    for (const instead of variations(part)) yield put(instead);
  }
}

const error = service({ status: 'unhealthy', latencyMs: null, checkedAt: null, error: 'refused' });
const answers = [
  { ...report({ services: { api: error }, stack: 'shop' }), more: 1 },
  { status: 'ok', timestamp: atNoon(), detail: 'public', services: { api: { status: 'healthy', more: 1 } } },
  JSON.parse(JSON.stringify(report()).replace('"database"', '"__proto__"')),
];
const histories = [
  {
    services: {
      api: {
        changes: [{ at: atNoon(), status: 'unhealthy', error: 'timeout' }],
        samples: [{ at: atNoon(), status: 'healthy', latencyMs: 1 }],
      },
    },
  },
];

const read = (reader: Reader, value: unknown) => {
  const { success, data, error: failure } = reader.safeParse(value);
  return { success, data, issues: failure?.issues.map(({ path }) => path.map(String)) };
};

describe('the small form of zod that the browser reads health by', () => {
  let small: Awaited<ReturnType<typeof smallContract>>;
  before(async () => {
    small = await smallContract();
  });

  for (const [what, values, whole, part] of [
    ['answers', answers, healthAnswerSchema, 'answer'],
    ['histories', histories, healthHistorySchema, 'history'],
  ] as const) {
    it(`reads and refuses the same ${what} as zod`, () => {
      let count = 0;
      for (const value of values.flatMap((each: unknown) => Array.from(variations(each)))) {
        assert.deepEqual(read(small[part], value), read(whole, value), JSON.stringify(value));
        count += 1;
      }
      assert.ok(count > 300, `${count} are compared`);
    });
  }
});
