import { hostname } from 'node:os';
import { BroadcastChannel } from 'node:worker_threads';
import type { InternalSourceConfig } from '../../config/source-config.ts';
import type { Log, LogLine } from '../../log/log.ts';
import type { Opening, Receiver, SourceReport } from '../receiver.ts';
import type { SourceInput } from '../source-input.ts';
import { InternalBudget } from './internal-budget.ts';
import { INTERNAL_CHANNEL } from './internal-channel.ts';

/** Lines that wait for the thread to open its end. */
const MAX_WAITING = 1000;

const FACILITY_SYSLOG = 5;
const SEVERITIES: Readonly<Record<LogLine['level'], number>> = {
  error: 3,
  warn: 4,
  notice: 5,
  info: 6,
  debug: 7,
};

/**
 * Passes the lines of the relay's own log, as RFC 5424, to the thread that decodes them like any other message. Guard against loops: an event about a line may
 * make the relay write another one, so lines are limited, and those beyond are on standard error only.
 */
export class InternalReceiver implements Receiver<InternalSourceConfig> {
  readonly thread = 'event-loop';
  readonly #log: Log;
  readonly #budget = new InternalBudget();
  readonly #host = hostname();
  readonly #waiting: string[] = [];
  #channel: BroadcastChannel | undefined = undefined;
  #unfollow: (() => void) | undefined = undefined;
  #isOpened = false;

  constructor(log: Log) {
    this.#log = log;
  }

  async open(sources: readonly InternalSourceConfig[]): Promise<Opening> {
    const wasFollowing = this.#unfollow !== undefined;
    if (sources.length > 0) this.#follow();
    return {
      commit: () => {
        if (sources.length === 0) this.close();
      },
      rollback: () => {
        if (!wasFollowing) this.close();
      },
    };
  }

  inputFor(): Omit<SourceInput, 'source'> {
    return { fd: -1, port: 0 };
  }

  opened(): void {
    this.#isOpened = true;
    for (const line of this.#waiting.splice(0)) this.#channel?.postMessage(line);
  }

  report(): SourceReport {
    return { verb: 'reads', endpoint: "the relay's own log" };
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#channel?.close();
    this.#channel = undefined;
    this.#isOpened = false;
    this.#waiting.length = 0;
  }

  #follow(): void {
    if (this.#unfollow !== undefined) return;
    const channel = new BroadcastChannel(INTERNAL_CHANNEL);
    channel.unref();
    this.#channel = channel;
    this.#unfollow = this.#log.follow?.((line) => this.#pass(line));
  }

  #pass(line: LogLine): void {
    if (!this.#budget.take(line.timeMs)) return;
    const message = messageOf(line, this.#host);
    if (this.#isOpened) this.#channel?.postMessage(message);
    else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(message);
  }
}

function messageOf({ level, message, timeMs }: LogLine, host: string): string {
  const pri = FACILITY_SYSLOG * 8 + SEVERITIES[level];
  const time = new Date(timeMs).toISOString();
  return `<${pri}>1 ${time} ${host} netconsole-relay ${process.pid} - - ${message}`;
}
