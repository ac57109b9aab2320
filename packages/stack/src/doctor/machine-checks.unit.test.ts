import assert from 'node:assert/strict';
import { fileEvents, type Place } from './machine-checks.ts';

const linux = '6.8.0-45-generic';
const wsl = '5.15.153.1-microsoft-standard-WSL2';
const ext4 = 0xef53;
const plan9 = 0x01021997;

/** Each row is a place of a checkout, and what the doctor says of it. */
const places: readonly (readonly [
  what: string,
  place: Omit<Place, 'isPolling'> & { readonly isPolling?: boolean },
  found: RegExp,
  fix: RegExp | undefined,
])[] = [
  ['Linux', { root: '/home/ada/shop', kernel: linux, fileSystem: ext4 }, /^arrive$/, undefined],
  ['a folder of Linux named so', { root: '/mnt/d/shop', kernel: linux, fileSystem: ext4 }, /^arrive$/, undefined],
  [
    "WSL's own files",
    { root: '/home/ada/shop', kernel: wsl, fileSystem: ext4 },
    /^arrive: the checkout is inside WSL$/,
    undefined,
  ],
  [
    'a folder in WSL',
    { root: '/mnt/data/shop', kernel: wsl, fileSystem: ext4 },
    /^arrive: the checkout is inside WSL$/,
    undefined,
  ],
  [
    'a drive of Windows in WSL 2',
    { root: '/mnt/c/Users/Ada/shop', kernel: wsl, fileSystem: plan9 },
    /on a drive of Windows: slow, and a saved file restarts nothing/,
    /^Move it into WSL, such as to ~\/shop, or set CHOKIDAR_USEPOLLING=1 in \.env\.$/,
  ],
  [
    'one in WSL 1',
    { root: '/mnt/c/shop', kernel: '4.4.0-22621-Microsoft', fileSystem: 0x53464846 },
    /on a drive of Windows/,
    /Move it into WSL/,
  ],
  [
    'one mounted elsewhere',
    { root: '/c/shop', kernel: wsl, fileSystem: plan9 },
    /on a drive of Windows/,
    /Move it into WSL/,
  ],
  [
    'one that is polled',
    { root: '/mnt/c/shop', kernel: wsl, fileSystem: plan9, isPolling: true },
    /slow, and watched by polling/,
    /^Move it into WSL, such as to ~\/shop\.$/,
  ],
  [
    "a virtual machine's share",
    { root: '/workspaces/shop', kernel: linux, fileSystem: plan9 },
    /on the host's file system/,
    /^Set CHOKIDAR_USEPOLLING=1 in \.env\.$/,
  ],
  [
    'one that is polled already',
    { root: '/workspaces/shop', kernel: linux, fileSystem: plan9, isPolling: true },
    /watched by polling/,
    undefined,
  ],
];

describe('the doctor on the place of a checkout', () => {
  for (const [what, place, found, fix] of places) {
    it(`${what}: ${fix ? 'warns' : 'all is well, or cannot be better'}`, () => {
      const check = fileEvents({ isPolling: false, ...place });
      assert.match(check.found, found);
      if (fix) assert.match(check.fix ?? '', fix);
      else assert.equal(check.fix, undefined);
    });
  }
});
