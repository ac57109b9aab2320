import type { FakeApi } from './fake-api.ts';
import { Scene, type StageProps } from './scene.ts';

/** A scene whose API is a fake, for states which are hard to bring a real one into. */
export class FakeScene extends Scene {
  readonly api: FakeApi;

  /** @param onDropped is called when the browser drops a request because of the machine's network */
  constructor(stage: StageProps, api: FakeApi, onDropped: () => void) {
    super(stage, onDropped);
    this.api = api;
  }

  override async end(): Promise<void> {
    try {
      await super.end();
    } finally {
      await this.api.close();
    }
  }
}
