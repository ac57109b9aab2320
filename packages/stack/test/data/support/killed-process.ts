import { reset } from '../../../src/data/reset.ts';
import { restore } from '../../../src/data/restore.ts';
import { withDataSession } from '../../../src/data/session.ts';
import { takeSnapshot } from '../../../src/data/snapshots.ts';
import type { DataSession, DataTarget } from '../../../src/data/data-session.ts';

// A process of its own, told by messages what to do and at which of its statements or steps to be killed.

/** What this process is to do. */
export interface Order {
  readonly target: DataTarget;
  readonly work: 'reset' | 'restore' | 'snapshot';
  /** The snapshot to restore or to make. */
  readonly name: string;
  /** Before which event it kills itself, counted from 1; never where that is missing. Events are steps and statements. */
  readonly killAt?: number;
  /** Only statements that change something count, and it is killed when one was sent: the server goes on alone. */
  readonly sends?: boolean;
}

const maxBytes = 1024 ** 4;

function kill(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

const works: Readonly<Record<Order['work'], (session: DataSession, name: string) => Promise<unknown>>> = {
  reset: (session) => reset(session, { scale: 10, maxBytes }),
  restore: (session, name) => restore(session, name, { command: 'restore', maxBytes }),
  snapshot: (session, name) => takeSnapshot(session, { name, maxBytes }),
};

async function obey({ target, work, name, killAt, sends }: Order): Promise<void> {
  let events = 0;
  const isNow = () => (events += 1) === killAt;
  const step = () => {
    if (!sends && isNow()) kill();
  };
  await withDataSession(target, { verb: work, step }, async (session) => {
    const { client } = session;
    const query = client.query.bind(client);
    const watched = (...args: Parameters<typeof query>) => {
      const isRead = args[0].startsWith('SELECT');
      if ((sends && isRead) || !isNow()) return query(...args);
      if (!sends) kill();
      query(...args);
      return new Promise(() => setImmediate(kill));
    };
    Object.assign(client, { query: watched });
    await works[work](session, name);
  });
  process.send?.({ events });
  process.disconnect();
}

process.once('message', (order: Order) => void obey(order));
process.send?.('ready');
