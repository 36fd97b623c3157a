/** At most one object for each sender, by slot. An array without gaps, which V8 keeps fast. */
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
