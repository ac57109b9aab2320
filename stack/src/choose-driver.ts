import type { Checkout } from './checkout.ts';
import type { StackDriver } from './driver.ts';
import { nativeDriver } from './native/native-driver.ts';
import { StackError } from './stack-error.ts';

/**
 * The driver that the environment's STACK names, or the one that this checkout has.
 * @throws StackError for a name there is no driver of
 */
export function chooseDriver(checkout: Checkout, environment: NodeJS.ProcessEnv): StackDriver {
  const wanted = environment.STACK || 'native';
  if (wanted === 'native') return nativeDriver(checkout);
  if (wanted === 'compose') {
    throw new StackError('STACK=compose: this checkout has only the native driver, which needs no containers', {
      fix: ['Leave STACK out, or set STACK=native.'],
    });
  }
  throw new StackError(`STACK=${wanted} is not known`, { fix: ['It is one of: native'] });
}
