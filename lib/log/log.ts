/** The own log. `info` is life cycle, `warn` trouble without loss, `error` loss; nothing is written per message. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
