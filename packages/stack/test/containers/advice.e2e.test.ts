import assert from 'node:assert/strict';
import { describeAdvice } from '../../src/test/advice/printed-advice.ts';
import { situations } from '../../src/test/advice/situations.ts';
import { ComposeCheckout } from './support/compose-checkout.ts';
import { ComposePlace } from './support/container-place.ts';
import { describeWithEngine } from './support/engine.ts';

describeWithEngine('a checkout with an engine', () => {
  let stack: ComposeCheckout;
  let place: ComposePlace;

  before(async () => {
    stack = await ComposeCheckout.create('with advice');
    place = new ComposePlace(stack.project);
    const { ok, output } = await place.run('make dev');
    assert.ok(ok, output);
  });
  after(() => stack?.remove());

  describeAdvice(situations, 'compose', () => place);
});
