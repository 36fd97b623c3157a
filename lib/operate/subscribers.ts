import type { ServerResponse } from 'node:http';
import { LOST, QUEUED, type TapSettings } from '../deliver/tap/tap-settings.ts';
import type { MonitoredRelay } from './monitored-relay.ts';

export const MAX_SUBSCRIBERS = 8;
/** How often a subscriber is told what it lost while no event comes. */
const REPORT_EVERY_MS = 1000;

/** The part of a relay that copies events. */
export type TappedRelay = Pick<MonitoredRelay, 'tap' | 'untap'>;

/** Those who read live events: at most 8, each with a bounded queue. A slow one loses events and receives their count. */
export class Subscribers {
  readonly #relay: TappedRelay;
  readonly #open = new Set<number>();
  #lastId = 0;

  constructor(relay: TappedRelay) {
    this.#relay = relay;
  }

  get isFull(): boolean {
    return this.#open.size >= MAX_SUBSCRIBERS;
  }

  /** Writes events to `response`, whose head is sent when all threads copy them, until it is closed. */
  async serve(wanted: Pick<TapSettings, 'when' | 'form'>, response: ServerResponse): Promise<void> {
    const id = ++this.#lastId;
    const shared = new Int32Array(new SharedArrayBuffer(8));
    const feed = new SubscriberFeed(response, wanted.form, shared);
    this.#open.add(id);
    const timer = setInterval(() => feed.reportLost(), REPORT_EVERY_MS);
    response.once('close', () => {
      clearInterval(timer);
      this.#relay.untap(id);
      this.#open.delete(id);
    });
    await this.#relay.tap({ id, shared, ...wanted }, (lines) => feed.take(lines));
    response.writeHead(200, {
      'Content-Type': wanted.form === 'json' ? 'application/x-ndjson' : 'text/plain; charset=utf-8',
    });
    response.flushHeaders();
  }
}

/** Writes lines to one subscriber, and how many events it lost: `lost N`, in JSON `{"lost":N}`. */
class SubscriberFeed {
  readonly #response: ServerResponse;
  readonly #form: TapSettings['form'];
  readonly #shared: TapSettings['shared'];
  #reported = 0;

  constructor(response: ServerResponse, form: TapSettings['form'], shared: TapSettings['shared']) {
    this.#response = response;
    this.#form = form;
    this.#shared = shared;
  }

  take(lines: Uint8Array): void {
    this.reportLost();
    // Called when the system has them, or when the connection is closed.
    this.#response.write(lines, () => Atomics.sub(this.#shared, QUEUED, lines.length));
  }

  reportLost(): void {
    const lost = Atomics.load(this.#shared, LOST);
    if (lost === this.#reported || this.#response.writableNeedDrain) return;
    // The counter is 32 bits wide and may wrap.
    const more = (lost - this.#reported) >>> 0;
    this.#reported = lost;
    this.#response.write(this.#form === 'json' ? `{"lost":${more}}\n` : `lost ${more}\n`);
  }
}
