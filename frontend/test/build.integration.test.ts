import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtApplication } from './support/built-application.ts';

/** Bytes of JavaScript, compressed, that a browser needs before it draws anything. */
const initialBudget = 90_000;

describe('built application', () => {
  let folder: string;
  let page: string;
  before(async function build() {
    this.timeout(90_000);
    folder = await builtApplication();
    page = await readFile(join(folder, 'index.html'), 'utf8');
  });

  it('needs little JavaScript to begin with', async () => {
    const scripts = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? '');
    assert.ok(scripts.length > 0, 'the page names its scripts');
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join(folder, path)), { level: 9 }).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total <= initialBudget, `${total} bytes of ${initialBudget}`);
  });

  it('has nothing inline, and nothing from elsewhere', async () => {
    assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
    assert.doesNotMatch(page, /(?:src|href)="(?:https?:)?\/\//);
    const assets = await readdir(join(folder, 'assets'));
    const sheets = assets.filter((name) => name.endsWith('.css'));
    assert.ok(sheets.length > 0);
    for (const name of sheets) {
      const sheet = await readFile(join(folder, 'assets', name), 'utf8');
      assert.doesNotMatch(sheet, /@import|url\(["']?(?:https?:)?\/\//);
    }
  });

  it('tells those without JavaScript where the report is', () => {
    assert.match(page, /<noscript>[^]*<a href="\/health\/all">[^]*<\/noscript>/);
  });
});
