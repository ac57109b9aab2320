import assert from 'node:assert/strict';
import { withDescendants } from '../../../src/process/processes.ts';
import { runTool, type ToolResult } from '../../../src/process/run.ts';
import { outsideMake } from '../../../src/test/outside-make.ts';
import { Place, type StoreName } from '../../../src/test/advice/place.ts';
import type { NativeCheckout } from './checkout.ts';

const deadlineMs = 120_000;

/** A checkout on a machine without an engine, whose stack is native by that alone. */
export class NativePlace extends Place {
  readonly name = 'native';
  readonly #stack: NativeCheckout;

  constructor(stack: NativeCheckout) {
    super(stack.checkout.root);
    this.#stack = stack;
    stack.settle();
  }

  run(command: string): Promise<ToolResult> {
    const noEngine = {
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
      DOCKER_CONTEXT: '',
      STACK: '',
      IN_DEV_CONTAINER: '',
    };
    return runTool('sh', ['-c', command], {
      cwd: this.#stack.checkout.root,
      env: { ...process.env, ...outsideMake, ...noEngine, NO_COLOR: '1' },
      deadlineMs,
    });
  }

  async stop(): Promise<void> {
    const { ok, output } = await this.run('make down');
    assert.ok(ok, output);
  }

  freeze(store: StoreName): Promise<void> {
    return Promise.resolve(this.#signal(store, 'SIGSTOP'));
  }

  end(store: StoreName): Promise<void> {
    return Promise.resolve(this.#signal(store, 'SIGKILL'));
  }

  #signal(store: StoreName, signal: NodeJS.Signals): void {
    const pid = this.#stack.state()?.services[store].process?.pid;
    assert.ok(pid);
    for (const each of withDescendants([pid])) process.kill(each.pid, signal);
  }
}
