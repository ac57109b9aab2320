import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Types of the messages by which a client lets PostgreSQL execute something: simple Query and Execute. */
const executing = new Set(['Q'.charCodeAt(0), 'E'.charCodeAt(0)]);

/** Counts such messages in one connection's bytes, as PostgreSQL's protocol 3 frames them. */
function createMessageCounter(count: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The first message of a connection has no type; a length counts itself, but not the type.
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const size = head + rest.readInt32BE(head);
      if (rest.length < size) return;
      if (started && executing.has(rest[0] ?? 0)) count();
      started = true;
      rest = rest.subarray(size);
    }
  };
}

/** A proxy in front of PostgreSQL that counts what its clients let it execute. */
export async function countQueries(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let queries = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    client.on(
      'data',
      createMessageCounter(() => (queries += 1)),
    );
    client.pipe(database).pipe(client);
    const end = () => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) socket.once('error', end).once('close', end);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return { url: url.href, count: () => queries, close: () => server.close() };
}
