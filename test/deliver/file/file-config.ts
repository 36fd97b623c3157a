import type { FileDestinationConfig } from '../../../lib/config/destination-config.ts';

/** A file destination with the defaults of the configuration. */
export function fileConfig(
  path: string,
  changes: Partial<FileDestinationConfig> = {},
): FileDestinationConfig {
  return {
    type: 'file',
    name: 'files',
    path,
    template: undefined,
    mode: 0o640,
    dirMode: 0o750,
    owner: undefined,
    group: undefined,
    flushIntervalMs: 250,
    maxOpen: 1000,
    maxHosts: 100_000,
    idleCloseMs: 60_000,
    fsync: false,
    queueBytes: 64 * 1024 * 1024,
    ...changes,
  };
}
