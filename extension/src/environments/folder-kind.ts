import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder with a stack has, as in the manifest's `activationEvents`. */
export const markers = ['contract/package.json', '.stack/state.json'] as const;

/** Whether a folder keeps the contract, or has a stack that runs. */
export async function hasStack(folder: string): Promise<boolean> {
  const found = await Promise.all(
    markers.map((marker) =>
      access(join(folder, marker)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
