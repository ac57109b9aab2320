import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

const chunkBytes = 64 * 1024;

/** Reads what is appended to a file, from its beginning on, each piece once. */
export class FileTail {
  readonly #path: string;
  readonly #decoder = new StringDecoder('utf8');
  readonly #buffer = Buffer.alloc(chunkBytes);
  #position = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Hands over what is new; nothing where there is no such file. */
  async read(onText: (text: string) => void): Promise<void> {
    const file = await open(this.#path).catch(() => undefined);
    if (!file) return;
    try {
      for (;;) {
        const { bytesRead } = await file.read(this.#buffer, 0, chunkBytes, this.#position);
        if (bytesRead === 0) return;
        this.#position += bytesRead;
        onText(this.#decoder.write(this.#buffer.subarray(0, bytesRead)));
      }
    } finally {
      await file.close();
    }
  }
}
