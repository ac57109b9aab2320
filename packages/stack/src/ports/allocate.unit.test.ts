import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { perService, type PerService } from '../services.ts';
import { StackError } from '../stack-error.ts';
import { allocatePorts, type AllocatedPort } from './allocate.ts';
import { anyFreePort } from './free-port.ts';

const release = (allocated: PerService<AllocatedPort>) => {
  for (const { claim } of Object.values(allocated)) claim.release();
};

describe('allocating ports', () => {
  let wanted: PerService<number>;
  const servers: Server[] = [];

  beforeEach(async () => {
    const ports = [await anyFreePort(), await anyFreePort(), await anyFreePort(), await anyFreePort()];
    wanted = perService(() => ports.pop() ?? 0);
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function occupy(port: number, host: string): Promise<void> {
    const server = createServer();
    servers.push(server);
    server.listen(port, host);
    await once(server, 'listening');
  }

  it('gives the wanted ones when they are free', async () => {
    const allocated = await allocatePorts(wanted, { strict: true });
    assert.deepEqual(
      perService((name) => allocated[name].port),
      wanted,
    );
    assert.equal(allocated.api.holder, undefined);
    release(allocated);
  });

  for (const host of ['127.0.0.1', '0.0.0.0']) {
    it(`replaces one that is taken on ${host} by the next, and names the process`, async () => {
      await occupy(wanted.api, host);
      const allocated = await allocatePorts(wanted, { strict: false });
      assert.ok(allocated.api.port > wanted.api);
      assert.match(allocated.api.holder ?? '', new RegExp(`\\(pid ${process.pid}`));
      release(allocated);
    });
  }

  it('refuses to replace one if it should not, naming each', async () => {
    await occupy(wanted.api, '127.0.0.1');
    await occupy(wanted.cache, '127.0.0.1');
    await assert.rejects(allocatePorts(wanted, { strict: true }), (error) => {
      assert.ok(error instanceof StackError);
      for (const port of [wanted.api, wanted.cache]) assert.match(error.message, new RegExp(`port ${port} `));
      return true;
    });
    // Nothing stays claimed by the attempt.
    release(await allocatePorts({ ...wanted, api: wanted.database, database: wanted.api }, { strict: false }));
  });

  it('never gives two stacks the same one, even before anyone listens', async () => {
    const stacks = await Promise.all(Array.from({ length: 5 }, () => allocatePorts(wanted, { strict: false })));
    const ports = stacks.flatMap((each) => Object.values(each).map(({ port }) => port));
    assert.equal(new Set(ports).size, ports.length);
    stacks.forEach(release);
  });
});
