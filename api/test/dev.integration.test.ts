import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Launcher, type LauncherOptions } from '../dev.ts';
import { eventually } from '../src/test-support/eventually.ts';

/** Notes its start, each signal and its end; a connection that it has keeps it from ending. */
const server = `
  import { appendFileSync, writeFileSync } from 'node:fs';
  import { createServer } from 'node:http';
  const note = (text) => appendFileSync('notes', text + '\\n');
  const server = createServer((request, response) => request.resume().on('end', () => response.end('done')));
  process.on('SIGTERM', () => { note('SIGTERM'); server.close(() => { note('end'); process.exit(0); }); });
  server.listen(0, '127.0.0.1', () => { writeFileSync('port', String(server.address().port)); note('start ' + process.pid); });
`;

const wrong = `
  import { appendFileSync } from 'node:fs';
  appendFileSync('notes', 'start ' + process.pid + '\\n');
  process.exit(1);
`;

describe('the launcher of the API in development', () => {
  let folder: string;
  let said: string[];
  let launcher: Launcher;
  let run: Promise<number>;
  const sockets: Socket[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'launcher-'));
    writeFileSync(join(folder, 'notes'), '');
    said = [];
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    launcher.stop();
    await run;
    rmSync(folder, { recursive: true });
  });

  const notes = () => readFileSync(join(folder, 'notes'), 'utf8').trim().split('\n').filter(Boolean);
  const starts = () => notes().flatMap((note) => /^start (\d+)$/.exec(note)?.[1] ?? []);
  const started = (count: number) => eventually(`${count} starts: ${said.join('; ')}`, () => starts().length === count);
  const save = (source: string, name = 'main.ts') => writeFileSync(join(folder, name), source);
  const killLast = () => process.kill(Number(starts().at(-1)), 'SIGKILL');

  async function launch(source: string, options: Partial<LauncherOptions> = {}): Promise<void> {
    save(source);
    launcher = new Launcher({
      args: ['main.ts'],
      cwd: folder,
      watched: [folder],
      say: (line) => said.push(line),
      restartDelayMs: () => 1,
      ...options,
    });
    run = launcher.run();
    await started(1);
  }

  /** A request of which half is sent; \`finish\` sends the rest, and gives the answer. */
  async function halfSent(): Promise<{ finish(): Promise<string> }> {
    const socket = connect(Number(readFileSync(join(folder, 'port'), 'utf8')), '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nha');
    return {
      async finish() {
        let answer = '';
        socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
        socket.write('lf');
        await once(socket, 'end');
        return answer;
      },
    };
  }

  for (const [what, saving] of [
    ['saved', () => save(`${server}\n`)],
    [
      'saved by renaming',
      () => {
        save(`${server}\n`, 'main.ts.tmp');
        renameSync(join(folder, 'main.ts.tmp'), join(folder, 'main.ts'));
      },
    ],
    ['saved three times', () => [1, 2, 3].forEach((count) => save(server + '\n'.repeat(count)))],
    ['added', () => save('', 'other.ts')],
    ['a migration', () => save('SELECT 1;', '0001.sql')],
  ] as const) {
    it(`tells the program once to end when a source is ${what}, and lets it finish a request`, async () => {
      await launch(server);
      const request = await halfSent();
      saving();
      await eventually('a SIGTERM', () => notes().includes('SIGTERM'));
      assert.match(await request.finish(), /^HTTP\/1.1 200 OK[^]*done$/);
      await started(2);
      assert.deepEqual(
        notes().map((note) => note.split(' ')[0]),
        ['start', 'SIGTERM', 'end', 'start'],
      );
      assert.match(said.join('\n'), /was saved: restarting/);
    });
  }

  it('leaves the program alone when something else is saved', async () => {
    await launch(server);
    save('text', 'notes.md');
    save('', 'some.test.ts');
    save(`${server}\n`);
    await started(2);
    assert.deepEqual(said, ['main.ts was saved: restarting']);
  });

  it('starts a program again that was killed', async () => {
    await launch(server);
    killLast();
    await started(2);
    assert.deepEqual(said, ['crashed (killed by SIGKILL): starting again in 0.0 s']);
  });

  it('gives up one that is killed again and again, until a source is saved', async () => {
    await launch(server);
    for (let count = 1; count <= 9; count += 1) {
      await started(count);
      killLast();
    }
    await eventually(
      'it gives up',
      () => said.at(-1) === 'crashed (killed by SIGKILL): waiting for a change of its sources',
    );
    save(`${server}\n`);
    await started(10);
  });

  it('waits for a change where a start fails, and starts again then', async () => {
    await launch(wrong);
    await eventually('it waits', () => said[0] === 'crashed (exit code 1): waiting for a change of its sources');
    save(server);
    await started(2);
  });

  it('starts one again that ended by itself after it had worked', async () => {
    await launch(wrong, { provenMs: 0 });
    await started(4);
  });

  it('ends with the exit code of the program, which finishes its request', async () => {
    await launch(server);
    const request = await halfSent();
    launcher.stop();
    launcher.stop();
    await eventually('a SIGTERM', () => notes().includes('SIGTERM'));
    assert.match(await request.finish(), /done$/);
    assert.equal(await run, 0);
    assert.deepEqual(notes().slice(1), ['SIGTERM', 'end']);
  });

  it('ends at once, in order, when nothing runs', async () => {
    await launch(wrong);
    await eventually('it waits', () => said.length === 1);
    launcher.stop();
    assert.equal(await run, 0);
  });
});
