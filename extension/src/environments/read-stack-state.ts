import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { l10n } from '../common/l10n.ts';
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

/** What a stack says of itself, or why that is not known. Neither, where it does not run. */
export interface ReadState {
  readonly state?: StackState | undefined;
  /** As a sentence without its full stop. */
  readonly problem?: string;
}

function parse(text: string): ReadState {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { problem: l10n.t('{0} cannot be read, as it is no JSON', '.stack/state.json') };
  }
  const { data: state } = stackStateSchema.safeParse(raw);
  return state
    ? { state }
    : { problem: l10n.t('{0} is not understood: it does not say where the API is, as urls.api', '.stack/state.json') };
}

/** Reads what a stack says of itself, in the file that it leaves in its folder. */
export async function readStackState(folder: string): Promise<ReadState> {
  try {
    const file = stackStateFile(folder);
    if ((await stat(file)).size > maxBytes) {
      return { problem: l10n.t('{0} is not read, as it has more than {1} kB', '.stack/state.json', maxBytes / 1024) };
    }
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    return { problem: l10n.t('{0} cannot be read ({1})', '.stack/state.json', code) };
  }
}
