import { join } from 'node:path';

/** The file by which a running stack tells where it is. */
export function stackStateFile(folder: string): string {
  return join(folder, '.stack', 'state.json');
}
