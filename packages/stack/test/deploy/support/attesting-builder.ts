import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * A `docker` before the real one, which stands in for a builder that attests: that takes images nobody may have here. It builds
 * and pushes for real, with a label in place of the attestations, and keeps what it was asked for.
 */
const script = `#!/bin/sh
PATH=\${PATH#*${delimiter}}
case " $* " in *' --sbom=true '*) ;; *) exec docker "$@" ;; esac
echo "$*" >> "\${0%/*}/builds"
tag=
for argument; do
  shift
  case $argument in
    --push) set -- "$@" --load ;;
    --sbom=*) set -- "$@" --label=attested=true ;;
    --provenance=*) set -- "$@" --provenance=false ;;
    --tag=*) tag=\${argument#*=}; set -- "$@" "$argument" ;;
    *) set -- "$@" "$argument" ;;
  esac
done
docker "$@" && docker push --quiet "$tag"
`;

export class AttestingBuilder {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async create(): Promise<AttestingBuilder> {
    const directory = await mkdtemp(join(tmpdir(), 'builder-'));
    await writeFile(join(directory, 'docker'), script);
    await chmod(join(directory, 'docker'), 0o755);
    return new AttestingBuilder(directory);
  }

  /** What lets a command find it. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: `${this.#directory}${delimiter}${process.env['PATH'] ?? ''}` };
  }

  /** The arguments of each build with attestations, so far. */
  get builds(): readonly string[] {
    const file = join(this.#directory, 'builds');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  }

  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true });
  }
}
