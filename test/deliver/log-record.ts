import type { Log } from '../../lib/log/log.ts';

/** An own log that keeps its entries as `level message`. */
export class LogRecord implements Log {
  readonly entries: string[] = [];

  debug(message: string): void {
    this.entries.push(`debug ${message}`);
  }

  info(message: string): void {
    this.entries.push(`info ${message}`);
  }

  warn(message: string): void {
    this.entries.push(`warn ${message}`);
  }

  error(message: string): void {
    this.entries.push(`error ${message}`);
  }
}
