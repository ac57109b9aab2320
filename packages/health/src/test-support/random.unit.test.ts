import assert from 'node:assert/strict';
import { seededRandom } from './random.ts';

const numbers = (name: string) => {
  const random = seededRandom(name);
  return Array.from({ length: 1_000 }, random);
};

describe('random numbers of tests', () => {
  const { TEST_SEED: given } = process.env;
  beforeEach(() => void (process.env['TEST_SEED'] = '1'));
  after(() => {
    if (given === undefined) delete process.env['TEST_SEED'];
    else process.env['TEST_SEED'] = given;
  });

  it('are the same for the same seed and name', () => {
    assert.deepEqual(numbers('a'), numbers('a'));
    assert.notDeepEqual(numbers('a'), numbers('b'));
    const before = numbers('a');
    process.env['TEST_SEED'] = '2';
    assert.notDeepEqual(numbers('a'), before);
  });

  it('are spread from 0 to 1', () => {
    const all = numbers('spread');
    const tenths = new Set(all.map((each) => Math.floor(each * 10)));
    assert.equal(tenths.size, 10);
  });
});
