/** What has to be undone, last first, whatever fails. */
export class Cleanups {
  readonly #steps: (() => unknown)[] = [];

  /** Keeps a step for the end. */
  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** @throws what failed, after all steps were tried */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be cleaned up');
  }
}
