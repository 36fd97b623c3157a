import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { errorTextOf } from '../system/error-text.ts';

type PemKey = 'ca' | 'cert' | 'key';

/** A problem of a mapping `tls` on this machine, at the keys that lead to it from the source or destination. */
export interface PemFault {
  readonly path: readonly ['tls', ...PemKey[]];
  /** `cannot read /etc/key.pem: ENOENT (no such file or directory)`. */
  readonly what: string;
  readonly hint: string;
}

/** A PEM file that cannot be used. The message names the key, the file and the remedy. */
export class PemError extends Error {
  /** At least one: each file that cannot be read, or that they do not belong together. */
  readonly faults: readonly PemFault[];

  constructor(faults: readonly PemFault[], cause?: unknown) {
    super(
      faults.map(({ path, what, hint }) => `\`${path.join('.')}\`: ${what}; ${hint}`).join('\n'),
      { cause },
    );
    this.name = 'PemError';
    this.faults = faults;
  }
}

/** Reads the files of a mapping `tls` and tries them out. Throws a PemError. */
export function readPemFiles<K extends PemKey>(
  files: Readonly<Record<K, string | undefined>>,
  options: SecureContextOptions = {},
): Record<K, string | undefined> {
  const texts: Record<string, string | undefined> = {};
  const faults: PemFault[] = [];
  for (const key of ['ca', 'cert', 'key'] as const) {
    const file = (files as Partial<Record<PemKey, string>>)[key];
    if (file === undefined) continue;
    try {
      texts[key] = readFileSync(file, 'utf8');
    } catch (error) {
      const what = `cannot read ${file}: ${errorTextOf(error)}`;
      faults.push({ path: ['tls', key], what, hint: 'correct the path or its permissions' });
    }
  }
  if (faults.length > 0) throw new PemError(faults);
  try {
    createSecureContext({ ...options, ...texts });
  } catch (error) {
    const what = `cannot use ${Object.values(files).filter(Boolean).join(', ')}: ${errorTextOf(error)}`;
    throw new PemError(
      [{ path: ['tls'], what, hint: 'write PEM files that belong together' }],
      error,
    );
  }
  return texts;
}
