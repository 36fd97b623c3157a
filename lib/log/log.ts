/** The relay's own log. `info` is life cycle, `warn` trouble without loss, `error` loss; nothing is written per message. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** Passes every line on that the log writes from now on; the returned function ends that. Absent: nobody can follow this log. */
  follow?(follower: (line: LogLine) => void): () => void;
}

/** A line that the relay's own log has written. */
export interface LogLine {
  readonly level: 'error' | 'warn' | 'notice' | 'info' | 'debug';
  /** Without control characters. */
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
}
