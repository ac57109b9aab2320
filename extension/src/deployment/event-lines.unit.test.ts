import assert from 'node:assert/strict';
import type { DeploymentEvent } from '@app/contract/deployment';
import { EventLines } from './deployment-progress.ts';

describe('lines of a deployment', () => {
  it('are read however they are cut, and others are told apart', () => {
    const events: DeploymentEvent[] = [];
    const others: string[] = [];
    const lines = new EventLines(
      (event) => events.push(event),
      (line) => others.push(line),
    );
    const step = { type: 'step', step: 'build', title: 'Build the images', status: 'started' } as const;
    const result = { type: 'result', status: 'deployed', url: 'https://example.com' } as const;
    const text = `${JSON.stringify(step)}\nnpm notice\n{"type":"step"}\n${JSON.stringify(result)}`;
    for (const character of text) lines.push(character);
    assert.deepEqual(events, [step]);
    lines.end();
    assert.deepEqual(events, [step, result]);
    assert.deepEqual(others, ['npm notice', '{"type":"step"}']);
  });
});
