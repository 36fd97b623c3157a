/** Numbers for the names of link-local scopes, and back: those of the system's interfaces, or made up where names are all there is. */
export class ScopeNames {
  readonly #names: Map<number, string>;
  readonly #numbers: Map<string, number>;

  /** `known`: interface names by number. */
  constructor(known: ReadonlyMap<number, string>) {
    this.#names = new Map(known);
    this.#numbers = new Map([...known].map(([number, name]) => [name, number]));
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
    return this.#names.get(number) ?? String(number);
  }
}
