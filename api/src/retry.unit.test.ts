import assert from 'node:assert/strict';
import { captureLog, silentLog } from './test-support/log.ts';
import { UnavailableError, untilAvailable } from './retry.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('untilAvailable', () => {
  it('attempts until it works, and logs each new reason once', async () => {
    const { log, messages } = captureLog();
    const failures = ['ECONNREFUSED', 'ECONNREFUSED', '57P03', 'ENOTFOUND'].map(failure);
    await untilAvailable(
      'database db:5432',
      async () => {
        const next = failures.shift();
        if (next) throw next;
      },
      new AbortController().signal,
      log,
    );
    assert.deepEqual(failures, []);
    assert.equal(messages.length, 2);
    assert.match(
      String(messages[0]),
      /^Waiting: The database db:5432 refuses connections\. It is probably not running/,
    );
    assert.match(String(messages[1]), /does not resolve/);
  });

  it('says at the end why the last attempt failed', async () => {
    const stop = new AbortController();
    let attempts = 0;
    const attempt = async (): Promise<void> => {
      attempts += 1;
      if (attempts === 3) stop.abort();
      throw failure('28P01');
    };
    await assert.rejects(untilAvailable('database', attempt, stop.signal, silentLog), (error) => {
      assert(error instanceof UnavailableError);
      return error.message.startsWith('The database rejects the credentials. Compare ');
    });
  });

  it('does not wait for an attempt that hangs', async () => {
    const signal = AbortSignal.timeout(20);
    await assert.rejects(
      untilAvailable('database', () => new Promise(() => {}), signal, silentLog),
      /does not answer in time/,
    );
  });
});
