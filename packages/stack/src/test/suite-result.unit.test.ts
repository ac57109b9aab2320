import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSuiteResult } from './suite-result.ts';

describe('result of a suite', () => {
  let scratch: string;
  let file: string;
  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'suite-result-'));
    file = join(scratch, 'result.json');
  });
  after(() => rmSync(scratch, { recursive: true }));

  const success = { code: 0, reason: 'exit code 0' };
  const failure = { code: 7, reason: 'exit code 7' };

  it('is what the reporter wrote', () => {
    const result = { passed: 3, failed: ['one'], skipped: ['two'] };
    writeFileSync(file, JSON.stringify(result));
    assert.deepEqual(readSuiteResult(file, failure), result);
  });

  it('is a failure when the process died before it wrote anything', () => {
    assert.deepEqual(readSuiteResult(join(scratch, 'absent.json'), failure).failed, [
      'ended before its tests did: exit code 7',
    ]);
  });

  it('is a failure when the process failed although its tests passed', () => {
    writeFileSync(file, JSON.stringify({ passed: 3, failed: [], skipped: [] }));
    assert.match(readSuiteResult(file, failure).failed[0] ?? '', /process failed: exit code 7/);
  });

  it('is a failure when no test ran', () => {
    writeFileSync(file, JSON.stringify({ passed: 0, failed: [], skipped: [] }));
    assert.deepEqual(readSuiteResult(file, success).failed, ['ran no test']);
  });
});
