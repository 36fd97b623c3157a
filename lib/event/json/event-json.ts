import type { ByteWriter } from '../byte-writer.ts';
import { SIGNALS } from '../event-view.ts';
import type { EventView } from '../event-view.ts';
import { BASIC, EXTENDED, FORMATS, RFC3164, RFC5424, SIGNAL } from '../format.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  close,
  memberName,
  open,
  openIfPresent,
  openMember,
  writeComma,
  writeNumber,
  writePrepared,
  writeText,
} from './json-object.ts';
import { isKernels } from '../kernel-program.ts';
import { problemBit } from '../problem.ts';
import { hasControlCharacters } from './control-characters.ts';
import { writeKernelMember } from './kernel-json.ts';
import { writeStructuredData } from './structured-data-json.ts';
import { writeSyslogTimestamp } from './syslog-timestamp.ts';
import { PROBLEMS } from '../problem.ts';
import { Rfc3339Utc } from '../rfc3339.ts';
import { TRANSPORTS, type Transport } from '../sender.ts';
import {
  RECEIVED_AT,
  SOURCE,
  FORMAT,
  HOSTNAME,
  CLAIMED_HOSTNAME,
  FACILITY,
  SEVERITY,
  TIMESTAMP,
  APP_NAME,
  PROC_ID,
  MSG_ID,
  MESSAGE,
  SIGNAL_MEMBER,
  PROBLEMS_MEMBER,
} from './member-names.ts';

const ADDRESS = memberName('address');
const PORT = memberName('port');
const PID = memberName('pid');
const UID = memberName('uid');
const TRANSPORT = memberName('transport');
const LISTENER = memberName('listener');

const FORMAT_WORDS = FORMATS.map(quoted);
const SIGNAL_WORDS = SIGNALS.map(quoted);
const PROBLEM_WORDS = PROBLEMS.map(quoted);
const TRANSPORT_WORDS = Object.fromEntries(
  TRANSPORTS.map((word) => [word, quoted(word)]),
) as Record<Transport, Uint8Array>;
const KERNEL_WORD = quoted('kernel');

const CONTROL_CHARACTERS = problemBit('control-characters');
const QUOTES_AND_COMMA = 3;

const receivedAt = new Rfc3339Utc();

/**
 * Writes the event as one JSON object on one line, without a newline. Absent fields are omitted, 64-bit numbers
 * are written with the digits they were sent with, and text that is not UTF-8 is written with U+FFFD.
 */
export function writeEventJson(view: EventView, out: ByteWriter): void {
  const opened = open(OPEN_OBJECT, out);
  openMember(RECEIVED_AT, out);
  out.ensure(1);
  out.byte(0x22);
  receivedAt.write(view.receivedUs, out);
  out.ensure(1);
  out.byte(0x22);
  writeComma(out);
  writeSource(view, out);
  writeIdentity(view, out);
  const isSyslog = view.format === RFC3164 || view.format === RFC5424;
  const isNetconsole = view.format === BASIC || view.format === EXTENDED;
  if (isSyslog) writeSyslogMembers(view, out);
  if (isKernels(view)) {
    openMember(APP_NAME, out);
    writePrepared(KERNEL_WORD, out);
  }
  openMember(MESSAGE, out);
  const isEscaped = writeMessage(view, out);
  if (isNetconsole || view.format === SIGNAL) writeKernelMember(view, out);
  if (view.format === SIGNAL) {
    openMember(SIGNAL_MEMBER, out);
    writePrepared(SIGNAL_WORDS[view.signal] as Uint8Array, out);
  }
  const problems = isEscaped ? view.problems | controlProblem(view) : view.problems;
  if (problems !== 0) writeProblems(problems, out);
  close(CLOSE_OBJECT, opened, out);
  out.at--; // the comma after the whole
}

function writeSource(view: EventView, out: ByteWriter): void {
  const { sender, listener } = view;
  openMember(SOURCE, out);
  const opened = open(OPEN_OBJECT, out);
  if (sender.addressBytes.length > 0) {
    openMember(ADDRESS, out);
    writeText(sender.addressBytes, 0, sender.addressBytes.length, out);
    openMember(PORT, out);
    writeNumber(sender.port, out);
  }
  openMember(TRANSPORT, out);
  writePrepared(TRANSPORT_WORDS[listener.transport], out);
  openMember(LISTENER, out);
  writeText(listener.nameBytes, 0, listener.nameBytes.length, out);
  if (sender.pid !== undefined) {
    openMember(PID, out);
    writeNumber(sender.pid, out);
  }
  if (sender.uid !== undefined) {
    openMember(UID, out);
    writeNumber(sender.uid, out);
  }
  close(CLOSE_OBJECT, opened, out);
}

function writeIdentity(view: EventView, out: ByteWriter): void {
  openMember(FORMAT, out);
  writePrepared(FORMAT_WORDS[view.format] as Uint8Array, out);
  openMember(HOSTNAME, out);
  writeText(view.host.bytes, view.host.start, view.host.end, out);
  if (openIfPresent(CLAIMED_HOSTNAME, view.claimedHostStart, view.claimedHostEnd, out)) {
    writeText(view.bytes, view.claimedHostStart, view.claimedHostEnd, out);
  }
  openMember(FACILITY, out);
  writeNumber(view.facility, out);
  if (view.severity >= 0) {
    openMember(SEVERITY, out);
    writeNumber(view.severity, out);
  }
}

function writeSyslogMembers(view: EventView, out: ByteWriter): void {
  const { bytes, syslog } = view;
  if (syslog.hasTime) {
    openMember(TIMESTAMP, out);
    writeSyslogTimestamp(bytes, syslog, out);
  }
  if (openIfPresent(APP_NAME, syslog.appNameStart, syslog.appNameEnd, out)) {
    writeText(bytes, syslog.appNameStart, syslog.appNameEnd, out);
  }
  if (openIfPresent(PROC_ID, syslog.procIdStart, syslog.procIdEnd, out)) {
    writeText(bytes, syslog.procIdStart, syslog.procIdEnd, out);
  }
  if (openIfPresent(MSG_ID, syslog.msgIdStart, syslog.msgIdEnd, out)) {
    writeText(bytes, syslog.msgIdStart, syslog.msgIdEnd, out);
  }
  writeStructuredData(bytes, syslog, out);
}

/** Returns whether anything in the message had to be escaped. */
function writeMessage({ text, textStart, textEnd }: EventView, out: ByteWriter): boolean {
  const begin = out.at;
  writeText(text, textStart, textEnd, out);
  return out.at - begin > textEnd - textStart + QUOTES_AND_COMMA;
}

/** Looked for here, where it costs nothing: what was written as it is holds none. */
function controlProblem({ text, textStart, textEnd }: EventView): number {
  return hasControlCharacters(text, textStart, textEnd) ? CONTROL_CHARACTERS : 0;
}

function writeProblems(problems: number, out: ByteWriter): void {
  openMember(PROBLEMS_MEMBER, out);
  const opened = open(OPEN_ARRAY, out);
  for (let i = 0; i < PROBLEM_WORDS.length; i++) {
    if ((problems & (1 << i)) !== 0) writePrepared(PROBLEM_WORDS[i] as Uint8Array, out);
  }
  close(CLOSE_ARRAY, opened, out);
}

function quoted(word: string): Uint8Array {
  return Buffer.from(JSON.stringify(word));
}
