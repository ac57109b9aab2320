import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMochaConfig } from './mocha-config.ts';
import { readSuiteResult, type SuiteResult } from './suite-result.ts';
import type { MochaRun, Suite } from './suites.ts';

const reporter = fileURLToPath(new URL('mocha-reporter.ts', import.meta.url));

/** Milliseconds between asking a hanging suite to stop and making it. */
const graceMs = 10_000;

interface Exit {
  readonly code: number | null;
  readonly reason: string;
}

/** Runs a program in a process group of its own, which is ended as a whole when the deadline passes. */
async function runToEnd(
  command: readonly [string, ...string[]],
  options: { cwd: string; env: NodeJS.ProcessEnv; deadlineMs: number },
): Promise<Exit> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const endGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const interrupt = () => endGroup('SIGTERM');
  let timedOut = false;
  const deadline = setTimeout(() => {
    timedOut = true;
    endGroup('SIGTERM');
  }, options.deadlineMs);
  const lastResort = setTimeout(() => endGroup('SIGKILL'), options.deadlineMs + graceMs);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (resolve, reject) => {
        child
          .once('error', reject)
          .once('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
      },
    );
    if (timedOut) return { code: null, reason: `not finished after ${options.deadlineMs / 1000} s` };
    return { code, reason: signal ? `ended by ${signal}` : `exit code ${code}` };
  } finally {
    clearTimeout(deadline);
    clearTimeout(lastResort);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

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
export async function runSuite(suite: Suite, root: string, env: NodeJS.ProcessEnv): Promise<SuiteResult> {
  if ('script' in suite.run) {
    const exit = await runToEnd(['npm', 'run', '--silent', suite.run.script], {
      cwd: root,
      env,
      deadlineMs: suite.deadlineMs,
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
    });
    return readSuiteResult(file, exit);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
