import { readFileSync } from 'node:fs';
import { z } from 'zod';

const suiteResultSchema = z.object({
  passed: z.int().nonnegative(),
  failed: z.array(z.string()),
  skipped: z.array(z.string()),
});

/** What came of one suite: how many tests passed, and the full titles of the others. */
export type SuiteResult = z.infer<typeof suiteResultSchema>;

/**
 * The result a suite's process left.
 * @param file where the reporter wrote it; a process that died first has written nothing
 * @param exit how the process ended, for the case that what it wrote does not account for it
 */
export function readSuiteResult(file: string, exit: { code: number | null; reason: string }): SuiteResult {
  let result: SuiteResult;
  try {
    result = suiteResultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: [`ended before its tests did: ${exit.reason}`], skipped: [] };
  }
  if (exit.code !== 0 && result.failed.length === 0) {
    return { ...result, failed: [`the tests that ran passed, but the process failed: ${exit.reason}`] };
  }
  if (result.passed + result.failed.length + result.skipped.length === 0) {
    return { ...result, failed: ['ran no test'] };
  }
  return result;
}
