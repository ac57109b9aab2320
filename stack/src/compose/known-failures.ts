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

const withoutEngine = 'Or do without containers: STACK=native make dev';

/** Of what Docker, Compose and the builds say; the first that fits counts. */
const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /spawn docker ENOENT/,
    message: 'There is no command `docker` on the PATH',
    fix: ['Install Docker: https://docs.docker.com/get-docker/', withoutEngine],
  },
  {
    pattern: /permission denied.*(docker|connect)|docker.*permission denied/i,
    message: 'You may not use the Docker engine: its socket belongs to another group',
    fix: ['sudo usermod -aG docker "$USER", then log in again', withoutEngine],
  },
  {
    pattern: /cannot connect to the docker daemon|error during connect|is the docker daemon running|no end within/i,
    message: 'The Docker engine does not answer',
    fix: [startEngine, 'Is another one meant? docker context ls, and DOCKER_HOST, name it', withoutEngine],
  },
  {
    pattern:
      /'compose' is not a docker command|unknown command: docker compose|unknown (shorthand )?flag.*(compose|project-name|ansi|short)/i,
    message: 'This Docker has no Compose',
    fix: ['Install the plugin: https://docs.docker.com/compose/install/linux/', withoutEngine],
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    message: 'The disk of the Docker engine is full',
    fix: ['docker system df shows what takes it; docker builder prune and docker image prune free some'],
  },
  {
    pattern: /port is already allocated|address already in use|ports are not available/i,
    message: 'Another program took a port meanwhile',
    fix: ['Start again: make dev'],
  },
  {
    pattern: /mounts denied|is not shared from the host|file sharing/i,
    message: 'The Docker engine may not see the folder of this checkout',
    fix: ['Share it: in Docker Desktop, Settings > Resources > File sharing'],
  },
  {
    pattern: /toomanyrequests|rate limit/i,
    message: 'The registry gives no more images to this address for now',
    fix: ['docker login raises the limit; or wait, and start again'],
  },
  {
    pattern: /npm (error|ERR!).*(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network)/i,
    message: 'The npm registry cannot be reached from the build',
    fix: ['Is there a connection, or a proxy to set? npm ping asks it from here; then start again'],
  },
  {
    pattern:
      /(failed to resolve|failed to do request|failed to authorize|registry|dial tcp|lookup ).*(i\/o timeout|no such host|connection refused|connection reset|timeout|temporary failure|server misbehaving|network is unreachable|EOF|x509|TLS)/i,
    message: 'A registry of images cannot be reached',
    fix: ['Is there a connection, or a proxy to set for the engine? Then start again: make dev'],
  },
  {
    pattern: /password authentication failed/i,
    message: 'The database does not take the password in .env: it was made with another one',
    fix: [
      'Put that one back into .env',
      'Or set a new one: make down, delete the line POSTGRES_PASSWORD from .env, make dev',
    ],
  },
];

/** What is known about a failure that a tool describes; nothing when it is none of those. */
export function recognise(output: string): { readonly message?: string; readonly fix: readonly string[] } | undefined {
  return knownFailures.find(({ pattern }) => pattern.test(output));
}

/** The lines of an output that say what is wrong, at most six. */
function tellingLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|failed|cannot|denied|invalid|no such|required/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-6).join('\n  ');
}

/** A failed command of Docker's, explained where it is known. */
export function dockerFailure(what: string, { output, ending }: { output: string; ending: string }): StackError {
  const said = output.trim() === '' ? ending : tellingLines(output);
  const known = recognise(`${output}\n${ending}`);
  return new StackError(known?.message ? `${known.message}:\n  ${said}` : `${what}:\n  ${said}`, {
    fix: known?.fix ?? ['make doctor looks closer.'],
  });
}
