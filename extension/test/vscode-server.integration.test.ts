import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const program = fileURLToPath(new URL('vscode-server', import.meta.url));
const version = '1.95.0';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('server of VS Code for tests (needs curl)', () => {
  before(function skipWithoutCurl() {
    if (!hasCurl) this.skip();
  });

  let scratch: string;
  let downloads: string;

  /** Puts up for download, for every platform, a server that only says what it was called with. */
  function offer(): void {
    const content = join(scratch, 'content/vscode-server-any-web/bin');
    mkdirSync(content, { recursive: true });
    writeFileSync(join(content, 'code-server'), '#!/bin/sh\necho called with "$@"\n');
    chmodSync(join(content, 'code-server'), 0o755);
    for (const platform of ['linux-x64-web', 'linux-arm64-web', 'darwin-web', 'darwin-arm64-web']) {
      const folder = join(downloads, version, `server-${platform}`);
      mkdirSync(folder, { recursive: true });
      execFileSync('tar', ['-czf', join(folder, 'stable'), '-C', join(scratch, 'content'), 'vscode-server-any-web']);
    }
  }

  function serve(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return spawnSync(program, args, {
      encoding: 'utf8',
      timeout: 10_000,
      env: {
        PATH: process.env['PATH'],
        XDG_CACHE_HOME: join(scratch, 'cache'),
        VSCODE_VERSION: version,
        VSCODE_DOWNLOADS: pathToFileURL(downloads).href,
        ...env,
      },
    });
  }

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'vscode server-'));
    downloads = join(scratch, 'downloads');
    offer();
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it('is downloaded once, and serves on loopback with its data where they are asked for', () => {
    const data = join(scratch, 'data');
    const first = serve(['9000', '--some-argument'], { VSCODE_SERVER_DATA: data });
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /^called with --host 127\.0\.0\.1 --port 9000 .*--some-argument$/m);
    assert.ok(first.stdout.includes(`--server-data-dir ${data} --extensions-dir ${data}/extensions`));
    rmSync(downloads, { recursive: true });
    const second = serve(['9001']);
    assert.equal(second.status, 0, second.stderr);
    assert.match(second.stdout, /--port 9001 /);
  });

  it('names the version that cannot be downloaded, and keeps nothing of it', () => {
    const { status, stderr } = serve(['9000'], { VSCODE_VERSION: '1.0.999' });
    assert.equal(status, 1);
    assert.match(stderr, /VS Code 1\.0\.999 could not be downloaded from .*\n.*VSCODE_VERSION is a released version/);
    assert.deepEqual(readdirSync(join(scratch, 'cache/zero-to-running/vscode-server')), []);
  });

  for (const args of [[], ['--port=9000']]) {
    it(`asks for a port when it gets ${args.join() || 'nothing'}`, () => {
      const { status, stderr } = serve(args);
      assert.equal(status, 1);
      assert.match(stderr, /first argument is the port/);
    });
  }
});
