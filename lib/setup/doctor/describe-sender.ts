import { SEVERITIES } from '../../event/facility-severity.ts';
import { formatEndpoint } from '../../system/socket-address.ts';
import { KERNEL_FEATURES, isOlder, parseKernelVersion } from '../kernel-version.ts';
import type { KernelFeature } from '../kernel-version.ts';
import type { SenderFacts } from './sender-facts.ts';

/** Severity of debug messages: whoever sends them has a console level that hides nothing. */
const DEBUG = 7;

/** What a sender's datagrams hold, what is missing, and what to change: a line for the sender and one for each finding. */
export function describeSender(facts: SenderFacts): string[] {
  const { datagrams, formats } = facts;
  const head = `${formatEndpoint(facts)}: ${datagrams} datagrams, ${formats.join(' and ')}`;
  const isKernel = formats.some((format) => format.startsWith('netconsole'));
  const findings = isKernel
    ? [...describeContent(facts), ...describeLoss(facts), ...describeKernel(facts)]
    : [['format', 'no netconsole: a syslog daemon or another program sends here, not a kernel']];
  return [head, ...findings.map(([name = '', text = '']) => `  ${name.padEnd(8)} ${text}`)];
}

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
    ['host', host ?? no(isExtended, 'userdata', facts)],
  ];
  if (!isExtended) {
    lines.push(['change', 'send the extended format: put + in front of the parameter (Linux 4.2)']);
  }
  return lines;
}

function no(isExtended: boolean, feature: 'msgid' | 'userdata', facts: SenderFacts): string {
  return isExtended ? `no: ${add(feature, facts)}` : 'no';
}

/** What adds a feature to extended records, or that this kernel has none. */
function add(feature: 'release' | 'msgid' | 'userdata', { release }: SenderFacts): string {
  const { since } = KERNEL_FEATURES[feature satisfies KernelFeature];
  const kernel = release === undefined ? undefined : parseKernelVersion(release);
  if (kernel !== undefined && isOlder(kernel, since)) {
    const instead = feature === 'userdata' ? "; name it in the relay's hosts.names" : '';
    return `the kernel is older than ${since}${instead}`;
  }
  switch (feature) {
    case 'release':
      return `put r behind the + (Linux ${since})`;
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
  if (incomplete > 0) lines.push(['lost', `a part of ${incomplete} records: packets are lost`]);
  if (missingMsgid !== undefined && missingMsgid > 0) {
    lines.push(['lost', `${missingMsgid} records (msgid): packets are lost on the way`]);
  } else if (missingSequence > 0) {
    lines.push(['gaps', gapText(facts)]);
  }
  return lines;
}

/** Records that the sender holds back use up sequence numbers, but no msgid. */
function gapText({ missingSequence, missingMsgid, severities, release }: SenderFacts): string {
  const count = `${missingSequence} sequence numbers are missing`;
  if (missingMsgid === undefined) {
    return `${count}: hidden by the console level (dmesg -n 8 sends all), or lost; msgid would show which`;
  }
  const rate = 'its rate limit (ratelimit_interval_ms and ratelimit_burst of the target)';
  const level = 'its console level (dmesg -n 8 sends all)';
  const kernel = release === undefined ? undefined : parseKernelVersion(release);
  const hasNoLimit = kernel !== undefined && isOlder(kernel, '7.1');
  const cause = severities.includes(DEBUG)
    ? rate
    : hasNoLimit
      ? `${level}; a rate limit comes with kernels after 7.0`
      : `${rate}, or ${level}`;
  return `${count}, but no msgid: nothing is lost on the way, the sender is rate-limited or filtered: ${cause}`;
}

function describeKernel({ release, fields }: SenderFacts): Finding[] {
  const kernel = release === undefined ? undefined : parseKernelVersion(release);
  if (kernel === undefined) return [];
  const lines: Finding[] = [];
  const hasUserdata = fields.some((key) => !/^(?:SUBSYSTEM|DEVICE)$/.test(key));
  if (hasUserdata && isOlder(kernel, '6.12')) {
    lines.push(['kernel', 'cuts records whose text exactly fills a packet; fixed in 6.12']);
  }
  if (!isOlder(kernel, '7.0')) {
    lines.push(['kernel', 'sends nothing of a panic unless kernel.panic is 0 (sysctl)']);
  }
  return lines;
}
