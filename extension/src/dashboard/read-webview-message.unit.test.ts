import assert from 'node:assert/strict';
import { readWebviewMessage, rememberedEnvironment } from './dashboard-messages.ts';

describe("the webview's messages", () => {
  it('are read', () => {
    const restart = { type: 'actOnService', action: 'restart', service: 'cache' } as const;
    assert.deepEqual(readWebviewMessage(restart), restart);
    assert.deepEqual(readWebviewMessage({ type: 'ready' }), { type: 'ready' });
  });

  for (const raw of [
    undefined,
    'ready',
    { type: 'run', command: 'rm' },
    { type: 'act', action: 'constructor' },
    { type: 'actOnService', action: 'restart' },
    { type: 'actOnService', action: 'restart', service: 'x'.repeat(10_000) },
  ]) {
    it(`are refused: ${(JSON.stringify(raw) ?? 'undefined').slice(0, 60)}`, () => {
      assert.equal(readWebviewMessage(raw), undefined);
    });
  }

  it('tell which environment was shown before a reload', () => {
    assert.equal(rememberedEnvironment({ environment: 'local:x', scroll: 3, unfolded: [] }), 'local:x');
    assert.equal(rememberedEnvironment(undefined), undefined);
  });
});
