import { KERNEL_FEATURES, formatKernelVersion, isOlder } from '../kernel-version.ts';
import type { KernelFeature, KernelVersion } from '../kernel-version.ts';
import { MAX_PARAMETER_LENGTH } from '../parameter.ts';
import { hasColon } from '../sender-settings.ts';
import {
  ProblemList,
  type ExplainedTarget,
  type Explanation,
  type Field,
  type Segment,
  type Starts,
} from './explanation.ts';
import { readAddressField, readDeviceField, readMacField, readPortField } from './read-field.ts';
import { splitTarget } from './split-target.ts';
import { warnOf } from './warn-of.ts';

/** The word before the value in commands, files and on the kernel command line. */
const IN_FRONT =
  /^\s*["']?(?:(?:modprobe|options)\s+netconsole\s+)?["']?(?:netconsole\.)?(?:netconsole=)?["']?/;
const BEHIND = /["']?\s*$/;

/** `+` and `r`, up to a port, a placeholder for one, or the `@`. */
const FLAGS = /^[+r]*(?=[\d@\s[<{$]|$)/;

const NOTHING: Segment = { text: '', start: 0 };

/** Explains a parameter string of any kernel version. `kernel`: what the sender runs; undefined: every version is accepted. */
export function explainParameter(input: string, kernel?: KernelVersion): Explanation {
  const start = IN_FRONT.exec(input)?.[0].length ?? 0;
  const value = input.slice(start).replace(BEHIND, '');
  const problems = new ProblemList();
  if (value.length > MAX_PARAMETER_LENGTH) {
    problems.error(
      start + MAX_PARAMETER_LENGTH,
      `the value has ${value.length} characters and the kernel keeps ${MAX_PARAMETER_LENGTH}`,
      'make the targets in configfs: setup --for configfs',
    );
  }
  reportStrangers({ text: value, start }, problems);
  const targets = value === '' ? [] : readTargets({ text: value, start }, kernel, problems);
  if (value === '') problems.error(start, 'no target', 'write @/,@TARGET/ at least');
  return { value, start: start + 1, targets, problems: problems.sorted() };
}

function readTargets(
  { text, start }: Segment,
  kernel: KernelVersion | undefined,
  problems: ProblemList,
): ExplainedTarget[] {
  let at = start;
  const seen = new Set<string>();
  return text.split(';').map((each) => {
    const segment = { text: each, start: at };
    at += each.length + 1;
    const fields = readTarget(segment, problems);
    if (kernel !== undefined) reportTooNew(fields, kernel, problems);
    warnOf(fields.target, fields.starts, problems);
    const { address, port } = fields.target;
    if (address !== undefined && seen.has(`${address} ${port}`)) {
      problems.warning(
        segment.start,
        `a second target ${address}`,
        'name it once, or expect each message twice',
      );
    }
    seen.add(`${address} ${port}`);
    return fields.target;
  });
}

interface ReadTarget {
  readonly target: ExplainedTarget;
  readonly starts: Starts;
}

function readTarget(segment: Segment, problems: ProblemList): ReadTarget {
  const { text, start } = segment;
  const starts = new Map<Field | 'extended' | 'release', number>();
  if (text.trim() === '') problems.error(start, 'an empty target', 'remove the ; that makes it');
  const flags = readFlags(segment, starts, problems);
  const rest = { text: text.slice(flags.length), start: start + flags.length };
  const fields = text.trim() === '' ? new Map() : splitTarget(rest, problems);
  for (const [name, field] of fields) if (field.text !== '') starts.set(name, field.start);
  const at = (name: Field): Segment => trimmed(fields.get(name) ?? NOTHING);
  const sourceAddress = readAddressField('source address', at('sourceAddress'), problems);
  const address = readAddressField('target address', at('address'), problems);
  const addressField = fields.get('address');
  if (addressField !== undefined && addressField.text.trim() === '') {
    problems.error(addressField.start, 'no target address', "write the relay's address there");
  }
  if (sourceAddress && address && hasColon(sourceAddress) !== hasColon(address)) {
    problems.error(
      at('address').start,
      `target ${address} and source ${sourceAddress} are of two families`,
      'write two IPv4 or two IPv6 addresses, or leave the source out',
    );
  }
  const target: ExplainedTarget = {
    extended: flags.includes('+'),
    release: flags.includes('r'),
    sourcePort: readPortField('source port', at('sourcePort'), problems),
    sourceAddress,
    device: readDeviceField(at('device'), problems),
    port: readPortField('target port', at('port'), problems),
    address,
    mac: readMacField(at('mac'), problems),
  };
  return { target, starts };
}

/** `+` and `r` in front; returns them as written. */
function readFlags(
  { text, start }: Segment,
  starts: Map<Field | 'extended' | 'release', number>,
  problems: ProblemList,
): string {
  const flags = (FLAGS.exec(text) ?? /^\+?/.exec(text))?.[0] ?? '';
  const plus = flags.indexOf('+');
  const r = flags.indexOf('r');
  if (plus >= 0) starts.set('extended', start + plus);
  if (r >= 0) starts.set('release', start + r);
  if (r >= 0 && plus < 0) {
    problems.error(
      start + r,
      'r without +: only extended records carry the release',
      'write +r (r alone works only with CONFIG_NETCONSOLE_EXTENDED_LOG)',
    );
  } else if (flags !== '' && !['+', '+r'].includes(flags)) {
    const wrong = flags.startsWith('r') ? 0 : flags.startsWith('+r') ? 2 : 1;
    problems.error(start + wrong, `flags "${flags}"`, 'write + or +r, in this order, once');
  }
  return flags;
}

/** Spaces and quotes end the value or stay in it, depending on where it is written; neither works. */
function reportStrangers({ text, start }: Segment, problems: ProblemList): void {
  const space = text.search(/\s/);
  if (space >= 0) problems.error(start + space, 'a space', 'remove it: the value ends there');
  const quote = text.search(/["'\\]/);
  if (quote >= 0) {
    problems.error(start + quote, `a ${text[quote]} inside`, 'put quotes around the whole value');
  }
}

function reportTooNew(
  { target, starts }: ReadTarget,
  kernel: KernelVersion,
  problems: ProblemList,
): void {
  const used: readonly (readonly [KernelFeature, boolean, number | undefined])[] = [
    ['extended', target.extended, starts.get('extended')],
    ['release', target.release, starts.get('release')],
    ['deviceMac', target.device?.includes(':') === true, starts.get('device')],
    ['ipv6', target.address?.includes(':') === true, starts.get('address')],
  ];
  for (const [feature, isUsed, at] of used) {
    const { since, what } = KERNEL_FEATURES[feature];
    if (!isUsed || at === undefined || !isOlder(kernel, since)) continue;
    const version = formatKernelVersion(kernel);
    problems.error(
      at,
      `Linux ${version} is too old for ${what}`,
      `leave it out; it needs ${since}`,
    );
  }
}

function trimmed({ text, start }: Segment): Segment {
  return { text: text.trim(), start: start + text.length - text.trimStart().length };
}
