import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { verificationLines, verifications } from './verify.ts';

/** The rows of the table under a heading of a page. */
function tableOf(page: string, heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  return section
    .replace(/\n## [^]*/, '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|')),
    );
}

describe('what only a real account can show', () => {
  it('is the same in docs/aws.md and after the first deployment', () => {
    const page = readFileSync(join(thisCheckout.root, 'docs/aws.md'), 'utf8');
    const told = verifications.map(({ behaviour, check, right }) => [behaviour, check, right]);
    assert.deepEqual(tableOf(page, 'What only a real account can show'), told);
  });

  it('is told in the words of the environment', () => {
    const text = verificationLines('shop-production', 'production').join('\n');
    assert.match(text, /--cluster shop-production --services shop-production-api/);
    assert.match(text, /make database ENV=production/);
    assert.doesNotMatch(text, /\bN[-_/]|`|ENV=dev/);
  });
});
