import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FollowedFile } from './read-logs.ts';
import { LogFile } from './log-file.ts';

describe('log files', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'logs-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const limits = { bytes: 100, olderFiles: 2 };

  it('rotate by size, and keep as many older ones as they should', () => {
    const path = join(directory, 'x.log');
    const file = new LogFile(path, limits);
    for (let line = 0; line < 100; line += 1) file.write(`line ${line}\n`);
    file.close();
    assert.deepEqual(readdirSync(directory).toSorted(), ['x.log', 'x.log.1', 'x.log.2']);
    for (const name of readdirSync(directory)) assert.ok(statSync(join(directory, name)).size <= limits.bytes);
    const all = ['x.log.2', 'x.log.1', 'x.log'].map((name) => readFileSync(join(directory, name), 'utf8')).join('');
    const numbers = all
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.slice(5)));
    assert.deepEqual(
      numbers,
      Array.from({ length: numbers.length }, (_, index) => 100 - numbers.length + index),
    );
  });

  it('continue a file that is there, within the same size', () => {
    const path = join(directory, 'x.log');
    const writeOnce = (text: string) => {
      const file = new LogFile(path, limits);
      file.write(text);
      file.close();
    };
    for (const text of ['one\n', 'two\n']) writeOnce(text);
    assert.equal(readFileSync(path, 'utf8'), 'one\ntwo\n');
    writeOnce('x'.repeat(limits.bytes));
    assert.equal(readFileSync(`${path}.1`, 'utf8'), 'one\ntwo\n');
  });

  it('drop what cannot be written, and go on when it can', () => {
    const folder = join(directory, 'blocked');
    writeFileSync(folder, 'not a folder');
    const file = new LogFile(join(folder, 'x.log'), limits);
    file.write('lost\n');
    rmSync(folder);
    file.write('kept\n');
    file.close();
    assert.equal(readFileSync(join(folder, 'x.log'), 'utf8'), 'kept\n');
  });

  it('are followed through rotations without losing a line', () => {
    const path = join(directory, 'x.log');
    const followed = new FollowedFile(path);
    assert.deepEqual(followed.read(), []);
    const file = new LogFile(path, limits);
    const seen: string[] = [];
    for (let line = 0; line < 60; line += 1) {
      file.write(`line ${line}\n`);
      if (line % 7 === 0) seen.push(...followed.read());
    }
    seen.push(...followed.read());
    followed.close();
    file.close();
    assert.ok(existsSync(`${path}.1`));
    assert.deepEqual(
      seen,
      Array.from({ length: 60 }, (_, line) => `line ${line}`),
    );
  });

  it('are followed by whole lines, also where a character is cut in two', () => {
    const path = join(directory, 'x.log');
    const followed = new FollowedFile(path);
    const file = new LogFile(path);
    const text = 'grün – fertig';
    file.write(`${text} `.repeat(10_000));
    assert.deepEqual(followed.read().join('').includes('�'), false);
    file.write('\n');
    followed.read();
    followed.close();
    file.close();
  });
});
