import {
  CRASH_TYPES,
  DOWN_REASONS,
  TROUBLE_TYPES,
  type Crash,
  type CrashFrame,
  type Reboot,
  type Trouble,
} from '../crash.ts';
import { BACK, type EventView } from '../event-view.ts';
import type { JsonCursor } from './json-cursor.ts';
import { AFTER, CRASH, DOWN_SECONDS, LAST_WORDS, REASON, TROUBLE } from './member-names.ts';

const FALSE = Buffer.from('false');
/** Arrival in milliseconds and running number, after the host name. */
const CRASH_ID = /-(\d{1,15})-(\d{1,15})$/;

/** Whether a crash title is reported for the first time; remembers it. */
export type IsFirstTitle = (title: string) => boolean;

type Json = Readonly<Record<string, unknown>>;

/** Reads what signals report, see `writeSignalReport`; false if it is not what that writes. Crashes are rare: it makes objects. */
export function readSignalReport(
  cursor: JsonCursor,
  view: EventView,
  isFirstTitle: IsFirstTitle,
): boolean {
  if (cursor.member(CRASH)) {
    view.crash = crashOf(parsedObject(cursor), isFirstTitle);
    if (view.crash === undefined) return false;
  }
  if (cursor.member(TROUBLE)) {
    view.trouble = troubleOf(parsedObject(cursor));
    if (view.trouble === undefined) return false;
  }
  return readReboot(cursor, view) && readReason(cursor, view);
}

function readReboot(cursor: JsonCursor, view: EventView): boolean {
  let after: string | undefined;
  if (cursor.member(AFTER)) {
    if (!cursor.string()) return false;
    after = cursor.out.bytes.toString('utf8', cursor.start, cursor.stop);
  }
  if (!cursor.member(DOWN_SECONDS)) return after === undefined;
  if (!cursor.number()) return false;
  const downSeconds = cursor.value;
  const hasLastWords = !cursor.member(LAST_WORDS);
  if (!hasLastWords && !cursor.prepared(FALSE)) return false;
  view.reboot = { after, downSeconds, hasLastWords } satisfies Reboot;
  return true;
}

function readReason(cursor: JsonCursor, view: EventView): boolean {
  if (!cursor.member(REASON)) return true;
  if (!cursor.string()) return false;
  const text = cursor.out.bytes.toString('utf8', cursor.start, cursor.stop);
  const reason = DOWN_REASONS.find((word) => word === text);
  if (reason !== undefined) view.life = { reason, downSeconds: undefined };
  return reason !== undefined;
}

/** What a `back` reports looks like a `reboot` until the word of the signal is read. */
export function completeLife(view: EventView): void {
  const { signal, reboot } = view;
  if (signal !== BACK || reboot === undefined) return;
  view.life = { reason: undefined, downSeconds: reboot.downSeconds };
  view.reboot = undefined;
}

function parsedObject(cursor: JsonCursor): Json {
  if (!cursor.object()) return {};
  try {
    return JSON.parse(cursor.out.bytes.toString('utf8', cursor.start, cursor.stop)) as Json;
  } catch {
    // Text from the network.
    return {};
  }
}

/** The inverse of what `writeSignalReport` writes; undefined if that cannot have written it. */
function crashOf(json: Json, isFirstTitle: IsFirstTitle): Crash | undefined {
  const { id, title, type, origin, fingerprint, headline, modules, trace } = json;
  const [, arrivedMs, number] = CRASH_ID.exec(String(id)) ?? [];
  const known = CRASH_TYPES.find((word) => word === type);
  if (arrivedMs === undefined || known === undefined || typeof title !== 'string') return undefined;
  if (typeof fingerprint !== 'string' || typeof headline !== 'string') return undefined;
  return {
    id: String(id),
    number: Number(number),
    receivedUs: Number(arrivedMs) * 1000,
    title,
    type: known,
    fingerprint,
    headline,
    origin: origin === 'kernel' ? 'kernel' : 'unproven',
    intended: json['intended'] === true,
    ...textsOf(json),
    ...countsOf(json),
    modules: Array.isArray(modules) ? modules.map(String) : undefined,
    rip: isObject(json['rip']) ? frameOf(json['rip']) : undefined,
    trace: Array.isArray(trace) ? trace.filter(isObject).map(frameOf) : undefined,
    lines: numberOf(json['lines']) ?? 0,
    complete: json['complete'] === true,
    missing: numberOf(json['missing']) ?? 0,
    mixed: json['mixed'] === true,
    repeats: numberOf(json['repeats']) ?? 0,
    isFirst: isFirstTitle(title),
  };
}

function textsOf(
  json: Json,
): Pick<Crash, 'location' | 'arch' | 'comm' | 'release' | 'hardware' | 'taint' | 'panic'> {
  return {
    location: textOf(json['location']),
    arch: textOf(json['arch']),
    comm: textOf(json['comm']),
    release: textOf(json['release']),
    hardware: textOf(json['hardware']),
    taint: textOf(json['taint']),
    panic: textOf(json['panic']),
  };
}

type CrashNumbers =
  | 'cpu'
  | 'pid'
  | 'oops'
  | 'rebootIn'
  | 'firstSequence'
  | 'lastSequence'
  | 'firstUptimeUs'
  | 'lastUptimeUs';

function countsOf(json: Json): Pick<Crash, CrashNumbers> {
  return {
    cpu: numberOf(json['cpu']),
    pid: numberOf(json['pid']),
    oops: numberOf(json['oops']),
    rebootIn: numberOf(json['rebootIn']),
    firstSequence: numberOf(json['firstSequence']),
    lastSequence: numberOf(json['lastSequence']),
    firstUptimeUs: numberOf(json['firstUptimeUs']),
    lastUptimeUs: numberOf(json['lastUptimeUs']),
  };
}

function frameOf(json: Json): CrashFrame {
  return {
    function: String(json['function']),
    offset: numberOf(json['offset']),
    size: numberOf(json['size']),
    module: textOf(json['module']),
    certain: json['certain'] !== false,
  };
}

function troubleOf(json: Json): Trouble | undefined {
  const { title, type, device, count } = json;
  const known = TROUBLE_TYPES.find((word) => word === type);
  const times = numberOf(count);
  if (known === undefined || times === undefined || typeof title !== 'string') return undefined;
  return { title, type: known, device: textOf(device), count: times };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
