import assert from 'node:assert/strict';
import { healthReportSchema } from '@zero-to-running/health/contract/report';
import { docker } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { HeldUploads } from './support/held-uploads.ts';
import { addTask, eventuallyWell } from './support/http.ts';
import { isFailure, type Outcome } from './support/load-request.ts';
import { buildNextVersion } from './support/next-version.ts';
import { OpenLoad } from './support/open-load.ts';
import { Project } from './support/project.ts';
import { Replicas } from './support/replicas.ts';

const perSecond = 200;
/** Requests before, and after, something is done to the replicas. */
const lull = 2 * perSecond;
const heldCount = 12;

const created = ({ method, status }: Outcome): boolean => method === 'POST' && status === 201;

const wasSentOn = ({ replicas }: Outcome): boolean => replicas.length > 1;

function report(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(isFailure).length;
  const sentOn = outcomes.filter((outcome) => wasSentOn(outcome) && !isFailure(outcome)).length;
  const slowestMs = Math.max(...outcomes.map(({ sentAt, endedAt }) => endedAt - sentAt));
  console.log(
    `      ${outcomes.length} requests: ${failed} failed, ${sentOn} answered by a second replica, ` +
      `slowest ${Math.round(slowestMs)} ms`,
  );
}

for (const nodeEnv of ['production', 'development']) {
  const title = `a rolling deployment at ${perSecond} requests a second, with the keep-alive settings of ${nodeEnv}`;
  describeWithEngine(`${title} (needs a machine with the time for it)`, function rolling() {
    // A busy machine still answers what has piled up, and only then it is known that it was too busy.
    this.timeout(480_000);
    let checkout: Project;
    let replicas: Replicas;
    let origin: string;
    let task: string;

    before(async () => {
      checkout = await Project.create('rolling');
      await checkout.set('RATE_LIMIT_PER_MINUTE', '0');
      await checkout.set('APP_VERSION', '1.0.0');
      await checkout.production.compose('build', 'api');
      origin = await checkout.url('PRODUCTION_PORT');
      replicas = new Replicas(checkout.production, nodeEnv);
      await replicas.prepare();
      await replicas.migrate();
      for (const slot of [1, 2] as const) await replicas.start(slot);
      await eventuallyWell(origin);
      task = new URL(await addTask(origin, 'changed all the time')).pathname;
    });
    after(() => checkout?.remove());

    /**
     * What became of each request that was sent before, while, and after something was done. A test of which some failed is
     * skipped where this machine had so much else to do that requests piled up.
     */
    async function underLoad(test: Mocha.Context, work: () => Promise<void>): Promise<readonly Outcome[]> {
      const load = new OpenLoad(origin, task, perSecond);
      try {
        await load.more(lull);
        await work();
        await load.more(lull);
      } finally {
        await load.stop();
      }
      const outcomes = await load.stop();
      report(outcomes);
      if (load.isCarried || !outcomes.some(isFailure)) return outcomes;
      console.log('      This machine has too much else to do for that many a second.');
      return test.skip();
    }

    async function versions(): Promise<readonly string[]> {
      const reports = Array.from({ length: 20 }, async () => (await fetch(`${origin}/health/all`)).json());
      return [...new Set((await Promise.all(reports)).map((each) => healthReportSchema.parse(each).version))];
    }

    /** How many tasks there are; each has its own title, unless a request was done twice. */
    async function taskCount(): Promise<number> {
      const query = 'SELECT count(*), count(DISTINCT title) FROM tasks';
      const psql = `psql --username="$POSTGRES_USER" --tuples-only --no-align --field-separator=' ' --command='${query}' "$POSTGRES_DB"`;
      const database = await checkout.production.container('database');
      const [all, distinct] = (await docker('exec', database, 'sh', '-c', psql)).split(' ').map(Number);
      assert.equal(all, distinct);
      return all ?? NaN;
    }

    it('replaces both replicas by a new image with a migration, and not one request fails', async function replace() {
      await buildNextVersion(checkout.production, '2.0.0');
      assert.deepEqual(await versions(), ['1.0.0']);
      const tasksBefore = await taskCount();
      const uploads: HeldUploads[] = [];
      const outcomes = await underLoad(this, async () => {
        await replicas.migrate();
        for (const [old, next] of [
          [1, 3],
          [2, 4],
        ] as const) {
          await replicas.start(next);
          const held = new HeldUploads(origin, heldCount);
          uploads.push(held);
          await replicas.stop(old, () => held.release());
        }
      });
      const held = (await Promise.all(uploads.map((each) => each.outcomes()))).flat();
      assert.deepEqual([...outcomes, ...held].filter(isFailure), []);
      // AWS's load balancer would not have asked another one.
      assert.deepEqual([...outcomes, ...held].filter(wasSentOn), []);
      assert.deepEqual(await versions(), ['2.0.0']);
      assert.equal(await taskCount(), tasksBefore + [...outcomes, ...held].filter(created).length);
    });

    it('loses no more than the writes that a replica had in hand when it is killed', async function kill() {
      const tasksBefore = await taskCount();
      const held = new HeldUploads(origin, heldCount);
      let killedAt = 0;
      const outcomes = await underLoad(this, async () => {
        await replicas.kill(3);
        killedAt = performance.now();
        held.release();
      });
      const uploads = await held.outcomes();
      report(uploads);
      const victim = replicas.address(3);
      const failed = outcomes.filter(isFailure);
      // An upload that had come half way is lost with the replica that it had come to, and no other is.
      assert.deepEqual(
        uploads.map(({ status }) => status),
        uploads.map(({ replicas: [first] }) => (first === victim ? 502 : 201)),
      );
      // The next request finds no open connection, and goes to the other replica.
      assert.deepEqual(
        failed.filter(({ sentAt }) => sentAt > killedAt),
        [],
      );
      // What only reads is asked of the other, unless its answer had begun; what writes is not, for it may be done.
      assert.deepEqual(
        failed.filter(({ method, status, text }) => (status === 0 ? text !== 'aborted' : method === 'GET')),
        [],
      );
      const more = (await taskCount()) - tasksBefore;
      const answered = [...outcomes, ...uploads].filter(created).length;
      assert.ok(more >= answered && more <= answered + failed.length, `${more} tasks, ${answered} answers`);
    });
  });
}
