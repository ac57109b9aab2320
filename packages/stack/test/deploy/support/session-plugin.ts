import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * A `session-manager-plugin` that speaks as AWS's does, and forwards nothing. It keeps its arguments, and whether it got the token
 * of the session by its environment.
 */
const script = (version: string) => `#!/bin/sh
here=\${0%/*}
if [ "$1" = --version ]; then echo ${version}; exit 0; fi
printf '%s\\n' "$@" > "$here/arguments"
printenv "$1" > "$here/response"
echo
echo "Starting session with SessionId: session-1"
echo "Port 1 opened for sessionId session-1."
echo "Waiting for connections..."
trap 'echo "Terminate signal received, exiting."; exit 0' TERM INT
while :; do sleep 0.1; done
`;

export class SessionPlugin {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async create(version = '1.2.707.0'): Promise<SessionPlugin> {
    const directory = await mkdtemp(join(tmpdir(), 'plugin-'));
    await writeFile(join(directory, 'session-manager-plugin'), script(version));
    await chmod(join(directory, 'session-manager-plugin'), 0o755);
    return new SessionPlugin(directory);
  }

  /** What lets a command find it. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: `${this.#directory}${delimiter}${process.env['PATH'] ?? ''}` };
  }

  #read(name: string): string {
    const file = join(this.#directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
  }

  get arguments(): readonly string[] {
    return this.#read('arguments').split('\n');
  }

  /** What it got of the session, as JSON. */
  get response(): string {
    return this.#read('response');
  }

  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true });
  }
}
