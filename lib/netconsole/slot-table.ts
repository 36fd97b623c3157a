/** One thing, or none, for each sender, by slot. Always an array without gaps, which engines keep fast. */
export class SlotTable<T> {
  readonly #items: (T | undefined)[] = [];

  get(slot: number): T | undefined {
    return slot < this.#items.length ? this.#items[slot] : undefined;
  }

  set(slot: number, item: T | undefined): void {
    while (this.#items.length <= slot) this.#items.push(undefined);
    this.#items[slot] = item;
  }

  clear(slot: number): void {
    if (slot < this.#items.length) this.#items[slot] = undefined;
  }
}
