import type { SyslogProblem } from './problem.ts';
import type { Violation } from './violation.ts';

/** SD-ID → PARAM-NAME → value, or all values in order where a name is repeated. The objects have no prototype. */
export type StructuredData = Readonly<Record<string, StructuredElement>>;
export type StructuredElement = Readonly<Record<string, string | readonly string[]>>;

/** The parts of Cisco's `%FACILITY-SEVERITY-MNEMONIC: ` that a message begins with. */
export interface CiscoMnemonic {
  readonly facility: string;
  /** 0 to 7; the PRI need not agree. */
  readonly severity: number;
  readonly mnemonic: string;
}

/** What encoders take: the fields of a message; what is absent is left out, or is `-` in RFC 5424. */
export interface SyslogFields {
  /** 0 to 23. */
  readonly facility: number;
  /** 0 (emergency) to 7 (debug). */
  readonly severity: number;
  readonly hostname?: string;
  readonly appName?: string;
  readonly procId?: string;
  readonly msgId?: string;
  /** RFC 3339 with the sender's own offset and precision. */
  readonly timestamp?: string;
  readonly structuredData?: StructuredData;
  /** Without header, byte order mark, and the NULs and newlines at its end; may be empty. */
  readonly message: string;
}

/** One decoded message; what it does not say is absent. */
export interface SyslogMessage extends SyslogFields {
  readonly format: 'rfc3164' | 'rfc5424';
  /** VERSION of RFC 5424. */
  readonly version?: number;
  readonly cisco?: CiscoMnemonic;
  /** What was odd, in the order of `SYSLOG_PROBLEMS`; empty for most messages. */
  readonly problems: readonly SyslogProblem[];
  /** In strict mode only: how the message breaks the RFC of its format, in order of offset; at most 32, and none after the point where reading cannot go on. */
  readonly violations?: readonly Violation[];
}
