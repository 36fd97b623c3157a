/** Kinds of crashes; severities and filters follow them. */
export const CRASH_TYPES = [
  'panic',
  'fault',
  'null',
  'memory',
  'bug',
  'corruption',
  'race',
  'hang',
  'atomic',
  'lockdep',
  'undefined',
  'leak',
  'unknown',
  'warning',
] as const;
export type CrashType = (typeof CRASH_TYPES)[number];

/** One function of a call trace; `offset` and `size` are bytes. */
export interface CrashFrame {
  readonly function: string;
  readonly offset: number | undefined;
  readonly size: number | undefined;
  readonly module: string | undefined;
  /** False when the kernel's unwinder was not sure; such frames take no part in title and fingerprint. */
  readonly certain: boolean;
}

/** Everything that the text of one crash says. Member names are those of the event's JSON. */
export interface CrashReport {
  readonly title: string;
  readonly type: CrashType;
  /** `1-` and 16 hexadecimal digits; the number is the version of the rules. */
  readonly fingerprint: string;
  readonly headline: string;
  /** `FILE:LINE`. */
  readonly location: string | undefined;
  readonly arch: string | undefined;
  readonly cpu: number | undefined;
  readonly pid: number | undefined;
  readonly comm: string | undefined;
  /** The kernel's own count of oopses since its boot. */
  readonly oops: number | undefined;
  readonly release: string | undefined;
  readonly hardware: string | undefined;
  readonly taint: string | undefined;
  readonly modules: readonly string[] | undefined;
  readonly rip: CrashFrame | undefined;
  readonly trace: readonly CrashFrame[] | undefined;
  /** Why the kernel panicked. */
  readonly panic: string | undefined;
  /** Seconds. */
  readonly rebootIn: number | undefined;
  /** Whether somebody asked for the crash. */
  readonly intended: boolean;
}

/** A crash as the relay received it: the report and its circumstances. Sequence numbers and times are those of the records. */
export interface Crash extends CrashReport {
  /** Host name, arrival of the first line in milliseconds since 1970, and `number`. */
  readonly id: string;
  /** The running number of this sender's crashes, from 1 on. */
  readonly number: number;
  /** Arrival of the first line, microseconds since the epoch. */
  readonly receivedUs: number;
  /** Whether the sender proved that the kernel wrote the text: facility 0 in an extended header or a priority. */
  readonly origin: 'kernel' | 'unproven';
  readonly lines: number;
  /** False when the end is missing or something was left out. */
  readonly complete: boolean;
  /** Sequence numbers that did not arrive; 0 for none. */
  readonly missing: number;
  /** Whether the lines of several CPUs could not be separated. */
  readonly mixed: boolean;
  /** Crashes of the same title that were not sent since the last event. */
  readonly repeats: number;
  /** Whether the relay had not seen the title before. */
  readonly isFirst: boolean;
  readonly firstSequence: number | undefined;
  readonly lastSequence: number | undefined;
  readonly firstUptimeUs: number | undefined;
  readonly lastUptimeUs: number | undefined;
}

/** A serious message without a call trace. */
export interface Trouble {
  /** The line without numbers. */
  readonly title: string;
  readonly type: TroubleType;
  readonly device: string | undefined;
  /** How often it came since the last event; 1 when just once. */
  readonly count: number;
}

/** Kinds of trouble; `crashes` reports those that were suppressed. */
export const TROUBLE_TYPES = [
  'oom',
  'hardware',
  'storage',
  'filesystem',
  'network',
  'thermal',
  'crashes',
] as const;
export type TroubleType = (typeof TROUBLE_TYPES)[number];

/** The state before a reboot. */
export interface Reboot {
  /** The id of the crash that ended the boot before. */
  readonly after: string | undefined;
  /** From the last record of that boot to the first of this one. */
  readonly downSeconds: number;
  /** Whether the boot before ended with a crash or an orderly stop. */
  readonly hasLastWords: boolean;
}

/** Why a host is not up any more: it panicked, it stopped or restarted as it was told to, or its netconsole ended. */
export const DOWN_REASONS = ['crashed', 'down', 'stopped'] as const;
export type DownReason = (typeof DOWN_REASONS)[number];

/** A change of the state of a host. */
export interface LifeChange {
  /** Of the signal `down`. */
  readonly reason: DownReason | undefined;
  /** Of the signal `back`: from the last record before to the first one afterwards. */
  readonly downSeconds: number | undefined;
}
