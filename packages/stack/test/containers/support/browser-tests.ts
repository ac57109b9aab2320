import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSuiteResult } from '../../../src/test/suite-result.ts';
import { attempt } from './docker.ts';
import type { PortName, Project } from './project.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../../../${path}`, import.meta.url));
const frontend = at('frontend');
const mocha = at('node_modules/mocha/bin/mocha.js');
const reporter = at('packages/stack/src/test/mocha-reporter.ts');

/** Milliseconds for a suite of which each test has its own deadline. */
const deadlineMs = 600_000;

async function runBrowserTests(project: string, origin: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'browser-tests-'));
  const file = join(scratch, 'result.json');
  try {
    const args = [mocha, '--config', 'test/on-compose/on-compose.mocharc.json', '--reporter', reporter];
    const env = { TEST_COMPOSE_PROJECT: project, TEST_ORIGIN: origin, TEST_RESULT_FILE: file };
    const { ok, ending, output } = await attempt(process.execPath, args, { cwd: frontend, env, deadlineMs });
    const { failed, skipped, passed } = readSuiteResult(file, { code: ok ? 0 : 1, reason: ending });
    assert.deepEqual({ failed, skipped }, { failed: [], skipped: [] }, output);
    assert.ok(passed > 0);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/**
 * What a person sees and does, outages of containers included, tested by the frontend's own tests: the same wherever the
 * application runs.
 */
export function itPassesTheBrowserTests(project: () => Project, port: PortName): void {
  it('passes the frontend’s tests of a whole stack in a browser (needs CHROMIUM_PATH)', async function look() {
    this.timeout(deadlineMs + 60_000);
    if (!process.env['CHROMIUM_PATH']) this.skip();
    await runBrowserTests(project().name, await project().url(port));
    await project().untilHealthy();
  });
}
