import { isIP } from 'node:net';
import { FIELDS, type Field, type ProblemList, type Segment } from './explanation.ts';

/** Each field but the last ends in its own delimiter. */
const ENDS = [
  { delimiter: '@', name: 'source port', next: 'source address' },
  { delimiter: '/', name: 'source address', next: 'interface' },
  { delimiter: ',', name: 'interface', next: 'target port' },
  { delimiter: '@', name: 'target port', next: 'target address' },
  { delimiter: '/', name: 'target address', next: 'MAC address' },
] as const;

/**
 * Splits one target, flags removed, as the kernel does:
 *
 *   [source-port]@[source-address]/[device],[target-port]@target-address/[target-mac]
 *
 * A delimiter that is missing is a problem and ends the split. Kernel: netpoll_parse_options, net/core/netpoll.c.
 */
export function splitTarget(target: Segment, problems: ProblemList): Map<Field, Segment> {
  const fields = new Map<Field, Segment>();
  const { text } = target;
  if (isIP(text) !== 0) {
    problems.error(target.start, `"${text}" is an address alone`, `write @/,@${text}/`);
    return fields;
  }
  let from = 0;
  for (const [index, end] of ENDS.entries()) {
    const to = text.indexOf(end.delimiter, from);
    const foreign = text.slice(from).search(/[@/,]/) + from;
    if (to < 0 || foreign < to) {
      const at = target.start + (foreign < from ? text.length : foreign);
      if (isPrefixLength(target, from, index, problems)) return fields;
      const before = { text: text.slice(from, at - target.start), start: target.start + from };
      reportMissing(end, at, before, problems);
      // Without the last delimiter the address is readable all the same.
      if (end.next === 'MAC address' && foreign < from) {
        fields.set('address', { text: text.slice(from), start: target.start + from });
      }
      return fields;
    }
    fields.set(FIELDS[index] as Field, { text: text.slice(from, to), start: target.start + from });
    from = to + 1;
  }
  fields.set('mac', { text: text.slice(from), start: target.start + from });
  return fields;
}

/** `before`: what is between the last delimiter and `at`, where the missing one was expected. */
function reportMissing(
  { delimiter, name, next }: (typeof ENDS)[number],
  at: number,
  before: Segment,
  problems: ProblemList,
): void {
  if (next === 'MAC address') {
    problems.error(
      at,
      'no / after the target address',
      'add / there, even if no MAC address follows',
    );
  } else if (delimiter === '@' && isIP(before.text) !== 0) {
    problems.error(before.start, `no @ before the ${next}`, `write @${before.text}`);
  } else {
    problems.error(
      at,
      `no ${delimiter} between ${name} and ${next}`,
      'write [port]@[address]/[interface],[port]@TARGET/[mac]; all of @ / , @ / are needed',
    );
  }
}

/** `192.0.2.10/24/eth0`: the field of the interface begins with a prefix length. */
function isPrefixLength(
  target: Segment,
  from: number,
  index: number,
  problems: ProblemList,
): boolean {
  const match = /^\d{1,3}\//.exec(target.text.slice(from));
  if (index !== FIELDS.indexOf('device') || match === null) return false;
  problems.error(
    target.start + from,
    `"${match[0].slice(0, -1)}" stands where the interface belongs: a prefix length`,
    'leave the prefix length out',
  );
  return true;
}
