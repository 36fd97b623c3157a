import { PemError, readPemFiles } from '../../config/pem-files.ts';
import type { TlsSourceConfig } from '../../config/source-config.ts';
import type { TlsFiles } from '../source-input.ts';
import { SourceError } from '../source-error.ts';

/** Reads the files of a TLS source and tries them out. Throws SourceError, which names the source, the key and the file. */
export function readTlsFiles({ name, tls }: Pick<TlsSourceConfig, 'name' | 'tls'>): TlsFiles {
  try {
    const { cert = '', key = '', ca } = readPemFiles({ cert: tls.cert, key: tls.key, ca: tls.ca });
    return { cert, key, ca };
  } catch (error) {
    if (!(error instanceof PemError)) throw error;
    const lines = error.message.split('\n').map((line) => `source ${name}: ${line}`);
    throw new SourceError(lines.join('\n'), error);
  }
}
