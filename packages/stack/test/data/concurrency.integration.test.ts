import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { reset } from '../../src/data/reset.ts';
import { seedDatabase } from '../../src/data/seed.ts';
import { takeSnapshot } from '../../src/data/snapshots.ts';
import { Playground, plenty } from './support/playground.ts';

/** Uses a database over and over from several sides, connecting anew whenever it is thrown out. */
function startUsers(playground: Playground, users = 6): { stop(): Promise<number> } {
  const stopped = new AbortController();
  let written = 0;
  const use = async (client: Client) => {
    while (!stopped.signal.aborted) {
      await client.query(`INSERT INTO tasks (id, title, state) VALUES (gen_random_uuid(), 'busy', 'open')`);
      written += 1;
    }
  };
  const user = async () => {
    while (!stopped.signal.aborted) {
      const client = await playground.connect().catch(() => undefined);
      if (client) await use(client).catch(() => undefined);
      await client?.end().catch(() => undefined);
      await sleep(5);
    }
  };
  const running = Promise.all(Array.from({ length: users }, user));
  return {
    async stop() {
      stopped.abort();
      await running;
      return written;
    },
  };
}

describe('data that others use at the same time', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  before(async () => {
    playground = await Playground.create();
  });

  const resetNow = () => playground.run('reset', (session) => reset(session, { scale: 10, maxBytes: plenty }));

  it('are reset and saved under a load of connections that come back at once', async () => {
    const users = startUsers(playground);
    try {
      for (let round = 0; round < 3; round += 1) {
        const saved = await resetNow();
        const name = await playground.run('snapshot', (session) => takeSnapshot(session, { maxBytes: plenty }));
        const { snapshots } = await playground.catalog();
        assert.deepEqual(
          snapshots.slice(0, 2).map((each) => each.name),
          [name, saved],
        );
      }
    } finally {
      assert.ok((await users.stop()) > 0);
    }
  });

  it('lose no write that was answered before they were replaced', async () => {
    const client = await playground.connect();
    const mine = 'answered at the last moment';
    const step = async (text: string) => {
      if (text !== 'replacing the data') return;
      await client.query(`INSERT INTO tasks (id, title, state) VALUES (gen_random_uuid(), $1, 'open')`, [mine]);
    };
    await playground.run('reset', (session) => reset({ ...session, step }, { scale: 10, maxBytes: plenty }));
    await client.end().catch(() => undefined);
    const [saved] = (await playground.catalog()).snapshots;
    const titles = await playground.query('SELECT title FROM tasks WHERE title = $1', [mine], saved?.database);
    assert.deepEqual(titles, [{ title: mine }]);
  });

  it('are reset one after the other when two ask at once, and both can be undone', async () => {
    const before = new Set((await playground.catalog()).snapshots.map(({ name }) => name));
    const saved = await Promise.all([resetNow(), resetNow(), resetNow()]);
    const made = (await playground.catalog()).snapshots.filter(({ name }) => !before.has(name));
    assert.deepEqual(made.map(({ name }) => name).toSorted(), saved.toSorted());
  });

  it('are not reset while another command does not end, which is named', async () => {
    const told: string[] = [];
    await playground.run('snapshot', async () => {
      const options = { lockDeadlineMs: 50, step: (text: string) => void told.push(text) };
      await assert.rejects(
        playground.run('reset', () => Promise.resolve(), options),
        /Another command is changing the data: make snapshot \(PostgreSQL process \d+\) has not ended within 0\.05 s/,
      );
    });
    assert.match(told.join(), /waiting for make snapshot/);
  });

  it('can be listed while they are changed', async () => {
    await playground.run('reset', async () => {
      const listed = await playground.run('snapshots', () => Promise.resolve('listed'), { access: 'shared' });
      assert.equal(listed, 'listed');
    });
  });

  it('are not added twice when two seed at once', async () => {
    const { database } = playground.target;
    const added = await Promise.all([1, 2, 3].map(() => seedDatabase(database, playground.names.live, 1_000)));
    assert.equal(
      added.reduce((sum, each) => sum + each, 0),
      990,
    );
    assert.equal((await playground.titles()).length, 1_000);
  });
});
