import type { ByteWriter } from '../event/byte-writer.ts';
import { copyAscii } from '../event/copy-bytes.ts';
import { targetViews } from '../event/data-views.ts';
import type { EventView } from '../event/event-view.ts';
import type { HostName } from '../event/host-name.ts';
import { FACILITIES, SEVERITIES } from '../event/facility-severity.ts';
import { BASIC, EXTENDED, FORMATS } from '../event/format.ts';
import { writeEventJson } from '../event/json/event-json.ts';
import { lineMacro, putRaw } from './macro.ts';
import type { MacroFactory, Put } from './macro.ts';

const NEWLINE = 0x0a;
const HIGHEST_FACILITY = 23;
const USER = 1;

const LOCALHOST = Buffer.from('127.0.0.1');
const SOURCE_TAG = Buffer.from('.source.');
const FACILITY_WORDS = FACILITIES.map((word) => Buffer.from(word));
const SEVERITY_WORDS = SEVERITIES.map((word) => Buffer.from(word));
const FORMAT_WORDS = FORMATS.map((word) => Buffer.from(word));

const host: MacroFactory = (put) => (view, _start, _end, out) => putName(view.host, put, out);

const hostFrom: MacroFactory = (put) => (view, _start, _end, out) =>
  putName(view.sender.host, put, out);

function putName({ bytes, words, start, end, isPlain }: HostName, put: Put, out: ByteWriter): void {
  if (!isPlain) put(bytes, start, end, out);
  else {
    out.ensure(end - start);
    out.at = copyAscii(words, start, end, targetViews.of(out.bytes), out.at);
  }
}

const levelWord: MacroFactory = () => (view, _start, _end, out) => {
  const word = SEVERITY_WORDS[severityOf(view)] as Uint8Array;
  putRaw(word, 0, word.length, out);
};

const levelNumber: MacroFactory = () => (view, _start, _end, out) => {
  out.ensure(1);
  out.decimal(severityOf(view));
};

/** syslog-ng writes facilities without a name in hexadecimal. */
const facilityWord: MacroFactory = () => (view, _start, _end, out) => {
  const word = FACILITY_WORDS[view.facility];
  if (word === undefined) putHex(view.facility, out);
  else putRaw(word, 0, word.length, out);
};

/** The macros about a message and where it came from, by name. */
export const MESSAGE_MACROS: Readonly<Record<string, MacroFactory>> = {
  HOST: host,
  FULLHOST: host,
  HOST_FROM: hostFrom,
  FULLHOST_FROM: hostFrom,
  SOURCEIP: (put) => (view, _start, _end, out) => {
    const { addressBytes } = view.sender;
    const address = addressBytes.length > 0 ? addressBytes : LOCALHOST;
    put(address, 0, address.length, out);
  },
  SOURCEPORT: () => (view, _start, _end, out) => {
    out.ensure(5);
    out.decimal(view.sender.port);
  },
  SOURCE: (put) => (view, _start, _end, out) =>
    put(view.listener.nameBytes, 0, view.listener.nameBytes.length, out),
  TAGS: (put) => (view, _start, _end, out) => {
    putRaw(SOURCE_TAG, 0, SOURCE_TAG.length, out);
    put(view.listener.nameBytes, 0, view.listener.nameBytes.length, out);
  },
  FACILITY: facilityWord,
  FACILITY_NUM: () => (view, _start, _end, out) => {
    out.ensure(3);
    out.decimal(view.facility);
  },
  LEVEL: levelWord,
  SEVERITY: levelWord,
  PRIORITY: levelWord,
  LEVEL_NUM: levelNumber,
  SEVERITY_NUM: levelNumber,
  PRI: () => (view, _start, _end, out) => {
    out.ensure(3);
    out.decimal(priorityOf(view));
  },
  TAG: () => (view, _start, _end, out) => putHex(priorityOf(view), out),
  MSGONLY: lineMacro,
  /** The datagram without its final newline. */
  RAWMSG: (put) => (view, _start, _end, out) => {
    const { bytes, start, end } = view;
    put(bytes, start, end > start && bytes[end - 1] === NEWLINE ? end - 1 : end, out);
  },
  FORMAT: () => (view, _start, _end, out) => {
    const word = FORMAT_WORDS[view.format] as Uint8Array;
    putRaw(word, 0, word.length, out);
  },
  JSON: () => (view, _start, _end, out) => writeEventJson(view, out),
};

export function isNetconsole(view: EventView): boolean {
  return view.format === BASIC || view.format === EXTENDED;
}

function severityOf(view: EventView): number {
  return view.severity >= 0 ? view.severity : view.listener.defaultSeverity;
}

/** Facilities that syslog has no number for count as `user`. */
function priorityOf(view: EventView): number {
  return (view.facility > HIGHEST_FACILITY ? USER : view.facility) * 8 + severityOf(view);
}

function putHex(value: number, out: ByteWriter): void {
  out.ensure(2);
  out.hex(value);
}
