import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a folder with a stack has, as in the manifest's `activationEvents`. */
export const markers = ['contract/package.json', '.stack/state.json'] as const;

/** The markers, and the folders with which they go: of what is deleted, VS Code tells the uppermost only. */
export const markersGlob = `**/{${[...markers, ...markers.map((marker) => dirname(marker))].join(',')}}`;

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
