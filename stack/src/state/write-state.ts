import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import type { StackState } from './stack-state.ts';

/** Replaces the state file in one step, so that a reader never sees half of it. */
export function writeState({ directory, stateFile }: Checkout, state: StackState): void {
  mkdirSync(directory, { recursive: true });
  const next = `${stateFile}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(next, stateFile);
}

export function removeState({ stateFile }: Checkout): void {
  rmSync(stateFile, { force: true });
}
