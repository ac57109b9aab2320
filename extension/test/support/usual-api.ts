import { isPortFree } from '@zero-to-running/stack/ports/free-port';
import { startRealApi, type RealApi } from './real-api.ts';

const port = 4000;

/** A real API where a stack usually has it, which is where one is looked for on a guess. */
export class UsualApi {
  readonly #databaseUrl: string;
  #api: RealApi | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /**
   * @param stack the name of the stack that it is part of
   * @returns whether it runs; not where somebody else has the port
   */
  async start(stack: string | undefined): Promise<boolean> {
    await this.stop();
    if (!(await isPortFree(port))) return false;
    this.#api = await startRealApi(this.#databaseUrl, { PORT: String(port), ...(stack && { STACK_NAME: stack }) });
    return true;
  }

  async stop(): Promise<void> {
    await this.#api?.stop();
    this.#api = undefined;
  }
}
