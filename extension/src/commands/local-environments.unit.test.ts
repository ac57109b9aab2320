import assert from 'node:assert/strict';
import { toldEnvironment } from '../../test/support/told-environment.ts';
import { UserFacingError } from '../common/user-facing-error.ts';
import { emptySnapshot } from '../store/environment-store.ts';
import { localsOf } from './context.ts';

describe('the environments with a Makefile', () => {
  const folder = { uri: 'file:///shop', name: 'shop', path: '/shop' };
  const remote = toldEnvironment(emptySnapshot).environments.all;
  const local = toldEnvironment(emptySnapshot, folder).environments.all;

  it('are those of folders', () => {
    assert.deepEqual(localsOf([...remote, ...local]), local);
  });

  it('where there is none, are told to be missing, with what makes one', () => {
    for (const all of [[], remote]) {
      assert.throws(
        () => localsOf(all),
        (error) => {
          assert.ok(error instanceof UserFacingError);
          assert.match(
            error.message,
            /^No folder of this window has a stack\. .*contract\/package\.json.*zeroToRunning\.apiUrl/,
          );
          assert.equal(error.remedy.argument, 'zeroToRunning.apiUrl');
          return true;
        },
      );
    }
  });
});
