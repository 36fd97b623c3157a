import { readFileSync } from 'node:fs';
import { createSecureContext, type ConnectionOptions } from 'node:tls';
import { errorTextOf } from '../../system/error-text.ts';
import type { SyslogTlsConfig } from '../../config/destination-config.ts';

/** Reads the files of a TLS configuration. Throws an error that names the file. */
export function readTlsSettings(config: SyslogTlsConfig): ConnectionOptions {
  const { minVersion } = config;
  const [ca, cert, key] = [config.ca, config.cert, config.key].map((path) =>
    path === undefined ? undefined : readPem(path),
  );
  const options: ConnectionOptions = {
    minVersion,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  try {
    createSecureContext(options);
  } catch (error) {
    const files = [config.ca, config.cert, config.key].filter((path) => path !== undefined);
    throw new Error(
      `Cannot use ${files.join(', ')}: ${errorTextOf(error)}; write PEM files that belong together`,
      {
        cause: error,
      },
    );
  }
  return options;
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(
      `Cannot read ${path}: ${errorTextOf(error)}; correct the path or its permissions`,
      {
        cause: error,
      },
    );
  }
}
