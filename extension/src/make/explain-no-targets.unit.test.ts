import assert from 'node:assert/strict';
import { explainNoTargets } from './make-targets.ts';
import { MakefileUnreadable, MakeOutOfBounds } from './run-make.ts';

describe('why the targets of a folder are not known', () => {
  it('is told in make’s own words where it cannot read the Makefile', () => {
    const message = explainNoTargets(new MakefileUnreadable('Makefile:3: *** missing separator.  Stop.'), 'shop');
    assert.match(message ?? '', /cannot read the Makefile of shop.*Makefile:3: \*\*\* missing separator/);
  });

  it('is told without make’s options where it did not end', () => {
    const message = explainNoTargets(
      new MakeOutOfBounds('make --print-data-base did not end within 10 s', 'time'),
      'shop',
    );
    assert.match(message ?? '', /could not read the Makefile of shop within 10 seconds/);
    assert.doesNotMatch(message ?? '', /--/);
  });

  it('is that it prints too much where it does', () => {
    const message = explainNoTargets(new MakeOutOfBounds('make --print-data-base printed too much', 'output'), 'shop');
    assert.match(message ?? '', /prints too much/);
  });

  it('makes no link of what a Makefile says', () => {
    const message = explainNoTargets(new MakefileUnreadable('Makefile:1: *** [x](command:y).  Stop.'), 'shop');
    assert.doesNotMatch(message ?? '', /\[x\]/);
  });

  it('is not made up where nobody foresaw it', () => {
    assert.equal(explainNoTargets(new Error('anything'), 'shop'), undefined);
  });
});
