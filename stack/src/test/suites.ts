import { StackError } from '../stack-error.ts';

/** Mocha in a workspace, with the workspace's configuration or another one of its folder. */
export interface MochaRun {
  readonly mocha: string;
  readonly config?: string;
  /** The one file to run, from the workspace; all that the configuration names without it. */
  readonly file?: string;
}

/** An npm script that is one check by itself. */
export interface ScriptRun {
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
}

const minute = 60_000;

/** Quick ones first, so that a mistake shows early. */
export const suites: readonly Suite[] = [
  { name: 'types', run: { script: 'types' }, needsServices: false, deadlineMs: 5 * minute },
  { name: 'lint', run: { script: 'lint' }, needsServices: false, deadlineMs: 5 * minute },
  { name: 'contract', run: { mocha: 'contract' }, needsServices: false, deadlineMs: minute },
  { name: 'api', run: { mocha: 'api' }, needsServices: true, deadlineMs: 10 * minute },
  { name: 'frontend', run: { mocha: 'frontend' }, needsServices: true, deadlineMs: 10 * minute },
  { name: 'extension', run: { mocha: 'extension' }, needsServices: true, deadlineMs: 10 * minute },
  { name: 'stack', run: { mocha: 'stack' }, needsServices: false, deadlineMs: 15 * minute },
  {
    name: 'containers',
    run: { mocha: 'stack', config: 'test/containers/containers.mocharc.json' },
    needsServices: false,
    deadlineMs: 25 * minute,
  },
  {
    name: 'devcontainer',
    run: { mocha: 'stack', config: 'test/containers/devcontainer.mocharc.json' },
    needsServices: false,
    deadlineMs: 25 * minute,
  },
  { name: 'infra', run: { mocha: 'infra' }, needsServices: false, deadlineMs: 20 * minute },
];

/**
 * The suites a name stands for: all of them where it is empty.
 * @throws StackError listing the names when it is none of them
 */
export function selectSuites(name: string | undefined): readonly Suite[] {
  if (!name) return suites;
  const selected = suites.filter((suite) => suite.name === name);
  if (selected.length > 0) return selected;
  throw new StackError(`SUITE=${name}: there is no such suite`, {
    fix: [`It is one of: ${suites.map((suite) => suite.name).join(', ')}`],
  });
}
