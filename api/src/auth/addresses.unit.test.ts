import assert from 'node:assert/strict';
import { isLoopback, parseReturnTo } from './addresses.ts';

/** Where a browser on this origin ends up, as the WHATWG URL standard says. */
const origin = 'https://shop.example';

const within = [
  '/',
  '/tasks',
  '/tasks?state=open&limit=5',
  '/tasks#row-3',
  '/a/../b',
  '/tasks?next=https://evil.example',
  '/tasks?next=//evil.example',
  '/tasks#//evil.example',
  '/@evil.example',
  '/:80/',
  '/%2F%2Fevil.example',
  '/%5Cevil.example',
  '/%09/evil.example',
  '/authors',
  '/javascript:alert(1)',
  '/ümlaut',
  '/.well-known/x',
];

const elsewhere = [
  '',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  '//\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/ /evil.example',
  '\u0000//evil.example',
  '/\u0000/evil.example',
  '/\u00a0/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/a/%2e%2e//evil.example',
  'https://evil.example',
  'http://evil.example',
  'HTTPS://evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https:\\\\evil.example',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://evil.example/x',
  'file:///etc/passwd',
  'evil.example',
  'tasks',
  './tasks',
  '../tasks',
  '?x=1',
  '#x',
  '@evil.example',
  '//user:password@evil.example/',
  '//evil.example:443/',
  '//[::1]/',
  '//2130706433/',
  '/\uFF0F\uFF0Fevil.example\\',
  '/auth',
  '/auth/logout',
  '/AUTH/login?return_to=/',
  '/x/../auth/login',
  `/${'x'.repeat(2_000)}`,
];

describe('parseReturnTo', () => {
  for (const path of within) {
    it(`takes ${JSON.stringify(path)}, and stays`, () => {
      const returnTo = parseReturnTo(path);
      assert.equal(new URL(returnTo ?? 'none:', origin).href, new URL(path, origin).href);
      assert.equal(new URL(returnTo ?? 'none:', origin).origin, origin);
    });
  }

  for (const address of elsewhere) {
    it(`refuses ${JSON.stringify(address.slice(0, 60))}`, () => assert.equal(parseReturnTo(address), undefined));
  }

  it('refuses what is no text', () => {
    for (const value of [undefined, null, 1, ['/'], ['/', '//evil.example'], { a: '/' }]) {
      assert.equal(parseReturnTo(value), undefined);
    }
  });

  it('tests more than forty forms that lead elsewhere', () => assert.ok(new Set(elsewhere).size >= 40));
});

describe('isLoopback', () => {
  const addresses: Record<string, boolean> = {
    'http://localhost': true,
    'http://localhost:3000': true,
    'http://shop.localhost:3000': true,
    'http://127.0.0.1:4000': true,
    'http://[::1]:4000': true,
    'http://0x7f000001': true,
    'http://localhost.evil.example': false,
    'http://127.0.0.1.evil.example': false,
    'http://192.168.1.7': false,
    'http://evillocalhost': false,
    'http://localhost@evil.example': false,
  };
  for (const [address, expected] of Object.entries(addresses)) {
    it(`${expected ? 'takes' : 'refuses'} ${address}`, () => assert.equal(isLoopback(new URL(address)), expected));
  }
});
