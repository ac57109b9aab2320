import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'vite';
import { frontendFolder } from './support/vite-server.ts';

const health = join(frontendFolder, '../packages/health/src');

const components = join(health, 'react');

/** What an editor's webview would import. */
async function consumer(): Promise<string> {
  const names = (await readdir(components)).filter((name) => name.endsWith('.tsx'));
  assert.ok(names.length > 5);
  const lines = names.map(
    (name, index) => `export * as part${index} from '@zero-to-running/health/react/${name.replace(/\.tsx$/, '')}';`,
  );
  const model = `export * from '@zero-to-running/health/client/freshness';`;
  return [...lines, model, `import '@zero-to-running/health/react/theme.css';`].join('\n');
}

/** Every file that goes into a bundle of the exported components. */
async function bundledFiles(): Promise<string[]> {
  const files: string[] = [];
  const source = await consumer();
  const entry: Plugin = {
    name: 'consumer',
    resolveId: (id) => (id === 'consumer' ? join(frontendFolder, 'consumer.ts') : null),
    load: (id) => (id === join(frontendFolder, 'consumer.ts') ? source : null),
    buildEnd() {
      files.push(...this.getModuleIds());
    },
  };
  const wasSet = 'NODE_ENV' in process.env;
  await build({
    root: frontendFolder,
    configFile: false,
    logLevel: 'error',
    plugins: [entry],
    build: { write: false, rollupOptions: { input: 'consumer' } },
  });
  // A build makes its whole process a production's.
  if (!wasSet) delete process.env['NODE_ENV'];
  return files;
}

describe('exported health components', () => {
  let files: string[];
  before(async function bundle() {
    this.timeout(60_000);
    files = await bundledFiles();
  });

  it('fetch nothing, route nothing and know no page', () => {
    assert.ok(files.some((file) => file.endsWith('react/health-board.tsx')));
    // Where the checkout is, a folder may have any of these names.
    const inCheckout = files.map((file) => relative(join(frontendFolder, '..'), file));
    const unwanted = inCheckout.filter((file) =>
      /axios|@tanstack|wouter|features\/|-page\.|\/app\/|\/tasks\//.test(file),
    );
    assert.deepEqual(unwanted, []);
  });

  it('have no colours of their own', async () => {
    const sheets = files.filter((file) => file.endsWith('.css') && !file.endsWith('theme.css'));
    assert.ok(sheets.length > 3);
    for (const sheet of sheets) {
      const text = await readFile(sheet, 'utf8');
      assert.doesNotMatch(
        text,
        /#[\da-f]{3,8}\b|(?:rgb|hsl|hwb|lab|lch|oklch)a?\(|@apply|:\s*(?:red|green|white|black)\b/i,
        sheet,
      );
    }
  });

  it('draw with variables that the theme has', async () => {
    const theme = await readFile(join(components, 'theme.css'), 'utf8');
    const sources = files.filter((file) => file.startsWith(health) && !file.endsWith('consumer.ts'));
    const texts = await Promise.all(sources.map((file) => readFile(file, 'utf8')));
    const used = new Set(texts.flatMap((text) => [...text.matchAll(/var\((--ztr-[\w-]+)/g)].map(([, name]) => name)));
    assert.ok(used.size > 8);
    assert.deepEqual(
      [...used].filter((name) => !theme.includes(`${name}:`)),
      [],
    );
  });
});
