import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile, logPath } from './log-file.ts';
import { formatLine } from './log-line.ts';
import { readLogs } from './read-logs.ts';

describe('reading logs', () => {
  let logs: string;
  beforeEach(() => {
    logs = mkdtempSync(join(tmpdir(), 'logs-'));
  });
  afterEach(() => rmSync(logs, { recursive: true }));

  function write(name: string, times: readonly number[], limits?: { bytes: number; olderFiles: number }): void {
    const file = new LogFile(logPath({ logs }, name), limits);
    for (const time of times) file.write(formatLine({ time: new Date(time).toISOString(), text: `${name} ${time}` }));
    file.close();
  }

  async function texts(last: number): Promise<string[]> {
    const lines: string[] = [];
    for await (const { text } of readLogs({ logs }, ['api', 'cache'], last)) lines.push(text);
    return lines;
  }

  it('merges services by the time of their lines', async () => {
    write('api', [1, 4, 5]);
    write('cache', [2, 3, 6]);
    assert.deepEqual(await texts(4), ['cache 3', 'api 4', 'api 5', 'cache 6']);
  });

  it('takes older lines from the file before', async () => {
    write('api', [1, 2, 3, 4, 5], { bytes: 80, olderFiles: 2 });
    assert.deepEqual(await texts(3), ['api 3', 'api 4', 'api 5']);
  });

  it('has nothing of a service that never ran', async () => {
    assert.deepEqual(await texts(10), []);
  });

  it('follows what is added until it is told to stop', async () => {
    write('api', [1]);
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const { text } of readLogs({ logs }, ['api', 'cache'], 10, controller.signal)) {
      seen.push(text);
      if (text === 'api 1') write('cache', [2]);
      else controller.abort();
    }
    assert.deepEqual(seen, ['api 1', 'cache 2']);
  });
});
