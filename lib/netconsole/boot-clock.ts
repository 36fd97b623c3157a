/** How long the least difference counts: clocks drift, and a suspended machine's clock stands still. */
const WINDOW_US = 600_000_000;

/**
 * Estimates when a sender booted: the least difference between arrival and uptime of the last ten to twenty minutes in
 * which something was heard. All times in microseconds, arrival since the epoch.
 */
export class BootClock {
  #current: number;
  #before: number;
  #windowStartUs: number;

  constructor(bootUs: number, receivedUs: number) {
    this.#current = bootUs;
    this.#before = bootUs;
    this.#windowStartUs = receivedUs;
  }

  get bootUs(): number {
    return this.#current < this.#before ? this.#current : this.#before;
  }

  /** Learns from a record of that arrival minus uptime. */
  take(bootUs: number, receivedUs: number): void {
    if (receivedUs - this.#windowStartUs > WINDOW_US) {
      this.#before = this.#current;
      this.#current = bootUs;
      this.#windowStartUs = receivedUs;
    } else if (bootUs < this.#current) {
      this.#current = bootUs;
    }
  }

  /** Forgets the boot before. */
  restart(bootUs: number, receivedUs: number): void {
    this.#current = bootUs;
    this.#before = bootUs;
    this.#windowStartUs = receivedUs;
  }
}
