import assert from 'node:assert/strict';
import { untilAborted } from './probe.ts';

const never = new Promise<never>(() => {});

describe('untilAborted', () => {
  it("passes on the work's result", async () => {
    assert.equal(await untilAborted(new AbortController().signal, Promise.resolve(1)), 1);
  });

  it("passes on the work's error", async () => {
    const error = new Error('x');
    await assert.rejects(untilAborted(new AbortController().signal, Promise.reject(error)), error);
  });

  it("rejects with the signal's reason as soon as it is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    setImmediate(() => controller.abort(reason));
    await assert.rejects(untilAborted(controller.signal, never), reason);
  });

  it('does not wait at all when it is aborted already', async () => {
    const reason = new Error('enough');
    await assert.rejects(untilAborted(AbortSignal.abort(reason), never), reason);
  });

  it('ignores an error that comes after that', async () => {
    const work = Promise.withResolvers<void>();
    await assert.rejects(untilAborted(AbortSignal.abort(), work.promise), { name: 'AbortError' });
    work.reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
