import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { l10n } from '@zero-to-running/health/words/l10n';
import { stackStateFile } from './environment.ts';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';

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
interface ReadState {
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

const maxNameFileBytes = 1024 * 1024;

/** The name that Compose gives the stack of a folder that gives it none. */
export function defaultStackName(folder: string): string {
  return basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** Whether a file that was written for another place, `/folder#inode`, came from a checkout that is still there. */
async function isOfAnother(folder: string, place: string): Promise<boolean> {
  try {
    const [here, there] = await Promise.all([stat(folder), stat(place.replace(/#\d*$/, ''))]);
    return here.ino !== there.ino || here.dev !== there.dev;
  } catch {
    return false;
  }
}

/**
 * The name that a folder's `.env` gives its stack, and by which its API calls itself whoever has started it; undefined
 * where there is no such file, or it was copied from another checkout, as nothing was ever started. Nothing else of it is
 * kept.
 */
export async function readStackName(folder: string): Promise<string | undefined> {
  try {
    const file = join(folder, '.env');
    if ((await stat(file)).size > maxNameFileBytes) return undefined;
    const { COMPOSE_PROJECT_NAME: name, CHECKOUT_PLACE: place } = parseEnv(await readFile(file, 'utf8'));
    if (place && (await isOfAnother(folder, place))) return undefined;
    return name || defaultStackName(folder);
  } catch {
    return undefined;
  }
}
