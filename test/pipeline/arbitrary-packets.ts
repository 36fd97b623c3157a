import {
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  option,
  record,
  type Arbitrary,
} from 'fast-check';
import { chunksOf, fragmentsOf } from '../netconsole/kernel-sender.ts';

const REPLAY = '** replaying previous printk message **\n';
const SEQUENCES = ['9007199254740993', '18446744073709551615'];

function maybe(text: string): Arbitrary<string> {
  return constantFrom('', text);
}

/** Extended records of few numbers and times, so that gaps, repeats, reboots and replays are frequent. */
const extended: Arbitrary<Buffer[]> = record({
  release: maybe('6.12.0,'),
  notice: maybe(REPLAY),
  priority: constantFrom(0, 6, 30, 200),
  sequence: oneof(nat(12).map(String), constantFrom(...SEQUENCES)),
  uptimeUs: oneof(
    nat(12).map((n) => n * 40_000),
    constantFrom(0, 123_457, 99_000_000),
  ),
  flag: constantFrom('-', 'c', '+'),
  caller: maybe(',caller=T12'),
  header: maybe(',other=1'),
  text: constantFrom('text', 'tab \\x09 and \\xff', 'x'.repeat(250), ''),
  device: maybe(' SUBSYSTEM=usb\n DEVICE=+usb:1-1\n'),
  userdata: maybe(' host=web7\n'),
  id: option(nat(9), { nil: undefined }),
  packetBytes: constantFrom(1000, 180, 200),
}).map((parts) => {
  const { release, notice, priority, sequence, uptimeUs, flag, caller, header } = parts;
  const sysdata = parts.id === undefined ? '' : ` msgid=${parts.id}\n`;
  return fragmentsOf(
    {
      header: `${release}${notice}${priority},${sequence},${uptimeUs},${flag}${caller}${header}`,
      body: Buffer.from(`${parts.text}\n${parts.device}${parts.userdata}${sysdata}`),
    },
    parts.packetBytes,
  );
});

const basic: Arbitrary<Buffer[]> = record({
  dropped: maybe('** 3 printk messages dropped **\n'),
  notice: maybe(REPLAY),
  priority: maybe('<4>'),
  time: constantFrom('', '[    0.120000]', '[   99.000000]', '[99999999999.999999]'),
  caller: maybe('[    T7]'),
  text: constantFrom('text', 'line\nline', 'x'.repeat(1200)),
  end: constantFrom('\n', '\n', ''),
}).map(({ dropped, notice, priority, time, caller, text, end }) => {
  const prefix = time === '' ? priority : `${priority}${time}${caller} `;
  return chunksOf(Buffer.from(`${dropped}${notice}${prefix}${text}${end}`));
});

const SYSLOG = [
  '<13>Nov 20 14:40:00 web1 app[12]: text',
  '<13>1 2026-11-20T14:40:00Z web2 app 12 ID [a@1 b="c"] text',
  '<13>text only',
  'no priority at all',
  '\u0000',
];

/** Some of the datagrams of one record, in any form, in order or not. */
export const someDatagrams: Arbitrary<Buffer[]> = record({
  datagrams: oneof(
    { weight: 4, arbitrary: extended },
    { weight: 3, arbitrary: basic },
    { weight: 1, arbitrary: constantFrom(...SYSLOG).map((text) => [Buffer.from(text)]) },
  ),
  left: array(boolean(), { maxLength: 4 }),
  isReversed: oneof(
    { weight: 4, arbitrary: constant(false) },
    { weight: 1, arbitrary: constant(true) },
  ),
  times: integer({ min: 1, max: 2 }),
}).map(({ datagrams, left, isReversed, times }) => {
  const some = datagrams.filter((_, index) => left[index] !== false || datagrams.length === 1);
  const inOrder = isReversed ? some.toReversed() : some;
  return Array.from({ length: times }, () => inOrder).flat();
});
