import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagedReadme } from '../build/packaged-readme.ts';
import { extensionRoot } from './support/host-tests.ts';

const pictures = (text: string) => [...text.matchAll(/!\[[^\]]+\]\(([^)]*)\)/g)].map(([, address]) => address);

describe('the README of the package', () => {
  let readme: string;
  before(async () => {
    readme = await readFile(join(extensionRoot, 'README.md'), 'utf8');
    assert.ok(pictures(readme).length > 1);
  });

  it('has its pictures and links from the commit that GitHub packages', () => {
    const env = { GITHUB_SERVER_URL: 'https://git.example', GITHUB_REPOSITORY: 'ana/shop', GITHUB_SHA: 'f00d' };
    const expected = pictures(readme).map((path) => `https://git.example/ana/shop/raw/f00d/extension/${path}`);
    assert.deepEqual(pictures(packagedReadme(readme, env)), expected);
    const contract = '[health contract](https://git.example/ana/shop/blob/f00d/docs/health-contract.md)';
    assert.ok(packagedReadme(readme, env).includes(contract));
  });

  it('has none where they could only be broken, and all the rest', () => {
    const packaged = packagedReadme(readme, {});
    assert.deepEqual(pictures(packaged), []);
    assert.ok(packaged.includes('\n## What you get\n'));
    assert.ok(packaged.includes('by the\nhealth contract: a status'));
    assert.doesNotMatch(packaged, /\n{3}|\]\((?!https:|#)/);
  });
});
