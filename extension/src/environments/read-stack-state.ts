import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { stackStateFile } from './stack-state-file.ts';

/** What is read of the file that a running stack leaves in its folder; the rest is for others. */
const stackStateSchema = z.object({
  /** The stack's name. */
  stack: z.string().optional(),
  urls: z.object({ api: z.string(), frontend: z.string().optional() }),
});

export type StackState = z.infer<typeof stackStateSchema>;

const maxBytes = 1024 * 1024;

/** What a stack says of itself; undefined where it does not run, or not by a version that is understood. */
export async function readStackState(folder: string): Promise<StackState | undefined> {
  try {
    const file = stackStateFile(folder);
    if ((await stat(file)).size > maxBytes) return undefined;
    return stackStateSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
