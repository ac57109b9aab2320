import assert from 'node:assert/strict';
import { DeploymentProgress } from './deployment-progress.ts';

const step = (status: string, more = {}) =>
  `${JSON.stringify({ type: 'step', step: 'apply', title: 'Apply the plan', status, ...more })}\n`;

function follow(stdout: string, stderr = '') {
  const steps: string[] = [];
  let printed = '';
  const progress = new DeploymentProgress({
    onStep: (title) => steps.push(title),
    print: (text) => (printed += text),
  });
  progress.push('stdout', stdout);
  progress.push('stderr', stderr);
  return { progress, steps, printed: () => printed };
}

/** How one ends that said nothing of that itself. */
const end = (code: number | undefined, wasCancelled = false) =>
  follow(step('started'), 'one\ntwo\nthree\nmake: *** [deploy] Error 1\n').progress.end(code, wasCancelled);

describe('progress of a deployment', () => {
  it('is told by step, and its result as it was printed', () => {
    const result = { type: 'result', status: 'deployed', version: '1.2.3' };
    const { progress, steps, printed } = follow(
      `${step('started')}npm notice\n${step('done')}${JSON.stringify(result)}`,
    );
    const { version } = progress.end(0, false);
    assert.deepEqual([steps, version], [['Apply the plan'], '1.2.3']);
    assert.equal(printed(), '▷ Apply the plan\nnpm notice\n✔ Apply the plan\n');
  });

  it('has a result also where none was printed', () => {
    assert.deepEqual(end(0), { status: 'deployed' });
    assert.deepEqual(end(2), { status: 'failed', message: 'two\nthree' });
    assert.deepEqual(end(143, true), { status: 'cancelled' });
    assert.match(end(undefined).message ?? '', /^It was stopped before/);
  });

  it('says which step failed, and what to do in what is printed', () => {
    const { progress, printed } = follow(step('failed', { message: 'no right', fix: ['Allow it'] }));
    assert.deepEqual(progress.end(2, false), { status: 'failed', message: 'Apply the plan: no right' });
    assert.equal(printed(), '✖ Apply the plan: no right\n  → Allow it\n');
  });
});
