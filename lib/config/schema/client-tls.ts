import { z } from 'zod';
import type { ClientTlsConfig } from '../client-tls-config.ts';
import { oneOf, section } from './words.ts';

const path = (): z.ZodType<string> =>
  z.string({ error: 'write the path of a PEM file' }).min(1).meta({ title: 'path' });

/** The mapping `tls` of a client. */
export const clientTlsSchema = section({
  ca: path().optional().describe('PEM file of trusted authorities; those of Node when absent.'),
  cert: path().optional().describe('PEM file of our certificate, if the server requires one.'),
  key: path().optional().describe('PEM file of its key.'),
  serverName: z
    .string({ error: 'write the name in the server’s certificate' })
    .meta({ title: 'text' })
    .optional()
    .describe('The name in the server’s certificate; that of the address when absent.'),
  minVersion: oneOf(['TLSv1.2', 'TLSv1.3']).prefault('TLSv1.2').describe('The oldest version.'),
}).refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
  error: 'a certificate and its key belong together',
  params: { hint: 'write both cert and key, or neither' },
});

export function toClientTls(raw: z.output<typeof clientTlsSchema>): ClientTlsConfig {
  const { ca, cert, key, serverName, minVersion } = raw;
  return { ca, cert, key, serverName, minVersion };
}
