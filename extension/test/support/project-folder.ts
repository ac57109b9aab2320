import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder as a project with a stack has it: the contract's mark, a Makefile, and what a stack that runs leaves. */
export interface ProjectFolder {
  readonly path: string;
  /** Says where the stack runs, as the stack itself does; undefined: that it does not. */
  readonly setUrls: (urls: { readonly api: string; readonly frontend?: string } | undefined) => void;
  readonly remove: () => void;
}

/** @param makefile what its Makefile says, if it has one */
export function makeProjectFolder(makefile?: string, parent = mkdtempSync(join(tmpdir(), 'project-'))): ProjectFolder {
  const path = join(parent, 'shop');
  mkdirSync(join(path, 'contract'), { recursive: true });
  writeFileSync(join(path, 'contract/package.json'), '{}');
  if (makefile !== undefined) writeFileSync(join(path, 'Makefile'), makefile);
  const state = join(path, '.stack/state.json');
  return {
    path,
    setUrls: (urls) => {
      if (!urls) {
        rmSync(state, { force: true });
        return;
      }
      mkdirSync(join(path, '.stack'), { recursive: true });
      writeFileSync(state, JSON.stringify({ version: 1, mode: 'native', urls }));
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}
