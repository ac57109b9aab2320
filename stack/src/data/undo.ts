import { readCatalog } from './catalog.ts';
import { restore, type Restored } from './restore.ts';
import type { DataSession } from './session.ts';
import { StackError } from '../stack-error.ts';

/**
 * Goes back to what the last `reset`, `restore` or `undo` replaced.
 * @returns also the name of the snapshot that was restored
 * @throws StackError when nothing was replaced, or the snapshot is gone, and as of `restore`
 */
export async function undo(session: DataSession, maxBytes: number): Promise<Restored & { readonly name: string }> {
  const { live } = await readCatalog(session.client, session.names);
  const name = live?.metadata?.undo;
  if (!name) {
    throw new StackError('There is nothing to undo: the data were neither reset nor restored', {
      fix: ['make snapshots lists what can be restored.'],
    });
  }
  return { name, ...(await restore(session, name, { command: 'undo', maxBytes })) };
}
