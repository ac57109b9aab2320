import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';
import { suiteOfFile } from './suite-of-file.ts';

const { root } = thisCheckout;

describe('suite of a test file', () => {
  for (const [file, name, inWorkspace] of [
    ['api/src/db/pool.integration.test.ts', 'api', 'src/db/pool.integration.test.ts'],
    [join(root, 'packages/stack/src/test/suites.unit.test.ts'), 'stack', 'src/test/suites.unit.test.ts'],
    ['packages/stack/test/native/crash.e2e.test.ts', 'native', 'test/native/crash.e2e.test.ts'],
    [
      'packages/stack/test/deploy/permissions.integration.test.ts',
      'infra',
      '../packages/stack/test/deploy/permissions.integration.test.ts',
    ],
    ['extension/test/manifest.unit.test.ts', 'extension', 'test/manifest.unit.test.ts'],
    ['extension/test/workbench/workbench.e2e.test.ts', 'editor', 'test/workbench/workbench.e2e.test.ts'],
    [
      './packages/stack/test/containers/devcontainer.e2e.test.ts',
      'devcontainer',
      'test/containers/devcontainer.e2e.test.ts',
    ],
    ['packages/stack/test/containers/production.e2e.test.ts', 'containers', 'test/containers/production.e2e.test.ts'],
  ] as const) {
    it(`is ${name} for ${file.replace(root, '…')}`, () => {
      const suite = suiteOfFile(file, root);
      assert.equal(suite.name, name);
      assert.ok('mocha' in suite.run);
      assert.equal(suite.run.file, inWorkspace);
    });
  }

  it('keeps what the suite needs', () => {
    assert.equal(suiteOfFile('api/src/db/pool.integration.test.ts', root).needsServices, true);
  });

  for (const [file, said] of [
    ['api/src/db/nope.test.ts', /no such file/],
    ['api/src/db/pool.ts', /no suite takes it in/],
    ['bench/package.json', /no suite takes it in/],
  ] as const) {
    it(`refuses ${file}, with what to do`, () => {
      assert.throws(
        () => suiteOfFile(file, root),
        (error) => error instanceof StackError && said.test(error.message) && error.fix.length > 0,
      );
    });
  }
});

/** What no suite takes in by itself, and why. */
const others = [
  // The suite `containers` runs these, in front of its own stacks.
  /^frontend\/test\/on-compose\//,
  // On the mock AWS, the services of production do not become stable within its deadline.
  /^infra\/test\/rehearsal\./,
];

describe('every test file', () => {
  it('is taken in by a suite', () => {
    const pattern = '{*,packages/*}/{src,dev,test}/**/*.test.{ts,tsx}';
    const files = globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] });
    assert.ok(files.length > 200);
    for (const file of files.filter((each) => others.every((other) => !other.test(each)))) {
      assert.ok('mocha' in suiteOfFile(file, root).run, file);
    }
  });
});
