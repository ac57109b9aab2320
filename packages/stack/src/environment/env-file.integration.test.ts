import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { thisCheckout } from '../checkout.ts';
import { parseEnvText } from './env-file.ts';

const composed = z.object({ services: z.object({ it: z.object({ environment: z.object({ KEY: z.string() }) }) }) });

/** What Docker Compose reads; undefined where it is not installed. */
function byCompose(folder: string): string | undefined {
  // A name alone stands for the variable's value.
  const file = 'services: { it: { image: it, environment: { KEY: } } }\n';
  writeFileSync(join(folder, 'compose.yml'), file);
  const { PATH, HOME } = process.env;
  const { status, stdout } = spawnSync('docker', ['compose', 'config', '--format', 'json'], {
    cwd: folder,
    env: { PATH, HOME },
    encoding: 'utf8',
  });
  // In its own output, Compose writes a $ as two.
  return status === 0
    ? composed.parse(JSON.parse(stdout)).services.it.environment.KEY.replaceAll('$$', '$')
    : undefined;
}

function byShell(folder: string): string {
  const script = `work="$1"; . '${join(thisCheckout.root, 'packages/stack/env/read.sh')}'; value KEY`;
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', join(folder, '.env')], { encoding: 'utf8' });
  return stdout.replace(/\n$/, '');
}

const cases: readonly (readonly [what: string, text: string, value: string])[] = [
  ['a plain line', 'KEY=value\n', 'value'],
  ['no final line end', 'KEY=value', 'value'],
  ['export', 'export KEY=value\n', 'value'],
  ['spaces around =', 'KEY = value\n', 'value'],
  ['indentation', '  KEY=value\n', 'value'],
  ['a byte order mark', '\uFEFFKEY=value\n', 'value'],
  ['CRLF', 'A=1\r\nKEY=value\r\n', 'value'],
  ['a comment behind the value', 'KEY=value # api\n', 'value'],
  ['a # in single quotes', "KEY='a # b'\n", 'a # b'],
  ['a # in double quotes', 'KEY="a # b" # c\n', 'a # b'],
  ['a $ in single quotes', "KEY='pa$HOME'\n", 'pa$HOME'],
  ['an = in the value', 'KEY=a=b\n', 'a=b'],
  ['a key given twice', 'KEY=one\nKEY=two\n', 'two'],
  ['a commented line', '#KEY=no\nKEY=yes\n', 'yes'],
  ['another key that ends the same', 'MY_KEY=no\nKEY=yes\n', 'yes'],
  ['an empty value', 'KEY=\n', ''],
  ['blanks behind the value', 'KEY=value  \n', 'value'],
  ['quotes within', `KEY=it's\n`, "it's"],
  ['a # without a blank before it', 'KEY=a#b\n', 'a#b'],
  ['a # that begins the value', 'KEY=#c\n', '#c'],
  ['a : for the =', 'KEY: value\n', 'value'],
  ['export and a tab', 'export\tKEY=value\n', 'value'],
  ['a backslash without quotes', 'KEY=a\\nb\\\n', 'a\\nb\\'],
  ['backticks', 'KEY=`date`\n', '`date`'],
  ['a quote escaped in its own quotes', "KEY='Let\\'s go'\n", "Let's go"],
  ['a double quote escaped in its own quotes', 'KEY="say \\"hi\\""\n', 'say "hi"'],
  ['the other quote in quotes', `KEY="it's"\n`, "it's"],
  ['escapes in double quotes', 'KEY="a\\tb\\\\c\\nd"\n', 'a\tb\\c\nd'],
  ['no escapes in single quotes', "KEY='a\\tb\\\\c'\n", 'a\\tb\\\\c'],
  ['an escape that there is not', 'KEY="a\\qb"\n', 'a\\qb'],
  ['an escaped $ in double quotes', 'KEY="pa\\$HOME"\n', 'pa$HOME'],
  ['two $ in single quotes', "KEY='a$$b'\n", 'a$$b'],
  ['several lines in double quotes', 'KEY="a\nb # c\n\nd" # e\nB=1\n', 'a\nb # c\n\nd'],
  ['several lines in single quotes', "KEY='a\nKEY=b'\n", 'a\nKEY=b'],
  ['a line in the quotes of another variable', 'A="x\nKEY=no\n"\nKEY=yes\n', 'yes'],
  ['a $ in a comment', 'KEY=value # costs $5\n', 'value'],
  ['a backslash at the end of single quotes and a line behind', "A='x\\\\'\nKEY=value\n", 'value'],
];

describe('.env', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'env-grammar-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, text, value] of cases) {
    it(`is read alike by the shell, by the command line and by Compose: ${what}`, () => {
      writeFileSync(join(folder, '.env'), text);
      assert.equal(byShell(folder), value, 'shell');
      assert.equal(parseEnvText(text)['KEY'] ?? '', value, 'command line');
      assert.equal(byCompose(folder) ?? value, value, 'Compose');
    }).timeout(20_000);
  }

  for (const [, text, value] of cases) {
    it(`keeps all other lines where a variable is set, as in ${JSON.stringify(text)}`, () => {
      writeFileSync(join(folder, '.env'), text.endsWith('\n') ? text : `${text}\n`);
      const script = `work="$1"; . '${join(thisCheckout.root, 'packages/stack/env/read.sh')}'; set_value OTHER "it's \\$5"`;
      spawnSync('sh', ['-c', script, 'sh', join(folder, '.env')]);
      const variables = parseEnvText(readFileSync(join(folder, '.env'), 'utf8'));
      assert.deepEqual([variables['KEY'] ?? '', variables['OTHER']], [value, "it's $5"]);
      assert.equal(byCompose(folder) ?? value, value, 'Compose');
    }).timeout(20_000);
  }

  for (const [what, text, message] of [
    ['a quote that is not closed', 'KEY="a\nB=1\n', /KEY in \.env begins with a quote that is not closed/],
    ['a name with a blank', 'MY KEY=a\n', /"MY KEY" in \.env is not the name of a variable/],
  ] as const) {
    it(`is refused with ${what}, which Compose refuses as well`, () => {
      assert.throws(() => parseEnvText(text), message);
      writeFileSync(join(folder, '.env'), text);
      assert.equal(byCompose(folder), undefined);
    });
  }

  for (const text of [
    'KEY=pa$HOME\n',
    'KEY="pa$HOME"\n',
    'export KEY = "${A:-b}"\r\n',
    'KEY=pa\\$HOME\n',
    'KEY=a$$b\n',
    'KEY="a\n$B"\n',
  ]) {
    it(`is refused, by the variable's name, where Compose would replace a part: ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseEnvText(text), /KEY in \.env has a \$/);
    });
  }
});
