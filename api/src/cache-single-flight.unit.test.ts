import assert from 'node:assert/strict';
import { seededRandom } from '@zero-to-running/health/test-support/random';
import { SingleFlight } from './cache.ts';

/** Fetches that end when the test says so. */
class Fetches {
  readonly #begun: PromiseWithResolvers<string>[] = [];

  readonly fetch = (): Promise<string> => {
    const flight = Promise.withResolvers<string>();
    this.#begun.push(flight);
    return flight.promise;
  };

  get count(): number {
    return this.#begun.length;
  }

  land(index: number, value: string): void {
    this.#begun[index]?.resolve(value);
  }

  crash(index: number, error: Error): void {
    this.#begun[index]?.reject(error);
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SingleFlight', () => {
  let flights: SingleFlight<string>;
  let fetches: Fetches;

  beforeEach(() => {
    flights = new SingleFlight(3);
    fetches = new Fetches();
  });

  describe('join', () => {
    it('fetches once for all who ask at the same time', async () => {
      const answers = Array.from({ length: 50 }, () => flights.join('a', fetches.fetch));
      assert.equal(fetches.count, 1);
      fetches.land(0, 'x');
      assert.deepEqual(new Set(await Promise.all(answers)), new Set(['x']));
    });

    it('fetches again for who asks later', async () => {
      const first = flights.join('a', fetches.fetch);
      fetches.land(0, 'x');
      await first;
      const second = flights.join('a', fetches.fetch);
      fetches.land(1, 'y');
      assert.equal(await second, 'y');
    });

    it('keeps keys apart', async () => {
      const answers = [flights.join('a', fetches.fetch), flights.join('b', fetches.fetch)];
      fetches.land(1, 'b');
      fetches.land(0, 'a');
      assert.deepEqual(await Promise.all(answers), ['a', 'b']);
    });

    it('shares a failure, and does not keep it', async () => {
      const answers = [flights.join('a', fetches.fetch), flights.join('a', fetches.fetch)];
      const error = new Error('x');
      fetches.crash(0, error);
      for (const answer of answers) await assert.rejects(answer, error);
      const again = flights.join('a', fetches.fetch);
      fetches.land(1, 'y');
      assert.equal(await again, 'y');
    });

    it('takes a fetch that throws at once for one that fails', async () => {
      const error = new Error('x');
      await assert.rejects(
        flights.join('a', () => {
          throw error;
        }),
        error,
      );
      const again = flights.join('a', fetches.fetch);
      fetches.land(0, 'y');
      assert.equal(await again, 'y');
    });

    it('lets each fetch for itself beyond the limit, and forgets what has landed', async () => {
      for (const key of ['a', 'b', 'c']) void flights.join(key, fetches.fetch);
      const beyond = [flights.join('d', fetches.fetch), flights.join('d', fetches.fetch)];
      assert.equal(fetches.count, 5);
      for (let index = 0; index < 5; index += 1) fetches.land(index, `${index}`);
      assert.deepEqual(await Promise.all(beyond), ['3', '4']);
      await settle();
      void flights.join('d', fetches.fetch);
      void flights.join('d', fetches.fetch);
      assert.equal(fetches.count, 6);
    });
  });

  describe('joinNext', () => {
    it('does not join a flight that has begun, but lets all who come meanwhile share the next', async () => {
      const first = flights.joinNext('a', fetches.fetch);
      const later = Array.from({ length: 50 }, () => flights.joinNext('a', fetches.fetch));
      await settle();
      assert.equal(fetches.count, 1);
      fetches.land(0, 'old');
      assert.equal(await first, 'old');
      await settle();
      assert.equal(fetches.count, 2);
      fetches.land(1, 'new');
      assert.deepEqual(new Set(await Promise.all(later)), new Set(['new']));
    });

    it('begins a third for who comes while the second is under way', async () => {
      const answers = [flights.joinNext('a', fetches.fetch), flights.joinNext('a', fetches.fetch)];
      fetches.land(0, '0');
      await settle();
      answers.push(flights.joinNext('a', fetches.fetch));
      fetches.land(1, '1');
      await settle();
      fetches.land(2, '2');
      assert.deepEqual(await Promise.all(answers), ['0', '1', '2']);
    });

    it('goes on after a failure', async () => {
      const first = flights.joinNext('a', fetches.fetch);
      const next = flights.joinNext('a', fetches.fetch);
      const error = new Error('x');
      fetches.crash(0, error);
      await assert.rejects(first, error);
      await settle();
      fetches.land(1, 'y');
      assert.equal(await next, 'y');
    });

    it('never returns what was fetched before it was called, whatever the order', async () => {
      let version = 0;
      const random = seededRandom('flights');
      const fetch = async (): Promise<string> => {
        const seen = version;
        for (let ticks = Math.floor(random() * 3); ticks >= 0; ticks -= 1) await settle();
        return String(seen);
      };
      const reader = async (): Promise<void> => {
        for (let read = 0; read < 50; read += 1) {
          const before = version;
          assert(Number(await flights.joinNext('a', fetch)) >= before);
          version += 1;
        }
      };
      await Promise.all(Array.from({ length: 20 }, reader));
    });
  });
});
