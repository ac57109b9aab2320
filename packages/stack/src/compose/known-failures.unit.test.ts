import assert from 'node:assert/strict';
import { dockerFailure, recognise } from './known-failures.ts';

/** Each row is what a tool says, and what that means. */
const failures: readonly (readonly [said: string, message: RegExp, fix: RegExp])[] = [
  ['spawn docker ENOENT', /no command `docker`/, /get-docker/],
  [
    "The command 'docker' could not be found in this WSL 2 distro.\nWe recommend to activate the WSL integration in Docker Desktop settings.",
    /not connected to this WSL distribution/,
    /WSL integration/,
  ],
  [
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    /Permission denied for the Docker socket/,
    /usermod/,
  ],
  [
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /does not answer/,
    /Start it/,
  ],
  [
    'error during connect: in the default daemon configuration on Windows, the docker client must be run elevated',
    /does not answer/,
    /Start it/,
  ],
  ["docker: 'compose' is not a docker command.", /Compose plugin is not installed/, /compose\/install/],
  ["unknown flag: --project-name\nSee 'docker --help'.", /Compose plugin is not installed/, /compose\/install/],
  ['write /app/node_modules/x: no space left on device', /disk of the Docker engine is full/, /docker system df/],
  ['Bind for 127.0.0.1:3000 failed: port is already allocated', /Another program took a port/, /make dev/],
  [
    'Error response from daemon: Mounts denied: The path /opt/shop is not shared from the host',
    /may not see the folder/,
    /File sharing/,
  ],
  ['toomanyrequests: You have reached your pull rate limit.', /rate limit/, /docker login/],
  [
    'npm error network request to https://example.test/x failed, reason: getaddrinfo EAI_AGAIN',
    /npm registry/,
    /npm ping/,
  ],
  [
    'failed to resolve source metadata for docker.io/library/x: dial tcp: lookup example.test: i/o timeout',
    /registry of images cannot be reached/,
    /proxy/,
  ],
  ['FATAL:  password authentication failed for user "app"', /password in \.env does not match/, /POSTGRES_PASSWORD/],
];

describe('what is known of failures of Docker', () => {
  for (const [said, message, fix] of failures) {
    it(said.split('\n', 1)[0] ?? '', () => {
      const known = recognise(said);
      assert.match(known?.message ?? '', message);
      assert.match(known?.fix.join('\n') ?? '', fix);
    });
  }

  it('is nothing of what no row describes: then the tool speaks for itself', () => {
    assert.equal(recognise('the moon is full'), undefined);
    const error = dockerFailure('Docker cannot be used', { output: 'noise\nerror: the moon is full\n', ending: '' });
    assert.equal(error.message, 'Docker cannot be used:\n  error: the moon is full');
    assert.match(error.fix.join(''), /make doctor/);
  });
});
