import { paint } from './style.ts';

/** Says what is done, a line each. */
export function printStep(step: string): void {
  console.log(`  ${paint('dim', '·')} ${step}`);
}
