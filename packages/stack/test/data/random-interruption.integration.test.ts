import { seededRandom } from '@zero-to-running/health/test-support/random';
import { KilledCommands } from './support/killed-commands.ts';

const moments = 50;

const random = seededRandom('data interruption');

describe('a command that is killed at any moment', function suite() {
  this.timeout(600_000);
  let commands: KilledCommands;
  before(async () => {
    commands = await KilledCommands.create();
  });
  after(() => commands?.end());

  it(`leaves the old or the new data, ${moments} times`, async () => {
    const start = performance.now();
    await commands.run({ work: 'reset' });
    const wholeMs = performance.now() - start;
    for (let round = 0; round < moments; round += 1) {
      await commands.run({ work: round % 3 === 0 ? 'restore' : 'reset' }, random() * wholeMs);
    }
  });
});
