import { createHash, randomInt } from 'node:crypto';

/** Chosen by `make test`, which prints it where a test failed and takes it as SEED. */
function readSeed(): string {
  const given = process.env['TEST_SEED'];
  if (given) return given;
  const seed = String(randomInt(1_000_000));
  process.env['TEST_SEED'] = seed;
  console.log(`TEST_SEED=${seed}`);
  return seed;
}

/**
 * Random numbers from 0 to 1 that a later run can repeat: mulberry32, seeded with TEST_SEED and a name.
 * @param name of who uses them, so that each has a sequence of its own
 */
export function seededRandom(name: string): () => number {
  let state = createHash('sha256').update(`${readSeed()} ${name}`).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
