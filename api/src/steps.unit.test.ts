import assert from 'node:assert/strict';
import { runAllSteps, runSteps, type Step, StepError } from './steps.ts';
import { captureLog, silentLog } from './test-support/log.ts';

const never = new AbortController().signal;

const step = (name: string, run: Step['run'] = () => {}, deadlineMs = 5_000): Step => ({ name, deadlineMs, run });

describe('runSteps', () => {
  it('runs in order, each after the one before is done', async () => {
    const done: string[] = [];
    const slow = step('slow', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push('slow');
    });
    await runSteps([slow, step('fast', () => void done.push('fast'))], never, silentLog);
    assert.deepEqual(done, ['slow', 'fast']);
  });

  it('stops at the first failure, and names the step', async () => {
    const cause = new Error('no');
    const steps = [step('break', () => Promise.reject(cause)), step('never', () => assert.fail('was run'))];
    await assert.rejects(runSteps(steps, never, silentLog), (error) => {
      assert(error instanceof StepError);
      assert.equal(error.message, 'Failed to break');
      return error.cause === cause;
    });
  });

  it('gives up a step at its deadline, and tells it', async () => {
    let told: AbortSignal | undefined;
    const hangs = step(
      'hang',
      (signal) => {
        told = signal;
        return new Promise(() => {});
      },
      20,
    );
    await assert.rejects(runSteps([hangs], never, silentLog), (error) => {
      assert(error instanceof StepError && error.cause instanceof Error);
      return error.cause.message === 'Not done within 20 ms';
    });
    assert.equal(told?.aborted, true);
  });

  it('lets a step say in its own words why it gave up', async () => {
    const words = new Error('the database is away');
    const explains = step(
      'explain',
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(words))),
      20,
    );
    await assert.rejects(runSteps([explains], never, silentLog), { cause: words });
  });

  it('ends the step under way when it is stopped, and begins no other', async () => {
    const stop = new AbortController();
    const hangs = step('hang', () => {
      stop.abort(new Error('Received SIGTERM'));
      return new Promise(() => {});
    });
    await assert.rejects(runSteps([hangs], stop.signal, silentLog), StepError);
    await assert.rejects(runSteps([step('never', () => assert.fail('was run'))], stop.signal, silentLog));
  });
});

describe('runAllSteps', () => {
  it('goes on after a failure, and logs it', async () => {
    const { log, lines } = captureLog();
    let last = false;
    const steps = [
      step('break', () => Promise.reject(new Error('no'))),
      step('hang', () => new Promise(() => {}), 20),
      step('end', () => {
        last = true;
      }),
    ];
    await runAllSteps(steps, log);
    assert.equal(last, true);
    const warnings = lines.filter(({ level }) => level === 40).map(({ msg }) => msg);
    assert.deepEqual(warnings, ['Failed to break', 'Failed to hang']);
  });
});
