import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../errors.ts';
import type { ToolResult } from '../../process/run.ts';

export type StoreName = 'database' | 'cache';

/** Where a person reads an advice, and follows it: a checkout, and how commands are run there. */
export abstract class Place {
  abstract readonly name: 'native' | 'compose' | 'dev container';
  readonly #root: string;
  /** What was in files before they were edited; undefined for none. */
  readonly #before = new Map<string, string | undefined>();

  /** @param root folder of the checkout on this machine */
  constructor(root: string) {
    this.#root = root;
  }

  /** Runs a line of the shell there to its end, without a terminal. */
  abstract run(command: string): Promise<ToolResult>;

  /** Stops the whole stack, as another window does. */
  abstract stop(): Promise<void>;

  /** Keeps a store from answering, though it runs. */
  abstract freeze(store: StoreName): Promise<void>;

  /** Stops the container of a store, as somebody does by hand. */
  abstract end(store: StoreName): Promise<void>;

  /** Changes a file of the checkout until `restore`; one that is not there is empty. */
  async edit(file: string, change: (content: string) => string): Promise<void> {
    const path = join(this.#root, file);
    const before = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (!this.#before.has(path)) this.#before.set(path, before);
    await writeFile(path, change(before ?? ''));
  }

  /** Takes back what `edit` has changed. */
  async restore(): Promise<void> {
    for (const [path, content] of this.#before) {
      if (content === undefined) await rm(path, { force: true });
      else await writeFile(path, content);
    }
    this.#before.clear();
  }
}
