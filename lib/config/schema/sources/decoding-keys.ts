import { z } from 'zod';
import { SEVERITIES } from '../../../event/facility-severity.ts';
import { printDuration } from '../../duration.ts';
import { parseSeverity } from '../../event-words.ts';
import { Fault } from '../../fault.ts';
import { parseRate, printRate, RATE_FORM, RATE_PATTERN } from '../../rate.ts';
import { printSize } from '../../size.ts';
import type { BaseSourceConfig } from '../../source-config.ts';
import { parseZone } from '../../zone.ts';
import { cidrs } from '../patterns.ts';
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
} from '../words.ts';

const rateLimitSchema = section({
  perSource: parsed(parseRate, { form: RATE_FORM, title: 'rate', pattern: RATE_PATTERN })
    .optional()
    .describe(
      'Limit for one sender address, from all its ports, such as `10000/s`; what exceeds it is refused and counted.',
    ),
});

const KEEP_FORM = 'write true, false, or a list of CIDR blocks';

/** Keys of every kind of source: who may send, and how messages are decoded. */
export const DECODING_KEYS = {
  format: oneOf(['auto', 'netconsole', 'syslog'])
    .prefault('auto')
    .describe('The format of the messages; `auto` recognises each.'),
  allow: cidrs()
    .optional()
    .describe(
      'CIDR blocks of permitted senders; all if absent. Refused datagrams or connections are counted.',
    ),
  rateLimit: rateLimitSchema.prefault({}).describe('Rate limits; none if absent.'),
  keepHostname: z
    .union([flag(), cidrs()], { error: KEEP_FORM })
    .prefault(false)
    .describe(
      'Senders whose claimed HOSTNAME becomes `$HOST`: none, all, or those in CIDR blocks.',
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
    .describe('Severity, for filters and macros, of events without one.'),
  signals: flag()
    .prefault(true)
    .describe(
      'Whether proven facts about a sender (lost messages, a reboot) become events of their own.',
    ),
};

/** Keys of every kind of source: records in pieces, and what is remembered of senders. */
export const RECORD_KEYS = {
  reorderWait: durationOrZero('1m')
    .prefault('0s')
    .describe(
      'Maximum time that an extended record waits for records of lower numbers. 0: records are emitted in order of arrival.',
    ),
  fragmentTimeout: duration('100ms', '10m')
    .prefault('2s')
    .describe('Maximum time that an incomplete record waits for its other fragments.'),
  maxFragmented: size('1KiB', '16MiB')
    .prefault('128KiB')
    .describe('The longest record that is joined from fragments.'),
  maxSenders: wholeNumber(1, 4_194_304)
    .prefault(65_536)
    .describe('Remote endpoints that each shard keeps; the least recently seen is evicted.'),
};

const commonSchema = section({ ...DECODING_KEYS, ...RECORD_KEYS });

type Common = Omit<BaseSourceConfig, 'maxMessageBytes'>;

export function toCommon(name: string, raw: z.output<typeof commonSchema>): Common {
  return {
    name,
    format: raw.format,
    allow: raw.allow,
    ratePerSource: raw.rateLimit.perSource,
    keepHostname: raw.keepHostname,
    zone: raw.zone,
    defaultSeverity: raw.defaultSeverity,
    signals: raw.signals,
    reorderWaitMs: raw.reorderWait,
    fragmentTimeoutMs: raw.fragmentTimeout,
    maxFragmentedBytes: raw.maxFragmented,
    maxSenders: raw.maxSenders,
  };
}

/** The values of `DECODING_KEYS`. */
export function printDecoding(config: Common): object {
  return {
    format: config.format,
    allow: config.allow,
    rateLimit:
      config.ratePerSource === undefined ? {} : { perSource: printRate(config.ratePerSource) },
    keepHostname: config.keepHostname,
    zone: config.zone,
    defaultSeverity: SEVERITIES[config.defaultSeverity],
    signals: config.signals,
  };
}

/** The values of `RECORD_KEYS`. */
export function printRecords(config: Common): object {
  return {
    reorderWait: printDuration(config.reorderWaitMs),
    fragmentTimeout: printDuration(config.fragmentTimeoutMs),
    maxFragmented: printSize(config.maxFragmentedBytes),
    maxSenders: config.maxSenders,
  };
}

function toSeverityNumber(text: string): number | Fault {
  const severity = parseSeverity(text);
  return severity instanceof Fault ? severity : SEVERITIES.indexOf(severity);
}
