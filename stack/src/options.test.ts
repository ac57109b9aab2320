import assert from 'node:assert/strict';
import { chooseDriver } from './choose-driver.ts';
import { thisCheckout } from './checkout.ts';
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

  it('choose a driver that there is', () => {
    assert.equal(chooseDriver(thisCheckout, { STACK: 'native' }).mode, 'native');
    assert.throws(() => chooseDriver(thisCheckout, { STACK: 'k8s' }), /STACK=k8s/);
  });
});
