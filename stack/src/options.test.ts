import assert from 'node:assert/strict';
import { flagOption, serviceOption } from './options.ts';
import { StackError } from './stack-error.ts';

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
    assert.throws(() => flagOption({ FOLLOW: 'no' }, 'FOLLOW', true), /FOLLOW=no/);
  });
});
