import { z } from 'zod';
import { SEVERITIES } from '../../event/facility-severity.ts';
import type { SourceConfig } from '../config.ts';
import { parseSeverity } from '../event-words.ts';
import { Fault } from '../fault.ts';
import { parseListenAddress } from '../listen-address.ts';
import { parseZone } from '../zone.ts';
import { cidrs } from './patterns.ts';
import {
  duration,
  durationOrZero,
  flag,
  oneOf,
  parsed,
  parsedWord,
  section,
  size,
  wholeNumber,
} from './words.ts';

const KEEP_FORM = 'write true, false, or a list of CIDR blocks';

export const sourceSchema = section({
  type: z.literal('udp', { error: 'write udp' }).describe('What to listen on.'),
  listen: parsed(parseListenAddress, {
    form: 'write address:port, such as 0.0.0.0:6666',
    title: 'address:port',
  })
    .prefault('[::]:6666')
    .describe(
      'Address and port. `[::]` hears both families (`0.0.0.0` where IPv6 is off); port 0 lets the system choose.',
    ),
  format: oneOf(['auto', 'netconsole', 'syslog'])
    .prefault('auto')
    .describe('What arrives here; `auto` tells it apart by datagram.'),
  receiveBuffer: size('4KiB', '1GiB')
    .prefault('32MiB')
    .describe('Memory the kernel is asked to keep for datagrams not yet read.'),
  allow: cidrs()
    .optional()
    .describe('Who may send: CIDR blocks. Everybody when absent; refused datagrams are counted.'),
  keepHostname: z
    .union([flag(), cidrs()], { error: KEEP_FORM })
    .prefault(false)
    .describe(
      'Whose claimed HOSTNAME becomes `$HOST`: nobody’s, everybody’s, or that of CIDR blocks.',
    ),
  zone: parsed(parseZone, {
    form: 'write local, an offset, or the name of a time zone',
    title: 'time zone',
  })
    .prefault('local')
    .describe(
      'Time zone of times without one: `local`, an offset such as `+01:00`, or an IANA name.',
    ),
  defaultSeverity: parsedWord(toSeverityNumber, {
    form: 'write a severity, such as warning',
    title: 'severity',
  })
    .prefault('warning')
    .describe('Severity, for filters and macros, of events that say none.'),
  signals: flag()
    .prefault(true)
    .describe(
      'Whether what is certain about a sender (lost messages, a reboot) becomes an event of its own.',
    ),
  maxDatagram: size('512B', '65507B')
    .prefault('65507B')
    .describe('Longer datagrams are cut, and say so.'),
  reorderWait: durationOrZero('1m')
    .prefault('0s')
    .describe(
      'How long an extended record waits for those numbered before it. 0: nothing waits, records leave in order of arrival.',
    ),
  fragmentTimeout: duration('100ms', '10m')
    .prefault('2s')
    .describe('How long an incomplete record waits for its other pieces.'),
  maxFragmented: size('1KiB', '16MiB')
    .prefault('128KiB')
    .describe('The longest record that is joined from pieces.'),
  maxSenders: wholeNumber(1, 4_194_304)
    .prefault(65_536)
    .describe('Remote endpoints remembered by each shard; the longest idle is forgotten first.'),
});

export function toSource(name: string, raw: z.output<typeof sourceSchema>): SourceConfig {
  return {
    name,
    type: raw.type,
    listen: raw.listen,
    format: raw.format,
    receiveBufferBytes: raw.receiveBuffer,
    allow: raw.allow,
    keepHostname: raw.keepHostname,
    zone: raw.zone,
    defaultSeverity: raw.defaultSeverity,
    signals: raw.signals,
    maxDatagramBytes: raw.maxDatagram,
    reorderWaitMs: raw.reorderWait,
    fragmentTimeoutMs: raw.fragmentTimeout,
    maxFragmentedBytes: raw.maxFragmented,
    maxSenders: raw.maxSenders,
  };
}

function toSeverityNumber(text: string): number | Fault {
  const severity = parseSeverity(text);
  return severity instanceof Fault ? severity : SEVERITIES.indexOf(severity);
}
