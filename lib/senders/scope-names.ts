/** An unknown number is looked up again after this time, since each datagram of its senders needs it. */
const LOOK_UP_EVERY_MS = 1000;

/** Numbers for the names of link-local scopes, and back: those of the system's interfaces, or made up where names are all there is. */
export class ScopeNames {
  readonly #names: Map<number, string>;
  readonly #numbers: Map<string, number>;
  readonly #lookUp: (() => ReadonlyMap<number, string>) | undefined;
  #lookedUpMs = Number.NEGATIVE_INFINITY;

  /** `known`: interface names by number. `lookUp` returns them as they are now, for interfaces that appear later. */
  constructor(known: ReadonlyMap<number, string>, lookUp?: () => ReadonlyMap<number, string>) {
    this.#names = new Map(known);
    this.#numbers = new Map([...known].map(([number, name]) => [name, number]));
    this.#lookUp = lookUp;
  }

  /** Numbers stand for themselves; an unknown name gets a number that no interface has. */
  numberOf(name: string): number {
    if (/^\d{1,9}$/.test(name)) return Number(name);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = 0x4000_0000 + this.#numbers.size;
    this.#numbers.set(name, number);
    this.#names.set(number, name);
    return number;
  }

  nameOf(number: number): string {
    return this.#names.get(number) ?? this.#newName(number) ?? String(number);
  }

  #newName(number: number): string | undefined {
    const nowMs = performance.now();
    if (this.#lookUp === undefined || nowMs - this.#lookedUpMs < LOOK_UP_EVERY_MS) return undefined;
    for (const [each, name] of this.#lookUp()) {
      if (this.#names.has(each)) continue;
      this.#names.set(each, name);
      this.#numbers.set(name, each);
    }
    const name = this.#names.get(number);
    // A name that was found does not delay the next one.
    if (name === undefined) this.#lookedUpMs = nowMs;
    return name;
  }
}
