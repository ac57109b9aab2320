import assert from 'node:assert/strict';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  let text = '';
  write(createLog('info', { write: (line: string) => void (text += line) }));
  return JSON.parse(text);
}

describe('createLog', () => {
  it('writes a line of JSON with an instant and the level as a word', () => {
    const line = logged((log) => log.info({ id: 'a' }, 'Request'));
    assert.deepEqual({ ...line, time: '' }, { level: 'info', time: '', id: 'a', msg: 'Request' });
    assert(Math.abs(Date.parse(String(line['time'])) - Date.now()) < 10_000);
  });

  it('keeps what drivers hang on their errors to itself', () => {
    const error = Object.assign(new Error('WRONGPASS invalid password'), {
      code: 'X1',
      command: { name: 'auth', args: ['hunter2'] },
      client: { connectionParameters: { password: 'hunter2' } },
    });
    const cause = Object.assign(new AggregateError([new Error('one'), new Error('two')], 'both'), {
      secret: 'hunter2',
    });
    const line = logged((log) =>
      log.error({ err: new Error('outer', { cause: Object.assign(error, { cause }) }) }, 'x'),
    );
    const text = JSON.stringify(line);
    assert(!text.includes('hunter2'));
    for (const kept of ['outer', 'WRONGPASS', 'X1', 'Error: one', 'Error: two', 'log.unit.test.ts'])
      assert(text.includes(kept), kept);
  });

  it('survives causes that go round in a circle, and what is not an error', () => {
    const error = new Error('round');
    error.cause = error;
    assert.match(JSON.stringify(logged((log) => log.error({ err: error }, 'x'))), /round/);
    assert.equal(logged((log) => log.error({ err: 'a string' }, 'x'))['err'], 'a string');
  });
});
