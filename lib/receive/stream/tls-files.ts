import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { ServerTlsConfig } from '../../config/source-config.ts';
import { errorTextOf } from '../../system/error-text.ts';
import type { TlsFiles } from '../source-input.ts';
import { SourceError } from '../source-error.ts';

/** Reads the files of a TLS source and tries them out. Throws SourceError, which names the file. */
export function readTlsFiles(config: ServerTlsConfig): TlsFiles {
  const files = {
    cert: readPem(config.cert),
    key: readPem(config.key),
    ca: config.ca === undefined ? undefined : readPem(config.ca),
  };
  try {
    createSecureContext({ cert: files.cert, key: files.key, ca: files.ca });
  } catch (error) {
    const names = [config.cert, config.key, config.ca].filter((path) => path !== undefined);
    throw new SourceError(
      `Cannot use ${names.join(', ')}: ${errorTextOf(error)}; write PEM files that belong together`,
      error,
    );
  }
  return files;
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SourceError(
      `Cannot read ${path}: ${errorTextOf(error)}; correct the path or its permissions`,
      error,
    );
  }
}
