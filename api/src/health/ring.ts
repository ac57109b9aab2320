/** The last items of a sequence, oldest first. */
export class Ring<Item> {
  readonly #capacity: number;
  readonly #items: Item[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  add(item: Item): void {
    if (this.#items.length === this.#capacity) this.#items.shift();
    this.#items.push(item);
  }
}
