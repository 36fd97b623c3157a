export interface ParseOptions {
  /** Which grammar to read by; `auto` (the default) looks for VERSION and TIMESTAMP of RFC 5424. */
  readonly format?: 'auto' | 'rfc3164' | 'rfc5424';
  /** Zone of times that name none: `local` (the default), an IANA name, or an offset such as `+01:00`. */
  readonly zone?: string;
  /** When the message arrived, which rules the year of times without one; now, when absent. */
  readonly receivedAt?: Date;
  /** Whether to list, in `violations`, why the message breaks the RFC of its format. */
  readonly strict?: boolean;
  /** Whether RFC 3164 messages carry a hostname (the default). */
  readonly expectsHostname?: boolean;
  /** Refuses words as hostname of RFC 3164 messages; syslog-ng's `bad-hostname()`, `check-hostname()`. */
  readonly isHostname?: (name: string) => boolean;
  /** Refuses words as tag of RFC 3164 messages, which are then text; syslog-ng's `check-program()`. */
  readonly isAppName?: (name: string) => boolean;
}
