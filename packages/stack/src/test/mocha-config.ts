import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { MochaRun } from './suites.ts';

const mochaConfigSchema = z.object({
  /** Patterns of the files, from the workspace. */
  spec: z.array(z.string()),
  ignore: z.array(z.string()).default([]),
  /** Milliseconds that one test may take. */
  timeout: z.number().positive(),
});

export type MochaConfig = z.infer<typeof mochaConfigSchema>;

/**
 * The configuration that a suite's Mocha runs with.
 * @param root the repository's root
 */
export function readMochaConfig(run: MochaRun, root: string): MochaConfig {
  const file = join(root, run.mocha, run.config ?? '.mocharc.json');
  return mochaConfigSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
