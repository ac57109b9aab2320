import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from '@zero-to-running/stack/process/run';
import { terraformMemory } from '@zero-to-running/stack/test/terraform-memory';

/** The folder that these tests are of. */
export const infra = fileURLToPath(new URL('../..', import.meta.url));

/** Characters; a plan of all production has a million. */
const maxOutput = 20_000_000;

const excluded = new Set(['node_modules', '.terraform', '.terraform.lock.hcl']);

function belongs(file: string): boolean {
  return !excluded.has(basename(file)) && !file.includes('.tfstate');
}

/** A copy of `infra`, so that Terraform leaves nothing in the checkout. */
export class InfraCopy {
  readonly #scratch: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(scratch: string, env: NodeJS.ProcessEnv) {
    this.#scratch = scratch;
    this.#env = env;
  }

  /** @param env added to Terraform's environment */
  static async create(env: NodeJS.ProcessEnv): Promise<InfraCopy> {
    const scratch = await mkdtemp(join(tmpdir(), 'infra-'));
    await cp(infra, join(scratch, 'infra'), { recursive: true, filter: belongs });
    // Which says the product's name.
    await cp(join(infra, '../package.json'), join(scratch, 'package.json'));
    const { AWS_PROFILE: _, ...inherited } = process.env;
    const copy = new InfraCopy(scratch, {
      ...inherited,
      ...terraformMemory,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      ...env,
    });
    return copy;
  }

  folder(path: string): string {
    return join(this.#scratch, 'infra', path);
  }

  /**
   * Runs Terraform in a folder of the copy.
   * @returns its standard output
   * @throws with all it said when it fails
   */
  async terraform(path: string, args: readonly string[], deadlineMs = 600_000): Promise<string> {
    const run = await runTool('terraform', args, { cwd: this.folder(path), env: this.#env, deadlineMs, maxOutput });
    if (run.ok) return run.stdout;
    throw new Error(`terraform ${args.join(' ')} in ${path}: ${run.ending}\n${run.output.slice(-6_000)}`);
  }

  async remove(): Promise<void> {
    await rm(this.#scratch, { recursive: true, force: true });
  }
}
