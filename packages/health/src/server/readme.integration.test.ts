import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { healthReportSchema } from '../contract/report.ts';
import { eventually } from '../test-support/eventually.ts';

const root = join(import.meta.dirname, '../..');

describe('the example of the README', () => {
  it('gives an Express application its health endpoints', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const example = /```js\n([^]*?)```/.exec(readme)?.[1] ?? assert.fail('The README has no example');
    // Inside the package, so that it can be imported by its name.
    const file = join(root, `.readme-example-${process.pid}.mjs`);
    await writeFile(file, example);
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = await once(child.stdout, 'data');
      const url = `http://127.0.0.1:${Number(String(line))}/health/all`;
      await eventually('it is healthy', async () => {
        const report = healthReportSchema.parse(await (await fetch(url)).json());
        assert.deepEqual(Object.keys(report.services), ['api', 'queue']);
        return report.status === 'ok';
      });
    } finally {
      child.kill('SIGKILL');
      await rm(file, { force: true });
    }
  });
});
