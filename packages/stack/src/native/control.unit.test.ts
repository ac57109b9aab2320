import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../process/wait.ts';
import { perService } from '../services.ts';
import type { StackPhase, StackState } from '../state/stack-state.ts';
import { type Command, ControlServer, parseCommand, SupervisorConnection } from './control.ts';

const stateIn = (phase: StackPhase): StackState => ({
  version: 1,
  mode: 'native',
  phase,
  startedAt: '',
  supervisor: { pid: 1, started: '' },
  urls: perService(() => ''),
  services: perService(() => ({ phase: 'waiting', since: '', port: 0, starts: 0 })),
});

describe("the supervisor's socket", () => {
  let directory: string;
  let path: string;
  let server: ControlServer;
  let commands: Command[];
  let left: number;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'control-'));
    path = join(directory, 'socket');
    // What a killed predecessor left.
    writeFileSync(path, '');
    commands = [];
    left = 0;
    server = new ControlServer(
      path,
      (command) => commands.push(command),
      () => (left += 1),
    );
    await server.listen();
  });
  afterEach(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  async function open(): Promise<SupervisorConnection> {
    const connection = await SupervisorConnection.open(path);
    assert.ok(connection);
    return connection;
  }

  it('gives the state at once and on each change, until it closes', async () => {
    server.broadcast(stateIn('starting'));
    const connection = await open();
    const phases: StackPhase[] = [];
    for await (const { phase } of connection.states()) {
      phases.push(phase);
      if (phase === 'starting') server.broadcast(stateIn('up'));
      else void server.close();
    }
    assert.deepEqual(phases, ['starting', 'up']);
  });

  it('tells who comes just when it closes why that is', async () => {
    server.broadcast(stateIn('failed'));
    const [connection] = await Promise.all([open(), server.close()]);
    const phases: StackPhase[] = [];
    for await (const { phase } of connection.states()) phases.push(phase);
    assert.equal(phases.at(-1), 'failed');
  });

  it('takes commands, and notices who leaves', async () => {
    const connection = await open();
    connection.send({ do: 'start' });
    connection.send({ do: 'restart', service: 'api' });
    assert.ok(await until(() => commands.length === 2, { deadlineMs: 5_000 }));
    assert.deepEqual(commands, [{ do: 'start' }, { do: 'restart', service: 'api' }]);
    connection.close();
    assert.ok(await until(() => left === 1, { deadlineMs: 5_000 }));
  });

  it('parts from a reader that never reads, and serves the others', async () => {
    const deaf = connect(path).pause();
    const connection = await open();
    const long = { ...stateIn('up'), message: 'x'.repeat(100_000) };
    for (let count = 0; count < 30; count += 1) server.broadcast(long);
    assert.ok(await until(() => left === 1, { deadlineMs: 5_000 }));
    server.broadcast(stateIn('stopping'));
    for await (const { phase } of connection.states()) if (phase === 'stopping') break;
    deaf.destroy();
    connection.close();
  });

  it('ends the wait for a supervisor that says nothing', async () => {
    const connection = await open();
    for await (const state of connection.states(50)) assert.fail(state.phase);
    connection.close();
  });

  it('is not there when nobody listens', async () => {
    assert.equal(await SupervisorConnection.open(join(directory, 'none')), undefined);
  });
});

describe('a command', () => {
  it('is nothing else than what the protocol knows', () => {
    assert.deepEqual(parseCommand('{"do":"stop","more":1}'), { do: 'stop' });
    for (const line of ['', '{', '1', 'null', '{"do":"x"}', '{"do":"restart"}', '{"do":"restart","service":"x"}']) {
      assert.equal(parseCommand(line), undefined, line);
    }
  });
});
