import { z } from 'zod';
import { printListenAddress } from '../../listen-address.ts';
import type { TlsSourceConfig } from '../../source-config.ts';
import { oneOf, section } from '../words.ts';
import {
  DECODING_KEYS,
  printDecoding,
  printRecords,
  RECORD_KEYS,
  toCommon,
} from './decoding-keys.ts';
import { CONNECTION_KEYS, printConnections, toConnections } from './framing-keys.ts';
import { listenKey } from './listen-key.ts';
import type { SourceKindSchema } from './source-kind.ts';

/** RFC 5425. */
export const TLS_DEFAULT = '[::]:6514';

const PEM = 'write the path of a PEM file';
const file = (): z.ZodString =>
  z.string({ error: PEM }).min(1, { error: PEM }).meta({ title: 'path' });

const tls = section({
  cert: file().describe('Our certificate and its chain.'),
  key: file().describe('The private key of `cert`.'),
  ca: file()
    .optional()
    .describe(
      'Authorities that may sign the certificates of clients; those that Node.js trusts when absent.',
    ),
  clientCertificates: oneOf(['none', 'optional', 'required'])
    .prefault('none')
    .describe(
      'Whether clients must present a certificate; `optional`: one that is presented must be valid.',
    ),
  minVersion: oneOf(['TLSv1.2', 'TLSv1.3'])
    .prefault('TLSv1.2')
    .describe('The oldest version of TLS that is accepted.'),
}).describe('Certificate, key and client certificates.');

const keys = section({
  type: z
    .literal('tls', { error: 'write tls' })
    .describe('Syslog over TLS, RFC 5425: docs/sources.md.'),
  listen: listenKey(TLS_DEFAULT),
  tls,
  ...CONNECTION_KEYS,
  ...DECODING_KEYS,
  ...RECORD_KEYS,
});

export const TLS: SourceKindSchema<TlsSourceConfig> = {
  schema: keys.transform((raw) => (name: string): TlsSourceConfig => ({
    ...toCommon(name, raw),
    ...toConnections(raw),
    type: raw.type,
    listen: raw.listen,
    tls: {
      cert: raw.tls.cert,
      key: raw.tls.key,
      ca: raw.tls.ca,
      clientCertificates: raw.tls.clientCertificates,
      minVersion: raw.tls.minVersion,
    },
  })),
  print: (config) => ({
    type: config.type,
    listen: printListenAddress(config.listen),
    tls: config.tls,
    ...printConnections(config),
    ...printDecoding(config),
    ...printRecords(config),
  }),
};
