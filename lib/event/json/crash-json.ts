import type { ByteWriter } from '../byte-writer.ts';
import type { Crash, CrashFrame, LifeChange, Reboot, Trouble } from '../crash.ts';
import type { EventView } from '../event-view.ts';
import { writeJsonMember, type JsonValue } from './json-value.ts';
import { CRASH, TROUBLE, AFTER, DOWN_SECONDS, LAST_WORDS, REASON } from './member-names.ts';

/** Writes what the signals `crash`, `trouble`, `reboot`, `down` and `back` report; nothing for others. */
export function writeSignalReport(
  { crash, trouble, reboot, life }: EventView,
  out: ByteWriter,
): void {
  if (crash !== undefined) writeJsonMember(CRASH, toJson(crash), out);
  if (trouble !== undefined) writeTrouble(trouble, out);
  if (reboot !== undefined) writeReboot(reboot, out);
  if (life !== undefined) writeLife(life, out);
}

function toJson(crash: Crash): JsonValue {
  return {
    id: crash.id,
    title: crash.title,
    type: crash.type,
    fingerprint: crash.fingerprint,
    origin: crash.origin,
    intended: orAbsent(crash.intended),
    headline: crash.headline,
    location: crash.location,
    arch: crash.arch,
    cpu: crash.cpu,
    pid: crash.pid,
    comm: crash.comm,
    oops: crash.oops,
    release: crash.release,
    hardware: crash.hardware,
    taint: crash.taint,
    modules: crash.modules,
    rip: crash.rip === undefined ? undefined : frameToJson(crash.rip),
    trace: crash.trace?.map((frame) => frameToJson(frame)),
    panic: crash.panic,
    rebootIn: crash.rebootIn,
    lines: crash.lines,
    complete: crash.complete,
    missing: orAbsent(crash.missing),
    mixed: orAbsent(crash.mixed),
    repeats: orAbsent(crash.repeats),
    firstSequence: crash.firstSequence,
    lastSequence: crash.lastSequence,
    firstUptimeUs: crash.firstUptimeUs,
    lastUptimeUs: crash.lastUptimeUs,
  };
}

function frameToJson(frame: CrashFrame): JsonValue {
  return {
    function: frame.function,
    offset: frame.offset,
    size: frame.size,
    module: frame.module,
    certain: frame.certain ? undefined : false,
  };
}

function writeTrouble({ title, type, device, count }: Trouble, out: ByteWriter): void {
  writeJsonMember(TROUBLE, { title, type, device, count }, out);
}

function writeReboot({ after, downSeconds, hasLastWords }: Reboot, out: ByteWriter): void {
  if (after !== undefined) writeJsonMember(AFTER, after, out);
  writeJsonMember(DOWN_SECONDS, downSeconds, out);
  if (!hasLastWords) writeJsonMember(LAST_WORDS, false, out);
}

function writeLife({ reason, downSeconds }: LifeChange, out: ByteWriter): void {
  if (reason !== undefined) writeJsonMember(REASON, reason, out);
  if (downSeconds !== undefined) writeJsonMember(DOWN_SECONDS, downSeconds, out);
}

function orAbsent<T extends number | boolean>(value: T): T | undefined {
  return value === 0 || value === false ? undefined : value;
}
