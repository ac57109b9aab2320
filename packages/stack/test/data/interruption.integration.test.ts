import assert from 'node:assert/strict';
import { KilledCommands } from './support/killed-commands.ts';

describe('a command that is killed at one of its statements', function suite() {
  this.timeout(240_000);
  let commands: KilledCommands;
  before(async () => {
    commands = await KilledCommands.create();
  });
  after(() => commands?.end());

  for (const work of ['reset', 'restore', 'snapshot'] as const) {
    for (const sends of [false, true]) {
      it(`${sends ? 'after sending' : 'before'} each statement of a ${work} leaves the old or the new data`, async () => {
        const seen = new Set<string>();
        let killAt = 0;
        for (;;) {
          killAt += 1;
          const { outcome, events } = await commands.run({ work, killAt, sends });
          seen.add(outcome);
          if (events !== undefined) break;
        }
        assert.ok(killAt > 4, `only ${killAt} events`);
        assert.deepEqual([...seen].toSorted(), ['new', 'old']);
      });
    }
  }
});
