import { type Outcome, send, taskBody } from './load-request.ts';

/** Requests that are under way, with half of their body sent, until they are let go. */
export class HeldUploads {
  readonly #release = Promise.withResolvers<void>();
  readonly #outcomes: Promise<readonly Outcome[]>;

  constructor(origin: string, count: number) {
    const held = this.#release.promise;
    const uploads = Array.from({ length: count }, () =>
      send(origin, { method: 'POST', path: '/api/tasks', body: taskBody(), held }),
    );
    this.#outcomes = Promise.all(uploads);
  }

  /** Sends the rest of the bodies. */
  release(): void {
    this.#release.resolve();
  }

  outcomes(): Promise<readonly Outcome[]> {
    return this.#outcomes;
  }
}
