import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { checkoutAt, thisCheckout, type Checkout } from '../../../src/checkout.ts';
import { runTool, type ToolResult } from '../../../src/process/run.ts';
import { readState } from '../../../src/state/state-file.ts';
import { copyDependencies } from '../../../src/test/copy-dependencies.ts';
import { makeArguments, sortVariables } from '../../../src/test/make-arguments.ts';
import { outsideMake } from '../../../src/test/outside-make.ts';
import type { StackState } from '../../../src/state/stack-state.ts';
import { docker } from './docker.ts';
import { Project } from './project.ts';

const deadlineMs = 180_000;

const cleared = { ...outsideMake, NO_COLOR: '1' };

/** A copy of the checkout with the dependencies of this one, whose stack is run by `make`. */
export class ComposeCheckout {
  readonly project: Project;
  readonly checkout: Checkout;

  private constructor(project: Project) {
    this.project = project;
    this.checkout = checkoutAt(project.root);
  }

  static async create(name: string): Promise<ComposeCheckout> {
    const project = await Project.create(name);
    copyDependencies(thisCheckout.root, project.root);
    return new ComposeCheckout(project);
  }

  /** Runs `make` to its end, by a command such as `nice` where one is given. */
  make(verb: string, env: NodeJS.ProcessEnv = {}, by: readonly string[] = []): Promise<ToolResult> {
    const { options, environment } = sortVariables(verb, env);
    // Run by `env`, which only runs what follows.
    return runTool('env', [...by, 'make', ...makeArguments(verb, options)], {
      cwd: this.project.root,
      env: { ...process.env, ...cleared, ...environment },
      deadlineMs,
    });
  }

  /** Starts the command line of a verb as one process, which can be signalled. */
  begin(verb: string, env: NodeJS.ProcessEnv = {}): { child: ChildProcess; exited: Promise<unknown> } {
    const { options, environment } = sortVariables(verb, env);
    const child = spawn(join(this.project.root, 'packages/stack/run'), [verb, ...options], {
      cwd: this.project.root,
      env: { ...process.env, ...cleared, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { child, exited: once(child, 'exit') };
  }

  state(): StackState | undefined {
    return readState(this.checkout);
  }

  /** Services whose containers run, sorted. */
  async running(): Promise<string[]> {
    const filter = `label=com.docker.compose.project=${this.project.name}`;
    const names = await docker('ps', '--filter', filter, '--format', '{{.Label "com.docker.compose.service"}}');
    return names.split('\n').filter(Boolean).toSorted();
  }

  volumes(): Promise<string> {
    return docker('volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${this.project.name}`);
  }

  /** Removes all of it. */
  async remove(): Promise<void> {
    await this.project.remove();
  }
}
