import { deploymentEventSchema, type DeploymentEvent } from '@zero-to-running/contract/deployment';

/** Characters that one event may have. */
const lineLimit = 64 * 1024;

/**
 * Reads deployment events from pieces of text as they come, a line each. Lines that are none, of a program that prints
 * something else as well, are handed to `onOther`.
 */
export class EventLines {
  #rest = '';
  readonly #onEvent: (event: DeploymentEvent) => void;
  readonly #onOther: (line: string) => void;

  constructor(onEvent: (event: DeploymentEvent) => void, onOther: (line: string) => void) {
    this.#onEvent = onEvent;
    this.#onOther = onOther;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, lineLimit);
    for (const line of lines) this.#read(line);
  }

  end(): void {
    if (this.#rest !== '') this.#read(this.#rest);
    this.#rest = '';
  }

  #read(line: string): void {
    let event: DeploymentEvent | undefined;
    try {
      event = deploymentEventSchema.safeParse(JSON.parse(line)).data;
    } catch {
      // Not JSON.
    }
    if (event) this.#onEvent(event);
    else this.#onOther(line);
  }
}
