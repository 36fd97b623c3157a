import { setTimeout as pause } from 'node:timers/promises';
import { RunningRelay, type RelayOptions } from './running-relay.ts';

/** An event as `stdout` prints it. */
export interface PrintedEvent {
  readonly source: {
    readonly transport: string;
    readonly listener: string;
    readonly address?: string;
    readonly pid?: number;
    readonly uid?: number;
  };
  readonly format: string;
  readonly hostname: string;
  readonly claimedHostname?: string;
  readonly facility: number;
  readonly severity?: number;
  readonly appName?: string;
  readonly procId?: string;
  readonly message: string;
  readonly structuredData?: unknown;
  readonly kernel?: { readonly uptimeUs?: number };
  readonly problems?: readonly string[];
}

const TIMEOUT_MS = 10_000;

/** A relay that prints every event. */
export class StreamRelay {
  readonly relay: RunningRelay;

  private constructor(relay: RunningRelay) {
    this.relay = relay;
  }

  /** `sources`: YAML in flow style, one source a line. */
  static async start(
    sources: string,
    { queue = '64MiB', ...options }: Omit<RelayOptions, 'config'> & { queue?: string } = {},
  ): Promise<StreamRelay> {
    const config = `sources:\n${sources}\ndestinations: { out: { type: stdout, queue: ${queue} } }\n`;
    return new StreamRelay(await RunningRelay.start({ config, ...options }));
  }

  /** Everything printed so far, of one source or of all. */
  events(listener?: string): PrintedEvent[] {
    const lines = this.relay.child.stdout.split('\n').slice(0, -1);
    const events = lines.map((line) => JSON.parse(line) as PrintedEvent);
    return events.filter(({ source }) => listener === undefined || source.listener === listener);
  }

  /** The events of a source once there are this many. */
  async received(count: number, listener?: string): Promise<PrintedEvent[]> {
    const deadline = performance.now() + TIMEOUT_MS;
    for (;;) {
      const events = this.events(listener);
      if (events.length >= count) return events;
      if (performance.now() > deadline) {
        const found = JSON.stringify(events.slice(-5));
        throw new Error(
          `${events.length} of ${count} events: ${found}\n${this.relay.child.stderr}`,
        );
      }
      await pause(10);
    }
  }

  /** The messages of a source that the relay has read, when it reads no more: it reads none, or waits. */
  async readBy(source: string): Promise<number> {
    const { child } = this.relay;
    for (let before = -1; ;) {
      const told = child.stderr.length;
      child.process.kill('SIGUSR2');
      const account = new RegExp(`source ${source}: (\\d+) datagrams?`);
      await child.printedAfter(told, account);
      const read = Number(account.exec(child.stderr.slice(told))?.[1]);
      if (read === before) return read;
      before = read;
      await pause(100);
    }
  }

  stop(): Promise<number | undefined> {
    return this.relay.stop();
  }
}
