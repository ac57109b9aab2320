import assert from 'node:assert/strict';
import { StackError } from '../stack-error.ts';
import { selectSuites, suites } from './suites.ts';

describe('choice of test suites', () => {
  it('is all of them unless one is named', () => {
    assert.equal(selectSuites(undefined), suites);
    assert.equal(selectSuites(''), suites);
  });

  it('is the one that is named', () => {
    assert.deepEqual(
      selectSuites('api').map(({ name }) => name),
      ['api'],
    );
  });

  it('names what there is when there is no such suite', () => {
    assert.throws(
      () => selectSuites('apii'),
      (error) =>
        error instanceof StackError && /SUITE=apii/.test(error.message) && /contract, api/.test(error.fix.join()),
    );
  });
});
