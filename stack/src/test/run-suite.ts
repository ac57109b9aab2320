import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Interruption } from './interruption.ts';
import { readMochaConfig } from './mocha-config.ts';
import { runToEnd } from './run-to-end.ts';
import { readSuiteResult, type SuiteResult } from './suite-result.ts';
import type { MochaRun, Suite } from './suites.ts';

const reporter = fileURLToPath(new URL('mocha-reporter.ts', import.meta.url));

/** Mocha adds a file it is given to those of its configuration: for one file alone, the configuration stays out. */
function mochaArguments(run: MochaRun, root: string): readonly string[] {
  if (!run.file) return run.config ? ['--config', run.config] : [];
  return ['--no-config', '--timeout', String(readMochaConfig(run, root).timeout), run.file];
}

/**
 * Runs one suite with its output shown.
 * @param root the repository's root
 * @param env environment for its process
 */
export async function runSuite(
  suite: Suite,
  root: string,
  env: NodeJS.ProcessEnv,
  interruption: Interruption,
): Promise<SuiteResult> {
  if ('script' in suite.run) {
    const exit = await runToEnd(['npm', 'run', '--silent', suite.run.script], {
      cwd: root,
      env,
      deadlineMs: suite.deadlineMs,
      interruption,
    });
    if (exit.code === 0) return { passed: 1, failed: [], skipped: [] };
    return { passed: 0, failed: [`make ${suite.run.script} (${exit.reason})`], skipped: [] };
  }
  const scratch = await mkdtemp(join(tmpdir(), 'test-result-'));
  const file = join(scratch, 'result.json');
  try {
    const exit = await runToEnd(['mocha', ...mochaArguments(suite.run, root), '--reporter', reporter], {
      cwd: join(root, suite.run.mocha),
      env: { ...env, TEST_RESULT_FILE: file },
      deadlineMs: suite.deadlineMs,
      interruption,
    });
    return readSuiteResult(file, exit);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
