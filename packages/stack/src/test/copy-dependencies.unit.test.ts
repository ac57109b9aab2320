import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDependencies } from './copy-dependencies.ts';

const file = 'node_modules/package/index.js';
const otherFileSystem = '/dev/shm';

const inode = (folder: string) => statSync(join(folder, file)).ino;

describe('copy of dependencies', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
  });

  function newFolder(parent = tmpdir()): string {
    const folder = mkdtempSync(join(parent, 'copied-'));
    made.push(folder);
    return folder;
  }

  function installed(parent?: string): string {
    const folder = newFolder(parent);
    mkdirSync(join(folder, 'node_modules/package'), { recursive: true });
    writeFileSync(join(folder, file), '');
    return folder;
  }

  it('is made of links on one file system', () => {
    const [from, to] = [installed(), newFolder()];
    copyDependencies(from, to);
    assert.equal(inode(to), inode(from));
  });

  it('is made once, and then of links, on another file system', function otherDevice() {
    if (!existsSync(otherFileSystem) || statSync(otherFileSystem).dev === statSync(tmpdir()).dev) this.skip();
    const [from, one, other] = [installed(otherFileSystem), newFolder(), newFolder()];
    copyDependencies(from, one);
    copyDependencies(from, other);
    assert.equal(inode(one), inode(other));
  });

  it('has files of its own where it needs them', () => {
    const [from, to] = [installed(), newFolder()];
    copyDependencies(from, to, { owned: true });
    assert.notEqual(inode(to), inode(from));
  });
});
