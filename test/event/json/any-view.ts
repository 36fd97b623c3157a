import {
  boolean,
  constant,
  integer,
  maxSafeInteger,
  nat,
  oneof,
  record,
  tuple,
  uint8Array,
} from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { EventView } from '../../../lib/event/event-view.ts';
import { FORMATS } from '../../../lib/event/format.ts';
import { PROBLEMS } from '../../../lib/event/problem.ts';
import { sampleView } from '../sample-view.ts';

const RANGES_OF_VIEW = ['claimedHost'];
const RANGES_OF_KERNEL = ['release', 'sequence', 'uptime', 'caller', 'header', 'fields'];
const RANGES_OF_SYSLOG = ['appName', 'procId', 'msgId', 'structuredData', 'legacyHeader'];

const numbers = record({
  format: nat(FORMATS.length - 1),
  facility: nat(255),
  severity: integer({ min: -1, max: 7 }),
  signal: nat(3),
  problems: nat(2 ** PROBLEMS.length - 1),
});
const kernelNumbers = record({
  uptimeUs: oneof(nat(), constant(Number.NaN), constant(2 ** 53)),
  flag: nat(255),
  fragments: nat(3),
  gapBefore: nat(3),
  outOfOrder: boolean(),
  missing: oneof(constant(undefined), tuple(nat(), nat())),
  dropped: nat(2),
});
const times = record({
  hasTime: boolean(),
  year: nat(9999),
  month: integer({ min: 1, max: 12 }),
  day: integer({ min: 1, max: 31 }),
  hour: nat(23),
  minute: nat(59),
  second: nat(60),
  timestampUs: maxSafeInteger().map((micros) => micros % 1e16),
  offsetMinutes: integer({ min: -1439, max: 1439 }),
  offsetIsZ: boolean(),
});

/** A view of any format whose ranges lie anywhere in any bytes, or nowhere. */
export function anyView(): Arbitrary<EventView> {
  const ranges = [...RANGES_OF_VIEW, ...RANGES_OF_KERNEL, ...RANGES_OF_SYSLOG];
  const bytes = oneof(uint8Array({ maxLength: 60 }), spacedText());
  return tuple(
    tuple(bytes, bytes),
    uint8Array({ minLength: ranges.length * 2, maxLength: ranges.length * 2 }),
    tuple(numbers, kernelNumbers, times),
  ).map(([[text, datagram], edges, [ofView, ofKernel, ofSyslog]]) => {
    const view = sampleView(0, text, datagram);
    Object.assign(view, ofView);
    Object.assign(view.kernel, ofKernel);
    Object.assign(view.syslog, ofSyslog);
    ranges.forEach((name, index) => {
      const from = (edges[index * 2] as number) % (datagram.length + 2);
      const to = (edges[index * 2 + 1] as number) % (datagram.length + 1);
      const start = from > datagram.length ? -1 : Math.min(from, to);
      const end = from > datagram.length ? -1 : Math.max(from, to);
      const target = RANGES_OF_KERNEL.includes(name)
        ? view.kernel
        : RANGES_OF_SYSLOG.includes(name)
          ? view.syslog
          : view;
      Object.assign(target, { [`${name}Start`]: start, [`${name}End`]: end });
    });
    return view;
  });
}

/** Bytes that hold what the grammars of events are made of. */
function spacedText(): Arbitrary<Uint8Array> {
  const alphabet = Buffer.from(' =[]"\\,;-\n09ax/.%_\u0000\u001b\u009b\u00e4', 'utf8');
  return uint8Array({ maxLength: 60 }).map((bytes) =>
    bytes.map((byte) => alphabet[byte % alphabet.length] as number),
  );
}
