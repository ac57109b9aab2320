import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './support/browser.ts';
import { Gate } from './support/gate.ts';
import { PagePool } from './support/page-pool.ts';
import { shootDocumentation } from './support/shoot-documentation.ts';
import { shootViews } from './support/shoot-views.ts';
import { buildTo, startPreview } from './support/vite-server.ts';

const docs = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));

const [given] = process.argv.slice(2);
const { CHROMIUM_PATH: chromium, TEST_DATABASE_URL: database, TEST_REDIS_URL: cache } = process.env;

if (!given || !chromium || !database || !cache) {
  console.error(
    [
      'Usage: npm run screenshots -w frontend -- FOLDER',
      'Draws every state of every view into FOLDER, and the pictures of the README into docs/screenshots.',
      'Needs CHROMIUM_PATH (a Chromium), TEST_DATABASE_URL (a PostgreSQL 16) and TEST_REDIS_URL (a Redis 7).',
    ].join('\n'),
  );
  process.exit(2);
}

const folder = resolve(process.env['INIT_CWD'] ?? '.', given);
await mkdir(folder, { recursive: true });
await mkdir(docs, { recursive: true });
const outDir = await mkdtemp(join(tmpdir(), 'frontend-'));
await buildTo(outDir);
const gate = await Gate.open();
const server = await startPreview(`http://127.0.0.1:${gate.port}`, outDir);
const browser = await launchBrowser(chromium);
const stage = { pages: new PagePool(browser), gate, url: server.url };
try {
  await shootViews(stage, folder);
  await shootDocumentation(stage, { database, cache }, docs);
} finally {
  await browser.close();
  await server.program.stop();
  await gate.shut();
  await rm(outDir, { recursive: true });
}
console.log(`Wrote ${folder} and ${docs}.`);
