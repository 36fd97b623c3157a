import type { EventView } from '../event/event-view.ts';

/** A pid has at most 7 digits on Linux; a signed 32-bit number has 10. */
const MAX_DIGITS = 10;
const ZERO = 0x30;

/** Gives messages of Unix sockets that name no process the pid that the kernel reports for their sender. */
export class ProcessIds {
  /** The message, and the digits after it: ranges of a view point into one buffer. */
  #bytes = Buffer.alloc(1024);
  #end = 0;

  /** Moves the message of `view` to a buffer that has the digits of `pid` after it; valid until the next call. */
  append(view: EventView, pid: number): void {
    const length = view.end - view.start;
    if (this.#bytes.length < length + MAX_DIGITS) {
      this.#bytes = Buffer.alloc(2 * length + MAX_DIGITS);
    }
    this.#bytes.set(view.bytes.subarray(view.start, view.end));
    let digits = 1;
    for (let rest = pid; rest > 9; rest = Math.trunc(rest / 10)) digits++;
    this.#end = length + digits;
    let rest = pid;
    for (let at = this.#end - 1; at >= length; at--) {
      this.#bytes[at] = ZERO + (rest % 10);
      rest = Math.trunc(rest / 10);
    }
    view.bytes = this.#bytes;
    view.start = 0;
    view.end = length;
  }

  /** Sets PROCID of a decoded syslog message that has none. */
  complete(view: EventView): void {
    const { syslog } = view;
    if (syslog.procIdStart >= 0 && syslog.procIdEnd > syslog.procIdStart) return;
    syslog.procIdStart = view.end;
    syslog.procIdEnd = this.#end;
  }
}
