import assert from 'node:assert/strict';
import type { ToolResult } from '../../../src/process/run.ts';
import { Place, type StoreName } from '../../../src/test/advice/place.ts';
import { outsideMake } from '../../../src/test/outside-make.ts';
import { attempt, docker } from './docker.ts';
import { pause } from './pause.ts';
import type { Project } from './project.ts';

const deadlineMs = 180_000;

/** A checkout whose stack runs in containers, on the host. */
export class ComposePlace extends Place {
  readonly name = 'compose';
  readonly #project: Project;

  constructor(project: Project) {
    super(project.root);
    this.#project = project;
  }

  run(command: string): Promise<ToolResult> {
    return attempt('sh', ['-c', command], {
      cwd: this.#project.root,
      env: { ...outsideMake, IN_DEV_CONTAINER: '', NO_COLOR: '1' },
      deadlineMs,
    });
  }

  async stop(): Promise<void> {
    const { ok, output } = await this.run('make down');
    assert.ok(ok, output);
  }

  async freeze(store: StoreName): Promise<void> {
    await pause(await this.#project.container(store));
  }

  async end(store: StoreName): Promise<void> {
    await docker('stop', '--time', '5', await this.#project.container(store));
  }
}
