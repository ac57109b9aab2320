import assert from 'node:assert/strict';
import { thisCheckout } from '../checkout.ts';
import { formatTexts, listTexts } from './list-texts.ts';
import { isProse, sourceTexts } from './source-texts.ts';

/** A text of each place where texts are written. */
const known: readonly (readonly [surface: string, file: string, text: RegExp])[] = [
  ['terminal', 'packages/stack/src/commands/stack.ts', /^Everything is running and healthy$/],
  ['terminal', 'packages/stack/src/options.ts', /^Unknown command: \{name\}$/],
  ['terminal', 'Makefile', /^Start the whole stack/],
  ['terminal', 'packages/stack/run', /path of this checkout/],
  ['terminal', 'packages/stack/install/install.sh', /dependencies could not be installed/],
  ['API', 'api/src/http/error-handler.ts', /^There is nothing at|^No such resource/],
  ['API', 'contract/src/tasks.ts', /task/i],
  ['health', 'packages/health/src/words/service-errors.ts', /does not answer/],
  ['page', 'frontend/src/features/tasks/list-state.tsx', /^Still loading/],
  ['page', 'packages/health/src/react/connection.tsx', /\w/],
  ['page', 'frontend/index.html', /JavaScript/],
  ['editor', 'extension/src/commands/data.ts', /snapshot/],
  ['editor', 'extension/webview/src/notices.tsx', /\w/],
  ['editor', 'extension/package.nls.json', /stack/i],
  ['infrastructure', 'infra/modules/application/variables.tf', /\w/],
];

describe('the list of texts', () => {
  const texts = listTexts(thisCheckout.root);

  for (const [surface, file, text] of known) {
    it(`has those of ${file}`, () => {
      const found = texts.filter((each) => each.file === file && each.surface === surface);
      assert.ok(
        found.some((each) => text.test(each.text)),
        found.map((each) => each.text).join('\n') || 'none',
      );
    });
  }

  it('names each place once, with the line', () => {
    const lines = formatTexts([
      { surface: 'page', file: 'a.tsx', line: 7, text: 'Still loading…' },
      { surface: 'page', file: 'a.tsx', line: 12, text: 'No\n\u0000tasks' },
    ]);
    assert.equal(lines, '\npage: a.tsx\n    7  Still loading…\n   12  No\\n\\u0000tasks');
  });
});

describe('the texts of a source', () => {
  for (const [source, expected] of [
    ["throw new StackError('It does not run', { fix: ['Start it'] });", ['It does not run', 'Start it']],
    ['const a = `The limit of ${limit} readers is reached`;', ['The limit of {limit} readers is reached']],
    ["l10n.t('Stop')", ['Stop']],
    ["other('Stop')", []],
    ['const a = <p title="Delete it">Still loading</p>;', ['Delete it', 'Still loading']],
    ['const a = <p className="flex grow items-center">OK</p>;', ['OK']],
    ["import a from 'a b';", []],
    ["type A = 'one word';", []],
    ["query('SELECT a FROM b')", []],
    ["// It says 'this is no text'", []],
  ] as const) {
    it(`are found in ${source}`, () => {
      const found = sourceTexts('a.tsx', source).map(({ text }) => text);
      assert.deepEqual(found, expected);
    });
  }

  for (const [text, expected] of [
    ['It does not run', true],
    ['{name} does not run', true],
    ['flex items-center gap-2', false],
    ['exit-code', false],
    ['GET', false],
  ] as const) {
    it(`${expected ? 'are words' : 'are no words'}: ${text}`, () => assert.equal(isProse(text), expected));
  }
});
