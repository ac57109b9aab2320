import assert from 'node:assert/strict';
import { StackError } from '../stack-error.ts';
import { selectSuites, suites } from './suites.ts';

describe('choice of test suites', () => {
  it('is the quick ones unless one is named, or all are asked for', () => {
    assert.deepEqual(
      selectSuites(undefined, true),
      suites.filter(({ size }) => size !== 'named'),
    );
    const quick = selectSuites('', false);
    assert.ok(quick.length > 0 && quick.length < suites.length);
    assert.ok(quick.every(({ size }) => size === 'quick'));
  });

  it('is the one that is named, whatever its size', () => {
    for (const name of ['api', 'infra', 'bare-machine']) {
      assert.deepEqual(
        selectSuites(name, false).map((suite) => suite.name),
        [name],
      );
    }
  });

  it('begins with all quick ones, so that a mistake shows before the long ones run', () => {
    const sizes = suites.map(({ size }) => size);
    assert.equal(sizes.lastIndexOf('quick') < sizes.indexOf('full'), true);
  });

  it('names what there is when there is no such suite', () => {
    assert.throws(
      () => selectSuites('apii', false),
      (error) =>
        error instanceof StackError && /SUITE=apii/.test(error.message) && /native, frontend/.test(error.fix.join()),
    );
  });
});
