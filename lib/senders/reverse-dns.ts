const CONCURRENCY = 32;

/** What a lookup needs of others. */
export interface ReverseDnsContext {
  /** Resolves with the names of an address, or rejects when there are none or nobody answers. */
  reverse(address: string): Promise<readonly string[]>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Told each name that was found, also from the cache. */
  found(address: string, name: string): void;
}

export interface ReverseDnsLimits {
  /** Addresses remembered or waiting; more are not asked for. */
  readonly maxAddresses: number;
  readonly keepMs: number;
  /** How long it is remembered that an address has no name. */
  readonly keepFailureMs: number;
}

/** As long as syslog-ng keeps them. */
export const DNS_LIMITS: ReverseDnsLimits = {
  maxAddresses: 65_536,
  keepMs: 3_600_000,
  keepFailureMs: 60_000,
};

interface Answer {
  readonly name: string | undefined;
  readonly untilMs: number;
}

/** Looks names of addresses up, many at a time but not more, and remembers answers and failures for a while. */
export class ReverseDns {
  readonly #context: ReverseDnsContext;
  readonly #limits: ReverseDnsLimits;
  /** In the order of asking, so that the oldest goes first. */
  readonly #answers = new Map<string, Answer>();
  readonly #waiting = new Set<string>();
  /** Another set once answers are forgotten, those on their way too. */
  #running = new Set<string>();

  constructor(context: ReverseDnsContext, limits: ReverseDnsLimits = DNS_LIMITS) {
    this.#context = context;
    this.#limits = limits;
  }

  /** Asks for the name of an address, unless that is known or on its way. */
  ask(address: string): void {
    const answer = this.#answers.get(address);
    if (answer !== undefined && this.#context.now() < answer.untilMs) {
      if (answer.name !== undefined) this.#context.found(address, answer.name);
      return;
    }
    if (this.#running.has(address) || this.#waiting.size >= this.#limits.maxAddresses) return;
    this.#waiting.add(address);
    this.#next();
  }

  /** Forgets every answer, for a reload. */
  clear(): void {
    this.#answers.clear();
    this.#waiting.clear();
    this.#running = new Set();
  }

  #next(): void {
    for (const address of this.#waiting) {
      if (this.#running.size >= CONCURRENCY) return;
      this.#waiting.delete(address);
      this.#running.add(address);
      void this.#look(address).finally(() => this.#next());
    }
  }

  async #look(address: string): Promise<void> {
    const running = this.#running;
    const names = await this.#context.reverse(address).catch(noNames);
    running.delete(address);
    if (running !== this.#running) return;
    const name = names[0]?.replace(/\.$/, '');
    const { keepMs, keepFailureMs, maxAddresses } = this.#limits;
    const keep = name === undefined ? keepFailureMs : keepMs;
    this.#answers.delete(address);
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size >= maxAddresses) this.#answers.delete(oldest);
    this.#answers.set(address, { name, untilMs: this.#context.now() + keep });
    if (name !== undefined) this.#context.found(address, name);
  }
}

/** No name and no answer are the same to us: the address is used until the sender is new again, or a reload. */
function noNames(): readonly string[] {
  return [];
}
