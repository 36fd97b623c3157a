import { readFileSync } from 'node:fs';
import { createSecureContext, type ConnectionOptions } from 'node:tls';
import type { ClientTlsConfig } from './client-tls-config.ts';
import { errorTextOf } from '../system/error-text.ts';

/** The options of a TLS connection. Reads the files of `config`; throws an error that names a file that cannot be used. */
export function readTlsOptions(config: ClientTlsConfig): ConnectionOptions {
  const { serverName, minVersion } = config;
  const [ca, cert, key] = [config.ca, config.cert, config.key].map((path) =>
    path === undefined ? undefined : readPem(path),
  );
  const options: ConnectionOptions = {
    minVersion,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
  try {
    createSecureContext(options);
  } catch (cause) {
    const files = [config.ca, config.cert, config.key].filter((path) => path !== undefined);
    const what = `Cannot use ${files.join(', ')}: ${errorTextOf(cause)}`;
    throw new Error(`${what}; write PEM files that belong together`, { cause });
  }
  return options;
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const what = `Cannot read ${path}: ${errorTextOf(cause)}`;
    throw new Error(`${what}; correct the path or its permissions`, { cause });
  }
}
