import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { stackStateFile } from './stack-state-file.ts';

/** What is read of the file that a running stack leaves in its folder; the rest is for others. */
const stackStateSchema = z.object({
  /** The stack's name. */
  stack: z.string().optional(),
  phase: z.string().optional(),
  /** The process that runs it, or is starting it. */
  supervisor: z.object({ pid: z.int().positive() }).optional(),
  urls: z.object({ api: z.string(), frontend: z.string().optional() }),
});

export type StackState = z.infer<typeof stackStateSchema>;

const maxBytes = 1024 * 1024;

/** Whether the process that runs a stack, or is starting it, has ended; not where the file names none. */
export function isAbandoned({ supervisor }: StackState): boolean {
  if (!supervisor) return false;
  try {
    process.kill(supervisor.pid, 0);
    return false;
  } catch (error) {
    // One of another user's is there, and takes no signal.
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}

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
