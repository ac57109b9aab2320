import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from './checkout.ts';
import { flagOption, readRequest, serviceOption } from './options.ts';
import { StackError } from './stack-error.ts';
import { isVerb, optionsTakenBy, verbNames } from './verbs.ts';

describe('options', () => {
  it('name a service, or none', () => {
    assert.equal(serviceOption({ SERVICE: 'api' }), 'api');
    assert.equal(serviceOption({ SERVICE: '' }), undefined);
    assert.throws(
      () => serviceOption({ SERVICE: 'apo' }),
      (error) => error instanceof StackError && /database, cache, api, frontend/.test(error.fix.join()),
    );
  });

  it('switch something on or off', () => {
    assert.equal(flagOption({}, 'FOLLOW', true), true);
    assert.equal(flagOption({ FOLLOW: '0' }, 'FOLLOW', true), false);
    assert.throws(() => flagOption({ FOLLOW: 'no' }, 'FOLLOW', true), /Invalid value for FOLLOW: "no"/);
  });
});

const read = (...args: string[]) => readRequest(args, { YES: '1', NAME: 'from-make', STACK: 'banana' });

describe('a request', () => {
  it('takes a value from the argument, or from the environment that make has put it into', () => {
    assert.deepEqual(read('reset', 'SCALE=5', 'YES'), { verb: 'reset', options: { SCALE: '5', YES: '1' } });
  });

  it('has no option that only stands in the environment', () => {
    assert.deepEqual(read('snapshot').options, {});
  });

  for (const [args, message, fix] of [
    [[], /No command given/, /make/],
    [['stauts'], /Unknown command: stauts/, /make status/],
    [['restart', 'service=api'], /Unknown option: service/, /SERVICE/],
    [['reset', 'SCAEL=5'], /Unknown option: SCAEL/, /SCALE/],
    [['dev', 'ENV=dev'], /make dev does not take ENV/, /make dev takes JSON, STACK/],
    [['seed', 'NAME=x'], /make seed does not take NAME/, /make snapshot/],
    [['bench', 'STACK=native'], /make bench does not take STACK/, /make dev/],
    [['dev', 'quite-different=1'], /Unknown option: quite-different/, /make dev takes/],
    [['health', 'JSON=yes'], /Invalid value for JSON: "yes"/, /1 or 0/],
    ...verbNames
      .filter((verb) => isVerb(verb) && optionsTakenBy(verb).includes('STACK'))
      .map((verb) => [[verb, 'STACK=banana'], /Invalid value for STACK: "banana"/, /compose or native/] as const),
  ] as const) {
    it(`is refused: make ${args.join(' ')}`, () => {
      assert.throws(
        () => read(...args),
        (error) =>
          error instanceof StackError &&
          error.code === 'invalid-option' &&
          message.test(error.message) &&
          fix.test(error.fix.join('\n')),
      );
    });
  }
});

describe('the Makefile', () => {
  const text = readFileSync(join(thisCheckout.root, 'Makefile'), 'utf8');
  const help = new Map([...text.matchAll(/^([a-z-]+):.*## (.*)$/gm)].map(([, verb = '', line = '']) => [verb, line]));

  it('has a target for each verb', () => {
    // What make does itself, and what is another verb with an option.
    const own = new Set(['help', 'test-devcontainer']);
    assert.deepEqual([...help.keys()].filter((name) => !own.has(name)).toSorted(), verbNames.toSorted());
  });

  it('names in its help only options that the verb takes', () => {
    for (const [verb, line] of help) {
      if (!isVerb(verb)) continue;
      for (const [, name = ''] of line.matchAll(/\b([A-Z_]+)=/g)) {
        assert.ok(optionsTakenBy(verb).includes(name), `${verb} ${name}`);
      }
    }
  });

  it('takes options from its own command line, and from nowhere else', () => {
    const { stdout } = spawnSync('make', ['--dry-run', 'reset', 'YES=1', "it's=x"], {
      cwd: thisCheckout.root,
      env: { PATH: process.env['PATH'], NAME: 'DESKTOP', ENV: 'dev', SCALE: '7', options: 'JSON' },
      encoding: 'utf8',
    });
    const [command = '', ...options] = stdout.trim().split(/\s+/);
    assert.equal(command, './packages/stack/run');
    assert.deepEqual(options.toSorted(), ["'YES'", "'it'\\''s'", 'reset']);
  });
});
