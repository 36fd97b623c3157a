import type { ConnectionOptions } from 'node:tls';
import type { ClientTlsConfig } from './client-tls-config.ts';
import { readPemFiles } from './pem-files.ts';

/** The options of a TLS connection. Reads the files of `config`; throws a PemError that names the key and file that cannot be used. */
export function readTlsOptions(config: ClientTlsConfig): ConnectionOptions {
  const { serverName, minVersion } = config;
  const files = { ca: config.ca, cert: config.cert, key: config.key };
  const { ca, cert, key } = readPemFiles(files, { minVersion });
  return {
    minVersion,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}
