import { Scene, type StageProps } from './scene.ts';
import type { StackTasks } from './stack-tasks.ts';

/** A scene whose API is a real one, with tasks that it leaves as it found them. */
export class StackScene extends Scene {
  readonly tasks: StackTasks;

  /** @param onDropped is called when the browser drops a request because of the machine's network */
  constructor(stage: StageProps, tasks: StackTasks, onDropped: () => void) {
    super(stage, onDropped);
    this.tasks = tasks;
  }

  override async end(): Promise<void> {
    try {
      await super.end();
    } finally {
      await this.tasks.clear();
    }
  }
}
