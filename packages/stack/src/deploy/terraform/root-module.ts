import { z } from 'zod';
import { StackError } from '../../stack-error.ts';
import { terraformPlanSchema, type TerraformPlan } from '../plan/terraform-plan.ts';
import type { ToolResult } from '../../process/run.ts';
import { runTerraform, type TerraformOptions } from './run-terraform.ts';
import { terraformError } from '../aws-errors.ts';

const minute = 60_000;

const outputsSchema = z.record(z.string(), z.object({ value: z.unknown() }));

export interface PlanOptions {
  /** Where the plan is kept for `apply`. */
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly destroy?: boolean;
  /** Only these, and what they need. */
  readonly targets?: readonly string[];
  /** Takes no lock, for who may only read. */
  readonly lock?: boolean;
}

/** Terraform in one root module. All of it throws StackError, and stops when the signal is aborted. */
export class RootModule {
  readonly #program: string;
  readonly #directory: string;
  readonly #signal: AbortSignal | undefined;

  constructor(program: string, directory: string, signal?: AbortSignal) {
    this.#program = program;
    this.#directory = directory;
    this.#signal = signal;
  }

  async #run(what: string, args: readonly string[], options: Partial<TerraformOptions> = {}): Promise<ToolResult> {
    const run = await runTerraform(this.#program, args, {
      directory: this.#directory,
      deadlineMs: 10 * minute,
      signal: this.#signal,
      ...options,
    });
    this.#signal?.throwIfAborted();
    if (!run.ok) throw terraformError(what, run.output);
    return run;
  }

  /**
   * Fetches providers and opens the state; quick when both are as they were.
   * @param backend settings of the state; without them, those of the module's own files are enough
   * @param moves takes the state along from where it was until now
   */
  async init(backend: Readonly<Record<string, string>>, moves = false): Promise<void> {
    const configs = Object.entries(backend).map(([key, value]) => `-backend-config=${key}=${value}`);
    const how = moves ? ['-migrate-state', '-force-copy'] : ['-reconfigure'];
    await this.#run('terraform init failed', ['init', '-no-color', '-input=false', ...how, ...configs]);
  }

  async plan({ file, variables, destroy = false, targets = [], lock = true }: PlanOptions): Promise<TerraformPlan> {
    await this.#run('terraform plan failed', [
      'plan',
      '-no-color',
      '-input=false',
      lock ? '-lock-timeout=20s' : '-lock=false',
      `-out=${file}`,
      ...(destroy ? ['-destroy'] : []),
      ...targets.map((target) => `-target=${target}`),
      ...Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`),
    ]);
    const { stdout } = await this.#run('terraform show failed', ['show', '-json', file]);
    const plan = terraformPlanSchema.safeParse(JSON.parse(stdout));
    if (plan.success) return plan.data;
    throw new StackError("Terraform's plan is not as expected", { cause: plan.error });
  }

  /** Takes what is there already into the state. @param address where the module has it @param id by which AWS knows it */
  async adopt(address: string, id: string, variables: Readonly<Record<string, string>>): Promise<void> {
    await this.#run('terraform import failed', [
      'import',
      '-no-color',
      '-input=false',
      '-lock-timeout=20s',
      ...Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`),
      address,
      id,
    ]);
  }

  /** Carries a plan out. @param onLine called with each line that says what was done */
  async apply(file: string, onLine: (line: string) => void): Promise<void> {
    await this.#run('terraform apply failed', ['apply', '-no-color', '-input=false', '-lock-timeout=20s', file], {
      deadlineMs: 60 * minute,
      onLine,
    });
  }

  /** What was applied last says of itself; empty where nothing was. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.#run('terraform output failed', ['output', '-no-color', '-json']);
    const outputs = outputsSchema.parse(JSON.parse(stdout));
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }
}
