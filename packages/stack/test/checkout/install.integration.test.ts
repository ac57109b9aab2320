import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';
import { runTool } from '../../src/process/run.ts';

const scripts = 'packages/stack/install';

/** An npm that unpacks three packages, and is not done before it has been waited for. */
const npm = `#!/bin/sh
for name in vite one @scope/two; do
  mkdir -p "node_modules/$name"
  echo '{}' > "node_modules/$name/package.json"
done
mkdir -p node_modules/.bin node_modules/one/node_modules/inner
ln -s "$REAL_NODE" node_modules/.bin/node
tries=0
until [ -e go ] || [ $((tries += 1)) -gt 300 ]; do sleep 0.1; done
exit "$NPM_EXIT"
`;

const lockfile = `{
  "packages": {
    "": {},
    "node_modules/vite": {},
    "node_modules/one": {},
    "node_modules/@scope/two": {},
    "node_modules/three": {},
    "node_modules/for-another-system": {
      "os": [
        "aix"
      ]
    }
  }
}
`;

describe('the installation of the dependencies', function installs() {
  this.timeout(60_000);
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'install '));
    await cp(join(thisCheckout.root, scripts), join(root, scripts), { recursive: true });
    await mkdir(join(root, 'bin'));
    await writeFile(join(root, 'bin/npm'), npm);
    await chmod(join(root, 'bin/npm'), 0o755);
    await writeFile(join(root, 'package-lock.json'), lockfile);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  function install(npmExit: string) {
    const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}`, REAL_NODE: process.execPath };
    const args = [`${scripts}/install.sh`, 'node_modules/.installed', 'node_modules/.node'];
    let go: Promise<void> | undefined;
    return runTool('sh', args, {
      cwd: root,
      env: { ...env, NPM_EXIT: npmExit },
      deadlineMs: 50_000,
      onLine: (line) => {
        if (/ packages after \d+ s$/.test(line)) go ??= writeFile(join(root, 'go'), '');
      },
    });
  }

  it('says how far it is, while npm says nothing', async () => {
    const { ok, output } = await install('0');
    assert.ok(ok, output);
    assert.match(output, /^ {2}3 of about 4 packages after 5 s$/m);
    assert.match(output, /^Installed in \d+ s\.$/m);
  });

  it('ends with what to do when npm fails, and says no more', async () => {
    const { ok, output } = await install('1');
    assert.equal(ok, false, output);
    assert.match(output, /✖ The dependencies could not be installed/);
    assert.match(output.trim().split('\n').at(-1) ?? '', /→ If files belong to another user/);
  });
});
