export interface ParseOptions {
  /** Which grammar to read by; `auto` (the default) looks for VERSION and TIMESTAMP of RFC 5424. */
  readonly format?: 'auto' | 'rfc3164' | 'rfc5424';
  /** Zone of times that name none: `local` (the default), an IANA name, or an offset such as `+01:00`. */
  readonly zone?: string;
  /** Time of arrival, from which the year of times without one is derived; now, if absent. */
  readonly receivedAt?: Date;
  /** Whether to list, in `violations`, why the message breaks the RFC of its format. */
  readonly strict?: boolean;
  /** Whether RFC 3164 messages carry a hostname (the default). */
  readonly expectsHostname?: boolean;
  /** Returns false for a word that is no hostname (RFC 3164 messages only), as syslog-ng's `bad-hostname()` and `check-hostname()`. */
  readonly isHostname?: (name: string) => boolean;
  /** Returns false for a word that is no tag; the word is then part of the text. As syslog-ng's `check-program()`. */
  readonly isAppName?: (name: string) => boolean;
}
