import { z } from 'zod';
import type { SyslogDestinationConfig } from '../../destination-config.ts';
import { printDuration } from '../../duration.ts';
import { printSize } from '../../size.ts';
import {
  isDatagramTarget,
  parseSyslogTarget,
  printSyslogTarget,
  TARGET_FORM,
  TARGET_PATTERN,
} from '../../syslog-target.ts';
import { duration, durationOrZero, oneOf, oneOrList, parsed, section, size } from '../words.ts';
import { wholeNumber } from '../words.ts';
import { queue, spool, type DestinationSchema } from './destination-schema.ts';

const TARGET = { form: TARGET_FORM, title: 'target', pattern: TARGET_PATTERN };

const file = (meaning: string): z.ZodOptional<z.ZodString> =>
  z
    .string({ error: 'write the path of a PEM file' })
    .min(1, { error: 'write the path of a PEM file' })
    .meta({ title: 'path' })
    .optional()
    .describe(meaning);

const tls = section({
  ca: file(
    'Authorities that may sign the peer’s certificate; those that Node.js trusts when absent.',
  ),
  cert: file('Our certificate and its chain, for peers that require one; needs `key`.'),
  key: file('The private key of `cert`.'),
  serverName: z
    .string({ error: 'write a host name' })
    .min(1, { error: 'write a host name' })
    .meta({ title: 'name' })
    .optional()
    .describe('The name that the peer’s certificate must have; that of the target when absent.'),
  minVersion: oneOf(['TLSv1.2', 'TLSv1.3'])
    .prefault('TLSv1.2')
    .describe('The oldest version of TLS that is accepted.'),
}).refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
  path: ['cert'],
  error: '`cert` and `key` belong together',
  params: { hint: 'write both, or neither' },
});

const schema = section({
  type: z.literal('syslog').describe('Messages to another syslog daemon: docs/upstream.md.'),
  to: oneOrList(parsed(parseSyslogTarget, TARGET), TARGET_FORM).describe(
    'The peer: `udp://`, `tcp://`, `tls://`, `unix-dgram:` or `unix-stream:`. Of a list the first that can be reached.',
  ),
  format: oneOf(['rfc5424', 'rfc3164']).prefault('rfc5424').describe('The form of a message.'),
  framing: oneOf(['octet-counting', 'newline'])
    .prefault('octet-counting')
    .describe('How messages are separated on a stream.'),
  tls: tls.prefault({}).describe('Settings of `tls://` targets.'),
  maxMessage: size('1KiB', '64MiB')
    .prefault('64KiB')
    .describe('Longer messages are cut, structured data first; of UDP at most 65507 bytes.'),
  resendWindow: size('0B', '64MiB')
    .prefault('128KiB')
    .describe(
      'Bytes kept for resending after the peer is known to have read them, for at most `timeout` while the connection is up.',
    ),
  connectTimeout: duration('100ms', '5m')
    .prefault('10s')
    .describe('How long a connection may take, with TLS.'),
  timeout: duration('100ms', '1h')
    .prefault('30s')
    .describe('A peer that does not acknowledge for this long is given up.'),
  keepAlive: durationOrZero('1d')
    .prefault('30s')
    .describe('An idle connection is probed after this time; 0 turns it off.'),
  enterpriseId: wholeNumber(1, 4_294_967_295)
    .prefault(32_473)
    .describe('The private enterprise number in the names of our structured data.'),
  spool: spool(),
  queue: queue(),
})
  .refine(({ to }) => new Set(to.map(isDatagramTarget)).size <= 1, {
    path: ['to'],
    error: 'the list mixes datagram and stream transports',
    params: { hint: 'write udp and unix-dgram targets, or tcp, tls and unix-stream targets' },
  })
  .refine(({ resendWindow, queue: limit }) => resendWindow * 4 <= limit, {
    path: ['resendWindow'],
    error: '`resendWindow` is larger than a quarter of `queue`, which holds what is kept',
    params: { hint: 'write less, or raise `queue`' },
  });

export const syslogSchema: DestinationSchema<SyslogDestinationConfig, typeof schema> = {
  schema,

  toConfig: (name, raw) => ({
    type: 'syslog',
    name,
    to: raw.to,
    format: raw.format,
    framing: raw.framing,
    tls: {
      ca: raw.tls.ca,
      cert: raw.tls.cert,
      key: raw.tls.key,
      serverName: raw.tls.serverName,
      minVersion: raw.tls.minVersion,
    },
    maxMessageBytes: raw.maxMessage,
    resendWindowBytes: raw.resendWindow,
    connectTimeoutMs: raw.connectTimeout,
    timeoutMs: raw.timeout,
    keepAliveMs: raw.keepAlive,
    enterpriseId: raw.enterpriseId,
    spool: raw.spool,
    queueBytes: raw.queue,
  }),

  toYaml: (config) => ({
    type: config.type,
    to: config.to.map(printSyslogTarget),
    format: config.format,
    framing: config.framing,
    tls: config.tls,
    maxMessage: printSize(config.maxMessageBytes),
    resendWindow: printSize(config.resendWindowBytes),
    connectTimeout: printDuration(config.connectTimeoutMs),
    timeout: printDuration(config.timeoutMs),
    keepAlive: printDuration(config.keepAliveMs),
    enterpriseId: config.enterpriseId,
    spool: config.spool,
    queue: printSize(config.queueBytes),
  }),
};
