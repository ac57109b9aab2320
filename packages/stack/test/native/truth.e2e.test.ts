import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDescendants } from '../../src/process/processes.ts';
import type { ServiceName } from '../../src/services.ts';
import { NativeCheckout } from './support/checkout.ts';
import { eventually } from './support/eventually.ts';
import { sendHalf } from './support/half-request.ts';
import { healthReport } from './support/report.ts';

type Verb = 'status' | 'doctor' | 'health' | 'dev' | 'restart';

/** What a verb prints in a state, and whether it ends well. */
type Outcome = readonly [ok: boolean, said: RegExp];

interface State {
  readonly name: string;
  readonly enter: () => Promise<void>;
  readonly verbs: Readonly<Partial<Record<Verb, Outcome>>>;
  /** Leads to a healthy stack again; by default, the fixes that the verbs have printed do. */
  readonly leave?: () => Promise<void>;
}

describe('what the verbs say of the native stack, in each of its states', function () {
  this.timeout(180_000);
  let stack: NativeCheckout;
  let source: string;
  before(async () => {
    stack = await NativeCheckout.create();
    source = readFileSync(main(), 'utf8');
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
  });
  after(() => stack.remove());

  const main = () => join(stack.checkout.root, 'api/src/app.ts');
  const service = (name: ServiceName) => stack.state()?.services[name];
  const isUp = (name: ServiceName) => service(name)?.phase === 'up';
  const healthy = () =>
    eventually('it is healthy', async () => {
      const url = stack.state()?.urls.api;
      return isUp('api') && url !== undefined && (await healthReport(url))?.status === 'ok';
    });

  function pidOf(name: ServiceName): number {
    const pid = service(name)?.process?.pid;
    assert.ok(pid);
    return pid;
  }

  /** The API itself, below its launcher. */
  const apiPid = () => withDescendants([pidOf('api')])[1]?.pid ?? 0;

  const apiLog = async () => (await stack.make('logs', { SERVICE: 'api', FOLLOW: '0' })).output;

  async function saveMistake(): Promise<void> {
    writeFileSync(main(), `${source}\nconst = ;\n`);
    await eventually('it is seen', () => service('api')?.phase === 'failed');
  }

  const syntaxError = /app\.ts[^]*const = ;[^]*SyntaxError[^]*Fix what the log reports/;

  const states: readonly State[] = [
    {
      name: 'healthy',
      enter: healthy,
      verbs: {
        status: [true, /The stack is healthy: up for [^]*api +healthy/],
        doctor: [true, /the stack is up/],
        health: [true, /All healthy/],
        dev: [true, /Everything is running and healthy, as before\./],
        restart: [true, /Restarted the api/],
      },
    },
    {
      name: 'with a mistake saved into the API, which is corrected by a save',
      enter: saveMistake,
      verbs: {
        status: [
          false,
          new RegExp(`not working[^]*api +failed[^]*The api crashed \\(exit code 1\\)[^]*${syntaxError.source}`),
        ],
        doctor: [false, new RegExp(`✖ +api +The api crashed[^]*${syntaxError.source}`)],
        health: [false, new RegExp(`✖ The api crashed[^]*${syntaxError.source}`)],
      },
      async leave() {
        writeFileSync(main(), source);
        await healthy();
      },
    },
    {
      name: 'with a mistake saved into the API, after it was asked to start',
      enter: saveMistake,
      verbs: { dev: [false, syntaxError], restart: [false, syntaxError], status: [false, syntaxError] },
      async leave() {
        writeFileSync(main(), source);
        const { ok, output } = await stack.make('dev');
        assert.ok(ok, output);
      },
    },
    {
      name: 'whose API was killed, and came back',
      async enter() {
        const starts = service('api')?.starts ?? 0;
        process.kill(apiPid(), 'SIGKILL');
        await eventually('it is seen', () => (service('api')?.starts ?? 0) > starts);
        await healthy();
      },
      verbs: { dev: [true, /Everything is running and healthy, as before/], status: [true, /The stack is healthy/] },
    },
    {
      name: 'whose database answers nobody',
      async enter() {
        process.kill(pidOf('database'), 'SIGSTOP');
        for (const { pid } of withDescendants([pidOf('database')])) process.kill(pid, 'SIGSTOP');
        const { api } = stack.state()?.urls ?? {};
        await eventually('the API says so', async () => (await healthReport(api ?? ''))?.status === 'error');
      },
      verbs: {
        status: [false, /not working[^]*database +unhealthy[^]*✖ The database does not answer/],
        doctor: [false, /✖ +database +The database does not answer/],
        health: [false, /Not working[^]*database +✖ unhealthy/],
        dev: [false, /Not working: the database is unavailable[^]*✖ The database does not answer/],
      },
    },
    {
      name: 'whose supervisor was killed',
      async enter() {
        const supervisor = stack.state()?.supervisor?.pid;
        assert.ok(supervisor);
        process.kill(supervisor, 'SIGKILL');
        await eventually('it is gone', () => withDescendants([supervisor]).length === 0);
      },
      verbs: {
        status: [false, /is not running, but \d+ of its processes are left over from a crash\. Stop them: make down/],
        doctor: [true, /! +processes +the stack is not running, but \d+ of its processes are left over[^]*make down/],
        health: [false, /left over from a crash[^]*→ Stop them: make down/],
      },
    },
    {
      name: 'stopped',
      enter: async () => void (await stack.make('down')),
      verbs: {
        status: [false, /The stack is not running\. Start it: make dev/],
        doctor: [true, /the stack is not running/],
        health: [false, /The stack is not running[^]*→ Start it: make dev/],
        restart: [false, /The stack is not running[^]*→ Start it: make dev/],
      },
    },
  ];

  for (const { name, enter, verbs, leave } of states) {
    describe(name, () => {
      const fixes = new Set<string>();
      before(enter);

      for (const [verb, [ok, said]] of Object.entries(verbs)) {
        it(`make ${verb} ${ok ? 'ends well' : 'fails'}, with the reason`, async () => {
          const result = await stack.make(verb, verb === 'restart' ? { SERVICE: 'api' } : {});
          assert.equal(result.ok, ok, result.output);
          assert.match(result.output, said);
          const printed = result.output.matchAll(
            /(?:→ .*|Start it: |Stop them: )\b(make (?:dev|down|restart)(?: SERVICE=\w+)?)/g,
          );
          for (const [, fix = ''] of printed) fixes.add(fix);
        });
      }

      it(leave ? 'is left as the verbs say' : 'is left by the fixes that they print', async () => {
        if (leave) return leave();
        for (const fix of fixes) {
          const [, verb = '', option = ''] = fix.split(' ');
          const [key = '', value = ''] = option.split('=');
          const { ok, output } = await stack.make(verb, key ? { [key]: value } : {});
          assert.ok(ok, `${fix}: ${output}`);
        }
        if (fixes.has('make down')) assert.ok((await stack.make('dev')).ok);
        return healthy();
      });
    });
  }

  it('a request of which half was sent survives a save, without a warning', async () => {
    await healthy();
    const before = apiPid();
    const request = await sendHalf(`http://127.0.0.1:${service('api')?.port}`, 'Sent in two halves');
    writeFileSync(main(), `${source}\n`);
    await eventually('it shuts down', async () => /Shutting down(?![^]*Listening)/.test(await apiLog()));
    assert.match(await request.finish(), /^HTTP\/1\.1 201 /);
    await eventually('the next one runs', () => isUp('api') && apiPid() !== before);
    const tail = (await apiLog()).split('app.ts was saved: restarting').at(-1) ?? '';
    assert.match(tail, /Stopped/);
    assert.doesNotMatch(tail, /WARN|Exiting at once|crashed/);
    const second = apiPid();
    writeFileSync(main(), source);
    await eventually('the third one runs', () => isUp('api') && apiPid() !== second);
    await healthy();
  });
});
