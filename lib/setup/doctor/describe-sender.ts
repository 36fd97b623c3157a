import { SEVERITIES } from '../../event/facility-severity.ts';
import { formatEndpoint } from '../../system/socket-address.ts';
import { KERNEL_FEATURES, isOlder, parseKernelVersion } from '../kernel-version.ts';
import type { KernelFeature } from '../kernel-version.ts';
import type { SenderFacts } from './sender-facts.ts';
import { plural } from '../../config/plural.ts';

/** Fields that are neither userdata nor the sender's name for itself. */
const KERNEL_FIELDS = /^(?:SUBSYSTEM|DEVICE|cpu|taskname|release|msgid|)$/;

/** Describes the content of a sender's datagrams, missing features, and fixes: a line for the sender and one for each finding. */
export function describeSender(facts: SenderFacts): string[] {
  const { datagrams, formats } = facts;
  const head = `${formatEndpoint(facts)}: ${plural(datagrams, 'datagram')}, ${formats.join(' and ')}`;
  const isKernel = formats.some((format) => format.startsWith('netconsole'));
  const findings = isKernel
    ? [...describeContent(facts), ...describeLoss(facts), ...describeKernel(facts)]
    : [['format', 'no netconsole: a syslog daemon or another program sends here, not a kernel']];
  return [head, ...findings.map(([name = '', text = '']) => `  ${name.padEnd(8)} ${text}`)];
}

/** Keys that a line names at most. */
const MOST_KEYS = 5;

type Finding = readonly [name: string, text: string];

function describeContent(facts: SenderFacts): Finding[] {
  const { release, severities, hasTime, missingMsgid, host } = facts;
  const isExtended = facts.formats.includes('netconsole-extended');
  const last = severities.at(-1);
  const lines: Finding[] = [
    ['release', release ?? (isExtended ? `no: ${add('release', facts)}` : 'no')],
    ['level', last === undefined ? 'no' : `yes, up to ${SEVERITIES[last]}`],
    ['time', hasTime ? 'yes' : 'no: printk.time=1 on the kernel command line'],
    ['msgid', missingMsgid === undefined ? no(isExtended, 'msgid', facts) : 'yes'],
    ['host', host ?? `${no(isExtended, 'userdata', facts)}${otherNames(facts)}`],
  ];
  if (!isExtended) {
    lines.push(['change', 'send the extended format: put + before the parameter (Linux 4.2)']);
  }
  return lines;
}

/** Userdata that may name the host, too. */
function otherNames({ fields }: SenderFacts): string {
  const others = fields.filter((key) => !KERNEL_FIELDS.test(key)).slice(0, MOST_KEYS);
  return others.length === 0
    ? ''
    : `, or set the relay's hosts.userdata to a key that names it: ${others.join(', ')}`;
}

function no(isExtended: boolean, feature: 'msgid' | 'userdata', facts: SenderFacts): string {
  return isExtended ? `no: ${add(feature, facts)}` : 'no';
}

/** The option that adds a feature to extended records, or a statement that this kernel lacks it. */
function add(feature: 'release' | 'msgid' | 'userdata', { release }: SenderFacts): string {
  const { since } = KERNEL_FEATURES[feature satisfies KernelFeature];
  const kernel = release === undefined ? undefined : parseKernelVersion(release);
  if (kernel !== undefined && isOlder(kernel, since)) {
    const instead = feature === 'userdata' ? "; name it in the relay's hosts.names" : '';
    return `the kernel is older than ${since}${instead}`;
  }
  switch (feature) {
    case 'release':
      return `put r after the + (Linux ${since})`;
    case 'msgid':
      return `echo 1 >userdata/msgid_enabled in configfs (Linux ${since}); without it loss is not certain`;
    case 'userdata':
      return `add the userdata host=NAME in configfs (Linux ${since})`;
    default:
      return feature satisfies never;
  }
}

function describeLoss(facts: SenderFacts): Finding[] {
  const { missingSequence, missingMsgid, incomplete } = facts;
  const lines: Finding[] = [];
  if (incomplete > 0) {
    lines.push(['lost', `a part of ${plural(incomplete, 'record')}: packets are lost on the way`]);
  }
  if (missingMsgid !== undefined && missingMsgid > 0) {
    lines.push(['lost', `${plural(missingMsgid, 'record')} (msgid): packets are lost on the way`]);
  } else if (missingSequence > 0) {
    lines.push(['gaps', gapText(facts)]);
  }
  return lines;
}

/** Records that the sender holds back use up sequence numbers, but no msgid. */
function gapText({ missingSequence, missingMsgid, release }: SenderFacts): string {
  const count = `${plural(missingSequence, 'sequence number')} missing`;
  if (missingMsgid === undefined) {
    return `${count}: hidden by the console level (dmesg -n 8 sends all), or lost; msgid would show which`;
  }
  const rate = 'its rate limit (ratelimit_interval_ms, ratelimit_burst of the target)';
  const level = 'its console level (dmesg -n 8 sends all)';
  const kernel = release === undefined ? undefined : parseKernelVersion(release);
  const cause =
    kernel !== undefined && isOlder(kernel, '7.1')
      ? `${level}; kernels up to 7.0 have no rate limit`
      : `${rate}, or ${level}`;
  return `${count}, but no msgid: nothing is lost on the way, the sender is rate-limited or filters: ${cause}`;
}

function describeKernel({ release, fields }: SenderFacts): Finding[] {
  const kernel = release === undefined ? undefined : parseKernelVersion(release);
  if (kernel === undefined) return [];
  const lines: Finding[] = [];
  const hasUserdata = fields.some((key) => !KERNEL_FIELDS.test(key));
  if (hasUserdata && isOlder(kernel, '6.12')) {
    lines.push(['kernel', 'cuts records whose text exactly fills a packet; fixed in 6.12']);
  }
  if (!isOlder(kernel, '7.0')) {
    lines.push(['kernel', 'sends nothing of a panic unless kernel.panic is 0 (sysctl)']);
  }
  return lines;
}
