import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@zero-to-running/health/test-support/random';
import { NativeCheckout } from './support/checkout.ts';
import { eventually } from './support/eventually.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
const startRounds = 30;
const supervisorRounds = 10;

const random = seededRandom('native interruption');

describe('a start of the native stack that is cut short', function () {
  this.timeout(300_000);
  let stack: NativeCheckout;
  let startMs: number;

  before(async () => {
    stack = await NativeCheckout.create();
    assert.ok((await stack.make('dev')).ok);
    await stack.make('down');
    const start = performance.now();
    assert.ok((await stack.make('dev')).ok);
    startMs = performance.now() - start;
    await stack.make('down');
  });
  after(() => stack.remove());

  /** One moment in each part of the time that a start takes, so that all of it is covered, and a little beyond. */
  const moment = (round: number, rounds: number) => ((round + random()) / rounds) * startMs * 1.1;

  const isUp = () => stack.state()?.phase === 'up';

  async function assertNothingStaysAfterDown(what: string): Promise<void> {
    const { ok, output } = await stack.make('down');
    assert.ok(ok, `${what}: ${output}`);
    assert.deepEqual(stack.processes(), [], what);
    assert.equal(stack.state(), undefined, what);
  }

  for (const [how, signal] of [
    ['make', 'SIGINT'],
    ['alone', 'SIGTERM'],
    ['alone', 'SIGKILL'],
  ] as const) {
    const rounds = startRounds / signals.length;
    it(`leaves nothing by itself, ${rounds} times when ${how === 'make' ? 'make' : 'it'} gets ${signal}`, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const after = moment(round, rounds);
        const what = `${signal} after ${after.toFixed(0)} of ${startMs.toFixed(0)} ms`;
        const { child, exited } = stack.begin('dev', how);
        await delay(after);
        // Ctrl-C reaches all of the terminal's processes.
        if (child.exitCode === null && child.pid) process.kill(how === 'make' ? -child.pid : child.pid, signal);
        await exited;
        // The start may have been complete already; then it runs, as it should.
        await eventually(`${what}: left alone`, () => stack.processes().length === 0 || isUp());
        await assertNothingStaysAfterDown(what);
      }
    });
  }

  it(`leaves nothing after make down, ${supervisorRounds} times when its supervisor is killed`, async () => {
    for (let round = 0; round < supervisorRounds; round += 1) {
      const after = moment(round, supervisorRounds);
      const what = `supervisor killed after ${after.toFixed(0)} of ${startMs.toFixed(0)} ms`;
      const { child, exited } = stack.begin('dev');
      await eventually(`${what}: a supervisor`, () => stack.state() !== undefined);
      await delay(after);
      const supervisor = stack.state()?.supervisor;
      // Every other time as by a crash of everything: nobody is left to tidy up.
      if (round % 2 === 1) child.kill('SIGKILL');
      if (supervisor) process.kill(supervisor.pid, 'SIGKILL');
      await exited;
      await assertNothingStaysAfterDown(what);
    }
  });

  it('starts as ever afterwards', async () => {
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    assert.match(output, /Everything is running and healthy/);
  });
});
