import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from '../permissions/exchange.ts';
import { Recorder } from '../permissions/recorder.ts';
import { InfraCopy } from './infra-copy.ts';
import { startMockAws, type MockAws } from './mock-aws.ts';

/** A root module of the infrastructure, in a mock AWS of its own. */
export class RootModule {
  readonly aws: MockAws;
  readonly #path: string;
  readonly #copy: InfraCopy;
  readonly #recorder: Recorder;

  private constructor(path: string, aws: MockAws, copy: InfraCopy, recorder: Recorder) {
    this.#path = path;
    this.aws = aws;
    this.#copy = copy;
    this.#recorder = recorder;
  }

  /**
   * @param path such as `environments/dev`
   * @param tasks of each service, which the mock has running at once
   */
  static async create(path: string, tasks?: number): Promise<RootModule> {
    const aws = await startMockAws(tasks);
    const recorder = await Recorder.start(aws.endpoint);
    const copy = await InfraCopy.create({ ...aws.env, AWS_ENDPOINT_URL: recorder.endpoint });
    const module = new RootModule(path, aws, copy, recorder);
    // The state in a file, in place of the bucket that only an account has.
    await writeFile(join(copy.folder(path), 'local_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
    await module.#terraform('init');
    return module;
  }

  /** All that Terraform has asked AWS so far. */
  get exchanges(): readonly Exchange[] {
    return this.#recorder.exchanges;
  }

  #terraform(command: string, ...args: readonly string[]): Promise<string> {
    this.#recorder.begin(command);
    return this.#copy.terraform(this.#path, [command, '-no-color', ...args]);
  }

  /**
   * @param variables such as `-var=app_version=1.0.0`
   * @param file where the plan is kept, for `apply` or beside others
   * @returns the plan as JSON
   */
  async plan(variables: readonly string[], file = 'plan'): Promise<string> {
    await this.#terraform('plan', '-lock=false', `-out=${file}`, ...variables);
    return this.#terraform('show', '-json', file);
  }

  /** Carries out the last plan. @returns the state as JSON */
  async apply(): Promise<string> {
    await this.#terraform('apply', 'plan');
    return this.#terraform('show', '-json');
  }

  /** @returns addresses of what the state still has */
  async destroy(variables: readonly string[]): Promise<string> {
    await this.#terraform('destroy', '-auto-approve', ...variables);
    return this.#copy.terraform(this.#path, ['state', 'list']);
  }

  /** Replaces a text of one of its files. @throws when the file does not have it */
  async edit(file: string, before: string, after: string): Promise<void> {
    const path = join(this.#copy.folder(this.#path), file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(before)) throw new Error(`${this.#path}/${file} has no "${before}"`);
    await writeFile(path, text.replace(before, after));
  }

  async remove(): Promise<void> {
    await this.#copy.remove();
    this.#recorder.stop();
    await this.aws.stop();
  }
}
