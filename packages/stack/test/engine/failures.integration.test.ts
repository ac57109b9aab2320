import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';
import { runTool, type ToolResult } from '../../src/process/run.ts';
import { sortVariables } from '../../src/test/make-arguments.ts';
import { fakeDocker, type DockerAnswers } from './support/fake-docker.ts';

const sources = [
  'packages/stack/src',
  'packages/stack/env',
  'packages/stack/package.json',
  'package.json',
  'package-lock.json',
  '.env.example',
  'docker-compose.yml',
];

const say = (text: string) => `echo '${text.replaceAll("'", `'\\''`)}' >&2; exit 1`;

const permissionDenied =
  'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.45/version": dial unix /var/run/docker.sock: connect: permission denied';
const notRunning = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const unreachable =
  'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host';
const unreachableInBuild =
  'failed to solve: node:24-bookworm-slim: failed to resolve source metadata for docker.io/library/node:24-bookworm-slim: failed to do request: Head "https://registry-1.docker.io/v2/library/node/manifests/24": dial tcp 10.0.0.1:443: i/o timeout';
const npmAway =
  '#12 9.870 npm error request to https://registry.npmjs.org/express failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org npm error code EAI_AGAIN';

interface Failure {
  readonly name: string;
  readonly answers: DockerAnswers;
  readonly message: RegExp;
  readonly fix: RegExp;
}

const failures: readonly Failure[] = [
  {
    name: 'an engine that does not run',
    answers: { engine: say(notRunning) },
    message: /The Docker engine does not answer/,
    fix: /→ Start it: /,
  },
  {
    name: 'a socket that one may not use',
    answers: { engine: say(permissionDenied) },
    message: /Permission denied for the Docker socket/,
    fix: /→ sudo usermod -aG docker/,
  },
  {
    name: 'a Compose that is too old',
    answers: { compose: 'echo 2.19.1' },
    message: /Docker Compose is 2\.19\.1: too old, 2\.22 or newer is needed/,
    fix: /→ Update it: https:\/\/docs\.docker\.com\/compose/,
  },
  {
    name: 'an engine that is too old',
    answers: { engine: 'echo 24.0.7' },
    message: /The Docker engine is 24\.0\.7: too old, 25\.0 or newer is needed/,
    fix: /→ Update it: https:\/\/docs\.docker\.com\/engine/,
  },
  {
    name: 'a Docker without Compose',
    answers: { compose: say("docker: 'compose' is not a docker command.") },
    message: /The Docker Compose plugin is not installed/,
    fix: /→ Install the plugin/,
  },
  {
    name: 'a newer Docker without Compose',
    answers: { compose: say("docker: unknown command: docker compose\n\nRun 'docker --help' for more information") },
    message: /The Docker Compose plugin is not installed/,
    fix: /→ Install the plugin/,
  },
  {
    name: 'a disk that is full',
    answers: { up: say('failed to register layer: write /usr/lib/x: no space left on device') },
    message: /The disk of the Docker engine is full/,
    fix: /→ See what uses it: docker system df/,
  },
  {
    name: 'a registry that cannot be reached for an image',
    answers: { up: say(unreachable) },
    message: /A registry of images cannot be reached/,
    fix: /→ Check the connection and the proxy/,
  },
  {
    name: 'a registry that cannot be reached in a build',
    answers: { up: say(unreachableInBuild) },
    message: /A registry of images cannot be reached/,
    fix: /→ Check the connection and the proxy/,
  },
  {
    name: 'an npm registry that cannot be reached in a build',
    answers: { up: say(npmAway) },
    message: /The npm registry cannot be reached from the build/,
    fix: /→ .*npm ping/,
  },
  {
    name: 'a folder that is not shared with the engine',
    answers: { up: say('Error response from daemon: Mounts denied: The path /a is not shared from the host') },
    message: /may not see the folder of this checkout/,
    fix: /→ Share it/,
  },
];

describe('make in containers that cannot be had', function () {
  this.timeout(60_000);
  let folder: string;
  let checkout: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'no engine '));
    checkout = join(folder, 'checkout');
    for (const path of sources) {
      await cp(join(thisCheckout.root, path), join(checkout, path), { recursive: true });
    }
    symlinkSync(join(thisCheckout.root, 'node_modules'), join(checkout, 'node_modules'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function run(verb: string, env: NodeJS.ProcessEnv): Promise<ToolResult> {
    const { options, environment } = sortVariables(verb, { STACK: 'compose', ...env });
    return runTool(process.execPath, [join(checkout, 'packages/stack/src/cli.ts'), verb, ...options], {
      cwd: checkout,
      env: { ...process.env, NO_COLOR: '1', IN_DEV_CONTAINER: '', ...environment },
      deadlineMs: 50_000,
    });
  }

  const withFake = (answers: DockerAnswers): NodeJS.ProcessEnv => ({
    PATH: `${fakeDocker(folder, answers)}${delimiter}${process.env.PATH}`,
  });

  for (const { name, answers, message, fix } of failures) {
    it(`explains ${name}, with what to do`, async () => {
      const { ok, output } = await run('dev', withFake(answers));
      assert.equal(ok, false, output);
      assert.match(output, message);
      assert.match(output, fix);
      assert.doesNotMatch(output, /\n +at .*\.ts:/);
    });
  }

  it('explains that there is no Docker', async () => {
    const { ok, output } = await run('dev', { PATH: folder });
    assert.equal(ok, false);
    assert.match(output, /no command `docker` on the PATH[^]*→ Install Docker/);
  });

  it('shows in doctor what is wrong, with its fix', async () => {
    const { ok, output } = await run('doctor', withFake({ engine: say(permissionDenied) }));
    assert.equal(ok, false);
    assert.match(output, /✖ +Docker engine +Permission denied for the Docker socket[^]*→ sudo usermod -aG docker/);
    assert.match(output, /✔ +Docker Compose +2\.40\.3/);
  });

  it('is not chosen by itself, but the native stack is', async () => {
    const { output } = await run('doctor', { ...withFake({ engine: say(notRunning) }), STACK: '' });
    assert.match(output, /^Native stack$/m);
    assert.doesNotMatch(output, /^Containers$/m);
    assert.match(
      output,
      /! +way taken +The Docker engine does not answer; so the stack runs natively\n +→ For details, run make doctor STACK=compose/,
    );
  });

  it('is chosen by itself where an engine answers', async () => {
    const { output } = await run('doctor', { ...withFake({}), STACK: '' });
    assert.match(output, /^Containers$/m);
    assert.doesNotMatch(output, /^Native stack$/m);
  });
});
