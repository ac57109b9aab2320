import { StackError } from '../stack-error.ts';

/** Mocha in a workspace, with the workspace's configuration or another one of its folder. */
export interface MochaRun {
  readonly mocha: string;
  readonly config?: string;
  /** The one file to run, from the workspace; all that the configuration names without it. */
  readonly file?: string;
}

/** An npm script that is one check by itself. */
interface ScriptRun {
  readonly script: string;
}

/** One step of `make test`. */
export interface Suite {
  readonly name: string;
  readonly run: MochaRun | ScriptRun;
  /** Whether it gets a PostgreSQL and a Redis of its own, as TEST_DATABASE_URL and TEST_REDIS_URL. */
  readonly needsServices: boolean;
  /** Milliseconds after which it counts as hanging. */
  readonly deadlineMs: number;
  /**
   * `quick`: needs no container, editor or Terraform. `full`: needs one of them, and runs with ALL=1 or by its name. `named`: takes
   * as long as many others, and runs by its name only.
   */
  readonly size: 'quick' | 'full' | 'named';
  /** What of the machine there is only one of: suites that name the same run one after the other. */
  readonly exclusive?: 'usual ports';
}

const minute = 60_000;

/** Mocha with a workspace's .mocharc.json, or with its test/NAME.mocharc.json. */
function mocha(workspace: string, name?: string): MochaRun {
  return { mocha: workspace, ...(name && { config: `test/${name}.mocharc.json` }) };
}

/** In the order in which they begin, of each size the longest first, so that the short ones fill the gaps beside them. */
export const suites: readonly Suite[] = [
  { name: 'types', run: { script: 'types' }, needsServices: false, deadlineMs: 10 * minute, size: 'quick' },
  {
    name: 'native',
    run: mocha('packages/stack', 'native'),
    needsServices: false,
    deadlineMs: 30 * minute,
    size: 'quick',
  },
  { name: 'frontend', run: mocha('frontend'), needsServices: true, deadlineMs: 10 * minute, size: 'quick' },
  { name: 'api', run: mocha('api'), needsServices: true, deadlineMs: 10 * minute, size: 'quick' },
  { name: 'stack', run: mocha('packages/stack'), needsServices: false, deadlineMs: 10 * minute, size: 'quick' },
  { name: 'lint', run: { script: 'lint' }, needsServices: false, deadlineMs: 10 * minute, size: 'quick' },
  { name: 'extension', run: mocha('extension'), needsServices: false, deadlineMs: 5 * minute, size: 'quick' },
  { name: 'health', run: mocha('packages/health'), needsServices: false, deadlineMs: 3 * minute, size: 'quick' },
  { name: 'contract', run: mocha('contract'), needsServices: false, deadlineMs: 3 * minute, size: 'quick' },
  { name: 'infra', run: mocha('infra'), needsServices: false, deadlineMs: 45 * minute, size: 'full' },
  {
    name: 'containers',
    run: mocha('packages/stack', 'containers'),
    needsServices: false,
    deadlineMs: 45 * minute,
    size: 'full',
    exclusive: 'usual ports',
  },
  {
    name: 'editor',
    run: mocha('extension', 'editor'),
    needsServices: true,
    deadlineMs: 30 * minute,
    size: 'full',
    exclusive: 'usual ports',
  },
  {
    name: 'devcontainer',
    run: mocha('packages/stack', 'devcontainer'),
    needsServices: false,
    deadlineMs: 45 * minute,
    size: 'full',
    exclusive: 'usual ports',
  },
  {
    name: 'bare-machine',
    run: mocha('packages/stack', 'bare-machine'),
    needsServices: false,
    deadlineMs: 120 * minute,
    size: 'named',
  },
];

/**
 * The suites a name stands for. Where it is empty: the quick ones, or the full ones as well.
 * @throws StackError listing the names when it is none of them
 */
export function selectSuites(name: string | undefined, all: boolean): readonly Suite[] {
  if (!name) return suites.filter(({ size }) => size === 'quick' || (all && size === 'full'));
  const selected = suites.filter((suite) => suite.name === name);
  if (selected.length > 0) return selected;
  throw new StackError(`SUITE=${name}: there is no such suite`, {
    fix: [`It is one of: ${suites.map((suite) => suite.name).join(', ')}`],
  });
}
