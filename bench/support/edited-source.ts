import { readFile, writeFile } from 'node:fs/promises';

/** A source file in which one text is replaced by another at each edit. */
export class EditedSource {
  readonly path: string;
  readonly #text: string;
  readonly #original: string;

  private constructor(path: string, text: string, original: string) {
    this.path = path;
    this.#text = text;
    this.#original = original;
  }

  static async open(path: string, text: string): Promise<EditedSource> {
    const original = await readFile(path, 'utf8');
    if (!original.includes(text)) throw new Error(`${path} has no "${text}" to edit.`);
    return new EditedSource(path, text, original);
  }

  edited(mark: string, before = ''): string {
    return before + this.#original.replace(this.#text, this.#text + mark);
  }

  save(mark: string, before = ''): Promise<void> {
    return writeFile(this.path, this.edited(mark, before));
  }

  restore(): Promise<void> {
    return writeFile(this.path, this.#original);
  }
}
