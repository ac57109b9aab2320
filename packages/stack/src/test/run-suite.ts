import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Interruption } from './interruption.ts';
import { readMochaConfig } from './mocha-config.ts';
import { StackError } from '../stack-error.ts';
import { runToEnd } from './run-to-end.ts';
import { readSuiteResult, type SuiteResult } from './suite-result.ts';
import type { MochaRun, Suite } from './suites.ts';

const reporter = fileURLToPath(new URL('mocha-reporter.ts', import.meta.url));

const mochaFile = 'node_modules/mocha/bin/mocha.js';

/** A watch ends when it is interrupted, or after a day. */
const watchDeadlineMs = 86_400_000;

/**
 * Runs a suite's tests again at each change of a file that they import, until it is interrupted. Node watches, since
 * Mocha's own watch does not load a changed ES module again.
 * @param root the repository's root
 * @throws StackError for a suite that is no tests
 */
export async function watchSuite(
  suite: Suite,
  root: string,
  env: NodeJS.ProcessEnv,
  interruption: Interruption,
): Promise<void> {
  if ('script' in suite.run) {
    throw new StackError(`The suite ${suite.name} cannot be watched: it is not run by Mocha`, {
      code: 'invalid-option',
      fix: ['Choose another SUITE, or one FILE.'],
    });
  }
  const watched = ['--watch', '--watch-preserve-output', join(root, mochaFile), ...mochaArguments(suite.run, root)];
  await runToEnd([process.execPath, ...watched], {
    cwd: join(root, suite.run.mocha),
    env,
    deadlineMs: watchDeadlineMs,
    interruption,
    graceMs: 5_000,
  });
}

/** Mocha adds a file it is given to those of its configuration: for one file alone, the configuration stays out. */
function mochaArguments(run: MochaRun, root: string): readonly string[] {
  if (!run.file) return run.config ? ['--config', run.config] : [];
  return ['--no-config', '--timeout', String(readMochaConfig(run, root).timeout), run.file];
}

/**
 * Runs one suite.
 * @param root the repository's root
 * @param env environment for its process
 * @param output file descriptor that its output goes to; this process's own output by default
 */
export async function runSuite(
  suite: Suite,
  root: string,
  env: NodeJS.ProcessEnv,
  interruption: Interruption,
  output?: number,
): Promise<SuiteResult> {
  const options = { deadlineMs: suite.deadlineMs, interruption, ...(output !== undefined && { output }) };
  if ('script' in suite.run) {
    const exit = await runToEnd(['npm', 'run', '--silent', suite.run.script], {
      ...options,
      cwd: root,
      env,
    });
    if (exit.code === 0) return { passed: 1, failed: [], skipped: [] };
    return { passed: 0, failed: [`make ${suite.run.script} (${exit.reason})`], skipped: [] };
  }
  const scratch = await mkdtemp(join(tmpdir(), 'test-result-'));
  const file = join(scratch, 'result.json');
  try {
    const exit = await runToEnd(['mocha', ...mochaArguments(suite.run, root), '--reporter', reporter], {
      ...options,
      cwd: join(root, suite.run.mocha),
      env: { ...env, TEST_RESULT_FILE: file },
    });
    return readSuiteResult(file, exit);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
