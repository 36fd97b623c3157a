import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { ClientTlsConfig } from '../config/client-tls-config.ts';

/** The options of a TLS connection. Reads the files of `config`; throws the system's error if one cannot be read. */
export function readTlsOptions(config: ClientTlsConfig): ConnectionOptions {
  const { ca, cert, key, serverName, minVersion } = config;
  return {
    minVersion,
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(cert === undefined ? {} : { cert: readFileSync(cert) }),
    ...(key === undefined ? {} : { key: readFileSync(key) }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}
