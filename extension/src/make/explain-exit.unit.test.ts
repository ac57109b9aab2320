import assert from 'node:assert/strict';
import { explainExit } from './run-make.ts';

describe('what the end of a make means', () => {
  it('is not that make is missing where its terminal was closed', () => {
    assert.equal(explainExit(undefined), 'It was stopped before it finished.');
  });

  it('is that make may be missing where it could not be started', () => {
    assert.equal(explainExit(undefined, false), 'It could not be run. Is make installed?');
    assert.equal(explainExit(127), 'It could not be run. Is make installed?');
  });

  it('is that it was interrupted, that it says why itself, or its exit code', () => {
    assert.equal(explainExit(130), 'It was interrupted.');
    assert.equal(explainExit(2), 'Its last lines say why.');
    assert.equal(explainExit(5), 'It ended with exit code 5.');
  });
});
