import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from '../../src/checkout.ts';
import { readClusterMark } from '../../src/data/cluster-owner.ts';
import { markOf } from '../../src/ownership.ts';
import { Playground } from './support/playground.ts';
import type { ClusterOwner } from '../../src/data/data-session.ts';

describe('a database whose owner is not known by its port', function suite() {
  this.timeout(120_000);
  let playground: Playground;
  let folder: string;
  let mine: Checkout;
  let theirs: Checkout;
  let directory: string;

  function makeCheckout(name: string): Checkout {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'docker-compose.yml'), '');
    return checkoutAt(join(folder, name));
  }

  before(async () => {
    playground = await Playground.create();
    folder = mkdtempSync(join(tmpdir(), 'owner-'));
    mine = makeCheckout('mine');
    theirs = makeCheckout('theirs');
    const { rows } = await playground.run('test', ({ client }) =>
      client.query<{ directory: string }>(`SELECT current_setting('data_directory') AS directory`),
    );
    directory = rows[0]?.directory ?? '';
  });
  after(() => rmSync(folder, { recursive: true }));

  const markAs = (mark: string) =>
    playground.run('test', ({ client }) => client.query(`COMMENT ON TABLESPACE pg_default IS '${mark}'`));
  const mark = () => playground.run('test', ({ client }) => readClusterMark(client));

  /** A verb that has to come to nothing. */
  const open = (owner: ClusterOwner) => playground.runOwned(owner, () => Promise.resolve('opened'));

  for (const [what, owner, isRefused] of [
    ["mine by the native stack's folder, though the mark was copied", () => ({ dataDirectory: directory }), false],
    ["another's by the native stack's folder", () => ({ dataDirectory: join(folder, 'elsewhere') }), true],
    ["another's by its mark", () => ({}), true],
    ["another's by its mark, inside the dev container", () => ({ mayMark: false }), true],
  ] as const) {
    it(`is ${what}`, async () => {
      await markAs(JSON.stringify(markOf(theirs)));
      const opened = open({ checkout: mine, mayMark: true, ...owner() });
      if (isRefused) {
        await assert.rejects(opened, { code: 'not-own' });
        assert.deepEqual(await mark(), markOf(theirs));
      } else {
        assert.equal(await opened, 'opened');
        assert.deepEqual(await mark(), markOf(mine));
      }
    });
  }

  for (const [what, before, mayMark] of [
    ['bears no mark', '', true],
    ['bears a comment that is none', 'hello', true],
    ['was made before my folder was moved', '{"id":"x","root":"/nowhere"}', true],
    ['bears no mark, inside the dev container', '', false],
  ] as const) {
    it(`is mine when it ${what}`, async () => {
      await markAs(before);
      assert.equal(await open({ checkout: mine, mayMark }), 'opened');
      assert.deepEqual(await mark(), mayMark ? markOf(mine) : undefined);
    });
  }
});
