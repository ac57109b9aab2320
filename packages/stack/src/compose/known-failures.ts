import { StackError } from '../stack-error.ts';

interface KnownFailure {
  readonly pattern: RegExp;
  /** What happened; undefined: as the tool says it. */
  readonly message?: string;
  readonly fix: readonly string[];
}

const startEngine =
  process.platform === 'linux'
    ? 'Start it: sudo systemctl start docker (or open Docker Desktop)'
    : 'Start it: open Docker Desktop, or whichever engine you have, and wait until it runs';

const withoutEngine = 'Or run without containers: make dev STACK=native';

/** Of what Docker, Compose and the builds say; the first that fits counts. */
const knownFailures: readonly KnownFailure[] = [
  {
    // What stands on the PATH of a WSL distribution that Docker Desktop is not integrated with.
    pattern: /could not be found in this WSL [12] distro/i,
    message: 'Docker Desktop is not connected to this WSL distribution',
    fix: ['Turn it on: in Docker Desktop, Settings > Resources > WSL integration', withoutEngine],
  },
  {
    pattern: /spawn docker ENOENT/,
    message: 'There is no command `docker` on the PATH',
    fix: ['Install Docker: https://docs.docker.com/get-docker/', withoutEngine],
  },
  {
    pattern: /permission denied.*(docker|connect)|docker.*permission denied/i,
    message: 'Permission denied for the Docker socket: your user is not in its group',
    fix: ['sudo usermod -aG docker "$USER", then log in again', withoutEngine],
  },
  {
    pattern: /cannot connect to the docker daemon|error during connect|is the docker daemon running|no end within/i,
    message: 'The Docker engine does not answer',
    fix: [startEngine, 'If you meant another engine, check docker context ls and DOCKER_HOST', withoutEngine],
  },
  {
    pattern:
      /'compose' is not a docker command|unknown command: docker compose|unknown (shorthand )?flag.*(compose|project-name|ansi|short)/i,
    message: 'The Docker Compose plugin is not installed',
    fix: ['Install the plugin: https://docs.docker.com/compose/install/linux/', withoutEngine],
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    message: 'The disk of the Docker engine is full',
    fix: ['See what uses it: docker system df. Free some: docker builder prune, docker image prune'],
  },
  {
    pattern: /port is already allocated|address already in use|ports are not available/i,
    message: 'Another program took a port during startup',
    fix: ['Start again: make dev'],
  },
  {
    pattern: /mounts denied|is not shared from the host|file sharing/i,
    message: 'The Docker engine may not see the folder of this checkout',
    fix: ['Share it: in Docker Desktop, Settings > Resources > File sharing'],
  },
  {
    pattern: /toomanyrequests|rate limit/i,
    message: 'The rate limit of the registry is reached for this address',
    fix: ['Log in to raise the limit: docker login. Or wait, and start again'],
  },
  {
    pattern: /npm (error|ERR!).*(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network)/i,
    message: 'The npm registry cannot be reached from the build',
    fix: ['Check the connection and the proxy with npm ping, then start again'],
  },
  {
    pattern:
      /(failed to resolve|failed to do request|failed to authorize|registry|dial tcp|lookup ).*(i\/o timeout|no such host|connection refused|connection reset|timeout|temporary failure|server misbehaving|network is unreachable|EOF|x509|TLS)/i,
    message: 'A registry of images cannot be reached',
    fix: ['Check the connection and the proxy of the engine, then start again: make dev'],
  },
  {
    pattern: /password authentication failed/i,
    message: 'The password in .env does not match the one the database was created with',
    fix: [
      'Put that one back into .env',
      'Or set a new one on the host: make down, delete the line POSTGRES_PASSWORD from .env, make dev',
    ],
  },
];

/** What is known about a failure that a tool describes; nothing when it is none of those. */
export function recognise(output: string): { readonly message?: string; readonly fix: readonly string[] } | undefined {
  return knownFailures.find(({ pattern }) => pattern.test(output));
}

/** The lines of an output that say what is wrong, at most six. */
function relevantLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|failed|cannot|denied|invalid|no such|required/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-6).join('\n  ');
}

/** A failed command of Docker's, explained where it is known. */
export function dockerFailure(what: string, { output, ending }: { output: string; ending: string }): StackError {
  const said = output.trim() === '' ? ending : relevantLines(output);
  const known = recognise(`${output}\n${ending}`);
  return new StackError(known?.message ? `${known.message}:\n  ${said}` : `${what}:\n  ${said}`, {
    fix: known?.fix ?? ['Find out more: make doctor'],
  });
}
