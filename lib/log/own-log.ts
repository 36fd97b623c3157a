import { createLogger, format, transports, type Logger } from 'winston';
import type { LogConfig } from '../config/config.ts';
import { BOLD, RED, YELLOW, inColour, wantsColours } from './colours.ts';
import { JOURNAL_PREFIXES, writesToJournal } from './journal.ts';
import { LineBudget } from './line-budget.ts';
import type { Log, LogLine } from './log.ts';
import { TransportHost } from './transport/transport-host.ts';
import { TransportQueue } from './transport/transport-queue.ts';

/** The running relay's own log: `notice` appears at every level. */
export interface OwnLog extends Log {
  notice(message: string): void;
  follow(follower: (line: LogLine) => void): () => void;
  /** Starts the transports; lines wait for that. To be called when privileges are dropped. */
  openTransports(): void;
  /** Lets the transports write what they hold, for half a second at most. What is logged afterwards goes to standard error only. */
  close(): Promise<void>;
}

type Level = LogLine['level'];

/** `notice` ranks with `error`, so that no level hides it. */
const LEVELS = { notice: 0, error: 0, warn: 1, info: 2, debug: 3 } as const satisfies Record<
  Level,
  number
>;

/** Of the level's word, on a terminal. */
const COLOURS: Readonly<Record<string, string>> = { notice: BOLD, warn: YELLOW, error: RED };

const CLOSE_MS = 500;
const REPORT_AFTER_MS = 10_000;

/** How lines are written. */
export interface OwnLogForm {
  readonly hasColours?: boolean;
  /** Lines begin with a priority, and have no time of their own. */
  readonly isJournal?: boolean;
}

/**
 * Writes to standard error, one line an entry, whatever the message holds; coloured on a terminal, with priorities for journald. Lines of one subject are
 * limited, see `LineBudget`. The transports of the configuration get the same lines.
 */
export function createOwnLog(config: LogConfig, form: OwnLogForm = {}): OwnLog {
  return new WinstonLog(config, form);
}

class WinstonLog implements OwnLog {
  readonly #level: number;
  readonly #logger: Logger;
  readonly #budget = new LineBudget();
  readonly #followers = new Set<(line: LogLine) => void>();
  #queues: readonly TransportQueue[];
  #reportTimer: NodeJS.Timeout | undefined = undefined;

  constructor(config: LogConfig, form: OwnLogForm) {
    this.#level = LEVELS[config.level];
    this.#logger = createWriter(config, form);
    this.#queues = config.transports.map((transport) => {
      const levels = { error: 0, warn: 1, info: 2, debug: 3 };
      const host = new TransportHost({ transport, levels }, (problem) => queue.warn(problem));
      // Not to the transports: their own trouble would go round and round.
      const queue = new TransportQueue(transport.module, host, {
        warn: (message) => this.#write({ level: 'warn', message, timeMs: Date.now() }),
        info: (message) => this.#write({ level: 'info', message, timeMs: Date.now() }),
      });
      return queue;
    });
  }

  debug(message: string): void {
    this.#log('debug', message);
  }

  info(message: string): void {
    this.#log('info', message);
  }

  warn(message: string): void {
    this.#log('warn', message);
  }

  error(message: string): void {
    this.#log('error', message);
  }

  notice(message: string): void {
    this.#pass({ level: 'notice', message, timeMs: Date.now() });
  }

  follow(follower: (line: LogLine) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  openTransports(): void {
    for (const queue of this.#queues) queue.open();
  }

  async close(): Promise<void> {
    clearTimeout(this.#reportTimer);
    this.#reportLeftOut(Number.POSITIVE_INFINITY);
    const queues = this.#queues;
    this.#queues = [];
    await Promise.all(queues.map((queue) => queue.close(CLOSE_MS)));
  }

  #log(level: Level, message: string): void {
    if (LEVELS[level] > this.#level) return;
    const nowMs = performance.now();
    this.#reportLeftOut(nowMs);
    if (this.#budget.take(message, nowMs)) {
      this.#pass({ level, message, timeMs: Date.now() });
      return;
    }
    this.#reportTimer ??= setTimeout(
      () => this.#reportLeftOut(performance.now()),
      REPORT_AFTER_MS,
    ).unref();
  }

  #reportLeftOut(nowMs: number): void {
    const lines = this.#budget.report(nowMs);
    if (lines.length === 0) return;
    clearTimeout(this.#reportTimer);
    this.#reportTimer = undefined;
    for (const message of lines) this.#pass({ level: 'warn', message, timeMs: Date.now() });
  }

  #pass(line: LogLine): void {
    this.#write(line);
    if (this.#followers.size + this.#queues.length === 0) return;
    const shown = { ...line, message: oneLine(line.message) };
    for (const follower of this.#followers) follower(shown);
    const { level, message, timeMs } = shown;
    const entry = {
      level: level === 'notice' ? 'info' : level,
      message,
      timestamp: new Date(timeMs).toISOString(),
    };
    for (const queue of this.#queues) queue.add(entry);
  }

  #write({ level, message, timeMs }: LogLine): void {
    this.#logger.log(level, message, { timestamp: new Date(timeMs).toISOString() });
  }
}

function createWriter(
  { level, format: form }: LogConfig,
  { hasColours = wantsColours(process.stderr.isTTY), isJournal = writesToJournal() }: OwnLogForm,
): Logger {
  const prefixOf = (word: string): string => (isJournal ? JOURNAL_PREFIXES[word as Level] : '');
  const text = format.printf(({ timestamp, level: word, message }) => {
    const line = oneLine(String(message));
    if (isJournal) return `${prefixOf(word)}${line}`;
    return `${String(timestamp)} ${hasColours ? inColour(COLOURS[word] ?? '', word) : word} ${line}`;
  });
  const json = format.printf(
    ({ level: word, message, timestamp }) =>
      `${prefixOf(word)}${JSON.stringify({ level: word, message, timestamp })}`,
  );
  return createLogger({
    levels: LEVELS,
    level,
    format: form === 'json' ? json : text,
    transports: [new transports.Console({ stderrLevels: Object.keys(LEVELS) })],
  });
}

/** Control characters as `\xNN`: what a sender or a file name holds must not break a line or reach a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0);
    return `\\x${code.toString(16).padStart(2, '0')}`;
  });
}
