import { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import { RFC3164, RFC5424 } from '../event/format.ts';
import { isKernels } from '../event/kernel-program.ts';
import { equalsRange } from '../event/kernel-field-cursor.ts';
import { StructuredDataText } from '../event/structured-data-text.ts';
import { writeUnescapedValue } from '../event/structured-data-value.ts';
import { walkElements } from '../syslog-parser/structured-data.ts';
import type { ParameterRange, StructuredDataVisitor } from '../syslog-parser/structured-data.ts';
import { isNetconsole } from './message-macros.ts';
import type { MacroFactory, Put } from './macro.ts';

const KERNEL = Buffer.from('kernel');
const DOT = 0x2e;

/** Netconsole records are the kernel's, whatever their facility. */
const program: MacroFactory = (put) => (view, _start, _end, out) => {
  const { appNameStart, appNameEnd } = view.syslog;
  if (isNetconsole(view) || isKernels(view)) put(KERNEL, 0, KERNEL.length, out);
  else if (isSyslog(view) && appNameStart >= 0) put(view.bytes, appNameStart, appNameEnd, out);
};

/** The header as it was sent, else `program[pid]: `; nothing without a program, as in syslog-ng. */
const messageHeader: MacroFactory = (put) => (view, _start, _end, out) => {
  if (!isSyslog(view)) return;
  const { legacyHeaderStart, legacyHeaderEnd, appNameStart, appNameEnd } = view.syslog;
  if (legacyHeaderStart >= 0) {
    put(view.bytes, legacyHeaderStart, legacyHeaderEnd, out);
  } else if (appNameStart >= 0 && appNameEnd > appNameStart) {
    put(view.bytes, appNameStart, appNameEnd, out);
    putProcessId(view, put, out);
    out.ensure(2);
    out.byte(0x3a);
    out.byte(0x20);
  }
};

function putProcessId(view: EventView, put: Put, out: ByteWriter): void {
  const { procIdStart, procIdEnd } = view.syslog;
  if (procIdStart < 0 || procIdEnd <= procIdStart) return;
  out.ensure(1);
  out.byte(0x5b);
  put(view.bytes, procIdStart, procIdEnd, out);
  out.ensure(1);
  out.byte(0x5d);
}

/** The sender's sequence number, from structured data or before a Cisco time; syslog-ng takes the same for received messages. */
const sequenceNumber: MacroFactory = (put) => {
  const parameter = parameterMacro('meta.sequenceId')(put);
  return (view, lineStart, lineEnd, out) => {
    const { sequenceStart, sequenceEnd } = view.syslog;
    if (!isSyslog(view)) return;
    if (sequenceStart >= 0) put(view.bytes, sequenceStart, sequenceEnd, out);
    else parameter(view, lineStart, lineEnd, out);
  };
};

/** The macros about the fields of a syslog message, by name; they are empty for every other event. */
export const SYSLOG_MACROS: Readonly<Record<string, MacroFactory>> = {
  PROGRAM: program,
  MSGHDR: messageHeader,
  LEGACY_MSGHDR: (put) => (view, _start, _end, out) => {
    const { legacyHeaderStart, legacyHeaderEnd } = view.syslog;
    if (isSyslog(view) && legacyHeaderStart >= 0) {
      put(view.bytes, legacyHeaderStart, legacyHeaderEnd, out);
    }
  },
  PID: (put) => (view, _start, _end, out) => {
    const { procIdStart, procIdEnd } = view.syslog;
    if (isSyslog(view) && procIdStart >= 0) put(view.bytes, procIdStart, procIdEnd, out);
  },
  MSGID: (put) => (view, _start, _end, out) => {
    const { msgIdStart, msgIdEnd } = view.syslog;
    if (isSyslog(view) && msgIdStart >= 0) put(view.bytes, msgIdStart, msgIdEnd, out);
  },
  SDATA: (put) => {
    const data = new StructuredDataText();
    return (view, _start, _end, out) => {
      if (isSyslog(view) && data.read(view.bytes, view.syslog)) {
        put(data.bytes, data.start, data.end, out);
      }
    };
  },
  SEQNUM: sequenceNumber,
};

/** `${.SDATA.id.name}` for `path` = `id.name`: the parameter's value, unescaped; the last one when it is repeated. */
export function parameterMacro(path: string): MacroFactory {
  return (put) => {
    const finder = new ParameterFinder(Buffer.from(path));
    const value = new ByteWriter(256);
    return (view, _start, _end, out) => {
      if (!isSyslog(view) || !finder.find(view)) return;
      value.at = 0;
      writeUnescapedValue(finder.bytes, finder.valueStart, finder.valueEnd, value);
      put(value.bytes, 0, value.at, out);
    };
  };
}

/** Looks for a parameter by its SD-ID, a dot, and its name; both may hold dots themselves. */
class ParameterFinder implements StructuredDataVisitor {
  valueStart = -1;
  valueEnd = -1;
  readonly #path: Uint8Array;
  /** The bytes that the value is a range of. */
  bytes: Uint8Array = new Uint8Array(0);
  readonly #data = new StructuredDataText();
  /** The name to match in the current element; undefined if its SD-ID differs. */
  #wanted: Uint8Array | undefined;
  /** The wanted names by length of SD-ID. */
  readonly #names: readonly (Uint8Array | undefined)[];

  constructor(path: Uint8Array) {
    this.#path = path;
    this.#names = Array.from(path, (byte, at) =>
      byte === DOT ? path.subarray(at + 1) : undefined,
    );
  }

  find(view: EventView): boolean {
    this.valueStart = -1;
    if (!this.#data.read(view.bytes, view.syslog)) return false;
    const { bytes, start, end } = this.#data;
    this.bytes = bytes;
    walkElements(bytes, start, end, this);
    return this.valueStart >= 0;
  }

  element(start: number, end: number): void {
    this.#wanted = this.#names[end - start];
    for (let i = start; i < end && this.#wanted !== undefined; i++) {
      if (this.bytes[i] !== this.#path[i - start]) this.#wanted = undefined;
    }
  }

  parameter(range: ParameterRange): void {
    if (this.#wanted === undefined) return;
    if (!equalsRange(this.#wanted, this.bytes, range.nameStart, range.nameEnd)) return;
    this.valueStart = range.valueStart;
    this.valueEnd = range.valueEnd;
  }
}

export function isSyslog(view: EventView): boolean {
  return view.format === RFC3164 || view.format === RFC5424;
}
