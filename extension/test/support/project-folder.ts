import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder as a project with a stack has it: the contract's mark, a Makefile, and what a stack that runs leaves. */
export interface ProjectFolder {
  readonly path: string;
  /** Says where the stack runs, and what it is called, as the stack itself does; undefined: that it does not run. */
  readonly setUrls: (urls: { readonly api: string; readonly frontend?: string } | undefined, stack?: string) => void;
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
    setUrls: (urls, stack) => {
      if (!urls) {
        rmSync(state, { force: true });
        return;
      }
      mkdirSync(join(path, '.stack'), { recursive: true });
      writeFileSync(state, JSON.stringify({ version: 1, mode: 'native', urls, stack }));
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** A window with that folder, one of another stack that does not run, and one that has nothing to do with any. */
export function makeWorkspaceFile({ path }: ProjectFolder): string {
  const parent = dirname(path);
  for (const mark of ['blog/contract', 'notes']) mkdirSync(join(parent, mark), { recursive: true });
  writeFileSync(join(parent, 'blog/contract/package.json'), '{}');
  const file = join(parent, 'all.code-workspace');
  const folders = ['shop', 'blog', 'notes'].map((folder) => ({ path: folder }));
  writeFileSync(file, JSON.stringify({ folders }));
  return file;
}
