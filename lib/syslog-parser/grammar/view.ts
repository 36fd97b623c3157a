import { wallSeconds } from './calendar';

/**
 * What one message says, as `SyslogView` has it, but for what the zone and the arrival decide about its time. Addresses while it is
 * read, offsets from the beginning of the caller's bytes once `leave` was called. The reader in TypeScript, ../grammar.ts,
 * names the same words in the same order.
 */
@unmanaged
export class View {
  hostStart: i32;
  hostEnd: i32;
  appNameStart: i32;
  appNameEnd: i32;
  procIdStart: i32;
  procIdEnd: i32;
  msgIdStart: i32;
  msgIdEnd: i32;
  legacyHeaderStart: i32;
  legacyHeaderEnd: i32;
  sequenceStart: i32;
  sequenceEnd: i32;
  timestampStart: i32;
  timestampEnd: i32;
  fractionStart: i32;
  fractionEnd: i32;
  messageStart: i32;
  messageEnd: i32;
  /** Where STRUCTURED-DATA, which `walk` reads, begins. */
  dataStart: i32;
  /** Keeps the rows of four words whole. */
  unused: i32;
  version: i32;
  facility: i32;
  severity: i32;
  problems: i32;
  clockMark: i32;
  /** How the time is to be understood, one of the words below. */
  timeKind: i32;
  year: i32;
  month: i32;
  day: i32;
  hour: i32;
  minute: i32;
  second: i32;
  /** The first six digits of the fraction. */
  fractionUs: i32;
  /** Minutes east of UTC as sent. */
  offsetMinutes: i32;
  offsetIsZ: i32;
  /** The offset of a zone's abbreviation behind the time, or NO_ZONE. */
  zoneMinutes: i32;
  /** The time on the sender's clock in seconds since 1970, NaN for an impossible one; of times that have a year. */
  wall: f64;
}

export const VIEW: usize = memory.data(256, 16);
export const view: View = changetype<View>(VIEW);

/** No time, one of the configured zone, one with an offset, one without a year. */
export const NO_TIME_SENT: i32 = 0;
export const LOCAL: i32 = 1;
export const WITH_OFFSET: i32 = 2;
export const WITHOUT_YEAR: i32 = 3;

export const NO_ZONE: i32 = 0x7fff;

/** See ../problem.ts. */
export const NO_PRI: i32 = 1 << 0;
export const BAD_PRI: i32 = 1 << 1;
export const NO_TIME: i32 = 1 << 2;
export const BAD_TIME: i32 = 1 << 3;
export const BAD_HEADER: i32 = 1 << 4;
export const OVERSIZED_FIELD: i32 = 1 << 6;

/** Back to an empty message of `[start, end)` with the PRI that a message without one gets (13). */
export function reset(start: i32, end: i32): void {
  const absent = i32x4.splat(-1);
  v128.store(VIEW, absent, 0);
  v128.store(VIEW, absent, 16);
  v128.store(VIEW, absent, 32);
  v128.store(VIEW, absent, 48);
  v128.store(VIEW, absent, 64);
  view.messageStart = start;
  view.messageEnd = end;
  view.version = 0;
  view.facility = 1;
  view.severity = 5;
  view.problems = 0;
  view.clockMark = 0;
  view.timeKind = NO_TIME_SENT;
  view.fractionUs = 0;
  view.offsetMinutes = 0;
  view.offsetIsZ = 0;
  view.zoneMinutes = NO_ZONE;
}

/** Makes the addresses of the view offsets from `base`. */
export function leave(base: i32): void {
  const bases = i32x4.splat(base);
  leaveRow(VIEW, bases);
  leaveRow(VIEW + 16, bases);
  leaveRow(VIEW + 32, bases);
  leaveRow(VIEW + 48, bases);
  leaveRow(VIEW + 64, bases);
}

function leaveRow(row: usize, bases: v128): void {
  const addresses = v128.load(row);
  const isAbsent = i32x4.eq(addresses, i32x4.splat(-1));
  v128.store(row, v128.or(i32x4.sub(addresses, bases), isAbsent));
}

/** Works out the time on the sender's clock from its parts. */
export function setWall(): void {
  const isClock = view.hour <= 23 && view.minute <= 59 && view.second <= 60;
  const second = view.hour * 3600 + view.minute * 60 + view.second;
  view.wall = isClock ? wallSeconds(view.year, view.month, view.day, second) : NaN;
}
