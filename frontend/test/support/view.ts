import type { Page } from 'playwright-core';
import type { FakeApi } from './fake-api.ts';
import type { Gate } from './gate.ts';

/** The fake API, and the gate that leads to it. */
interface Backstage {
  readonly api: FakeApi;
  readonly gate: Gate;
}

/** A state of the application that somebody may see. */
export interface View {
  readonly name: string;
  readonly path: string;
  /** Before the page is opened. */
  readonly prepare?: (backstage: Backstage) => void;
  /** After it was opened: brings it into the state and waits for it. */
  readonly reach: (page: Page, backstage: Backstage) => Promise<void>;
}
