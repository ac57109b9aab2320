import { checkoutAt } from '@zero-to-running/stack/checkout';
import { readState } from '@zero-to-running/stack/state/state-file';
import type { StackState } from '@zero-to-running/stack/state/stack-state';

/** Where the stack that runs in a checkout is. @throws when none does */
export function stackUrls(checkout: string): StackState['urls'] {
  const state = readState(checkoutAt(checkout));
  if (!state) throw new Error(`No stack runs in ${checkout}.`);
  return state.urls;
}
