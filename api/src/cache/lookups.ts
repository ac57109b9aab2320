const maxKeys = 1_000;

type Values = readonly (string | null)[];

/** What is needed of an ioredis client. */
interface Server {
  mget(keys: string[]): Promise<(string | null)[]>;
}

/** The keys of one MGET that is about to be sent. */
interface Batch {
  readonly positions: Map<string, number>;
  readonly reply: Promise<Values>;
}

/**
 * Looks keys up, all that are asked for in one turn of the event loop with one command, and each of them once. A
 * lookup is never older than the call, because nobody joins a command that has been sent.
 */
export class Lookups {
  readonly #client: Server;
  #batch: Batch | undefined;

  constructor(client: Server) {
    this.#client = client;
  }

  /** The values of some keys, as they are at one instant; null for those that do not exist. */
  async get(keys: readonly string[]): Promise<Values> {
    this.#batch ??= this.#begin();
    const { positions, reply } = this.#batch;
    const places = keys.map((key) => {
      const place = positions.get(key) ?? positions.size;
      positions.set(key, place);
      return place;
    });
    if (positions.size >= maxKeys) this.#batch = undefined;
    const values = await reply;
    return places.map((place) => values[place] ?? null);
  }

  #begin(): Batch {
    const positions = new Map<string, number>();
    const { promise: reply, resolve, reject } = Promise.withResolvers<Values>();
    const batch: Batch = { positions, reply };
    setImmediate(() => {
      if (this.#batch === batch) this.#batch = undefined;
      this.#client.mget([...positions.keys()]).then(resolve, reject);
    });
    return batch;
  }
}
