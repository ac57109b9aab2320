/** The verbs that `make` knows, and the options that each of them takes; the one list of both. */

/** Options of every verb that has to do with this checkout's stack. */
const stack = ['STACK'] as const;

/** Options of every verb that deploys. */
const deployment = ['ENV', 'YES', 'CONFIRM', 'APP_URL'] as const;

const release = [
  'DIRTY',
  'API_IMAGE',
  'FRONTEND_IMAGE',
  'APP_VERSION',
  'IMAGE_REGISTRY',
  'PLATFORM',
  'ATTEST',
] as const;

const planning = ['LOCK', ...release] as const;

/** Options by verb; every verb takes JSON as well. */
const optionsOf = {
  dev: [...stack],
  down: [...stack],
  restart: [...stack, 'SERVICE'],
  logs: [...stack, 'SERVICE', 'FOLLOW', 'ENV', 'APP_URL'],
  health: [...stack, 'WATCH', 'ENV', 'APP_URL'],
  status: [...stack],
  doctor: [...stack, 'ENV'],
  clean: [...stack, 'YES', 'SNAPSHOTS'],
  reset: [...stack, 'SNAPSHOTS_MAX_MB', 'YES', 'SCALE'],
  undo: [...stack, 'SNAPSHOTS_MAX_MB', 'YES'],
  snapshot: [...stack, 'SNAPSHOTS_MAX_MB', 'NAME'],
  snapshots: [...stack],
  restore: [...stack, 'SNAPSHOTS_MAX_MB', 'NAME', 'YES'],
  'snapshot-delete': [...stack, 'NAME', 'YES'],
  seed: [...stack, 'SCALE'],
  migration: ['NAME'],
  migrate: [...stack],
  migrations: [...stack],
  rescue: [...stack],
  'up-production': [],
  'down-production': [],
  install: [...stack],
  check: [],
  types: [],
  lint: [],
  format: [],
  texts: [],
  test: ['ALL', 'SUITE', 'FILE', 'REQUIRE_ALL', 'SEED', 'WATCH'],
  bench: ['NAME'],
  package: [],
  'install-extension': ['CODE'],
  bootstrap: [...deployment],
  plan: ['ENV', 'EMPTY', ...planning],
  deploy: [...deployment, ...planning],
  rollback: [...deployment, 'LOCK'],
  destroy: [...deployment, 'LOCK'],
  secret: ['ENV', 'NAME', 'SERVICE'],
  secrets: ['ENV'],
  'secret-delete': ['ENV', 'NAME', 'SERVICE', 'YES'],
  database: ['ENV', 'PORT'],
  'health-token': ['ENV', 'APP_URL'],
  images: ['ENV', ...release],
  'registry-login': ['ENV'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Verb = keyof typeof optionsOf;

export const verbNames: readonly string[] = Object.keys(optionsOf);

export function isVerb(name: string): name is Verb {
  return Object.hasOwn(optionsOf, name);
}

/** The options that a verb takes, sorted. */
export function optionsTakenBy(verb: Verb): readonly string[] {
  return ['JSON', ...optionsOf[verb]].toSorted();
}

/** Every option of any verb, sorted. */
export const optionNames: readonly string[] = [...new Set(['JSON', ...Object.values(optionsOf).flat()])].toSorted();

/** The verbs that take an option; none for what is no option, and for one that all take. */
export function verbsTaking(option: string): readonly Verb[] {
  return verbNames.filter(isVerb).filter((verb) => optionsOf[verb].some((each) => each === option));
}

/**
 * How a verb ended: the process's exit code, and what JSON=1 prints beside `ok`. A program gets one line,
 * `{"ok":true,…}`, or of a failure `{"ok":false,"error":{"code","message","fix"}}`.
 */
export type Outcome = number | { readonly code: number; readonly report: Readonly<Record<string, unknown>> };
