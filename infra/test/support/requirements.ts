import { spawnSync } from 'node:child_process';
import { hasMockAws } from './mock-aws.ts';

function hasTerraform(): boolean {
  return spawnSync('terraform', ['version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** What these tests lack here, for the reason of a skip; undefined where they can run. */
const missing: string | undefined =
  process.env['TEST_AWS'] === '0'
    ? 'TEST_AWS=0'
    : !hasTerraform()
      ? 'there is no terraform on the PATH'
      : !hasMockAws()
        ? 'python3 has no moto: pip install -r infra/test/mock-aws/requirements.txt'
        : undefined;

/** Describes tests that need Terraform and a mock AWS, and skips them, saying why, where there is neither. */
export function describeWithTerraform(title: string, tests: (this: Mocha.Suite) => void): void {
  describe(missing ? `${title} (skipped: ${missing})` : title, function body() {
    before(function requireTerraform() {
      if (missing) this.skip();
    });
    tests.call(this);
  });
}

/** Describes tests that run containers, and skips them where no engine answers. */
export function describeWithDocker(title: string, tests: (this: Mocha.Suite) => void): void {
  describe(`${title} (needs a Docker engine)`, function body() {
    before(function requireEngine() {
      this.timeout(60_000);
      if (spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 60_000 }).status !== 0) this.skip();
    });
    tests.call(this);
  });
}
