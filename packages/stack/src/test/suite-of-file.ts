import { existsSync } from 'node:fs';
import { join, matchesGlob, relative, resolve } from 'node:path';
import { StackError } from '../stack-error.ts';
import { readMochaConfig } from './mocha-config.ts';
import { suites, type MochaRun, type Suite } from './suites.ts';

function takesIn(run: MochaRun, file: string, root: string): boolean {
  const { spec, ignore } = readMochaConfig(run, root);
  const matches = (pattern: string) => matchesGlob(file, pattern);
  return spec.some(matches) && !ignore.some(matches);
}

/**
 * The suite that a test file belongs to, cut down to this file.
 * @param file absolute, or from the repository's root
 * @param root the repository's root
 * @throws StackError when there is no such file, or when no suite takes it in
 */
export function suiteOfFile(file: string, root: string): Suite {
  const absolute = resolve(root, file);
  if (!existsSync(absolute)) {
    throw new StackError(`FILE=${file}: there is no such file`, {
      fix: ['Give its path from the root of the repository, as in FILE=api/src/db/pool.integration.test.ts'],
    });
  }
  for (const suite of suites) {
    if (!('mocha' in suite.run)) continue;
    const inWorkspace = relative(join(root, suite.run.mocha), absolute);
    if (takesIn(suite.run, inWorkspace, root)) return { ...suite, run: { ...suite.run, file: inWorkspace } };
  }
  throw new StackError(`FILE=${file}: no suite takes it in`, {
    fix: [
      'A test is named *.unit.test.ts, *.integration.test.ts or *.e2e.test.ts, and stands in the src/ or test/ of its workspace',
    ],
  });
}
