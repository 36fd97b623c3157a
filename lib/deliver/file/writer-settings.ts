import type { FileDestinationConfig } from '../../config/destination-config.ts';
import type { DestinationContext } from '../destination.ts';
import { accountId } from './account-id.ts';
import { compileFilePath } from './compile-file-path.ts';
import type { WriterSettings } from './writer-messages.ts';

/** What the writer may hold back to gather lines, or half of the queue, which must take what comes meanwhile. */
const MAX_HELD_BYTES = 32 * 1024 * 1024;

/** What the writer of a destination runs with. Throws when its owner or group is unknown. */
export function writerSettingsOf(
  config: FileDestinationConfig,
  { maxOpen, owner }: Pick<DestinationContext, 'maxOpen' | 'owner'>,
): WriterSettings {
  const { mode, dirMode, flushIntervalMs, idleCloseMs, fsync } = config;
  const { constantPrefix, overflowPath } = compileFilePath(config.path);
  return {
    trustedDirectory: constantPrefix,
    isConstantPath: !config.path.replaceAll('$$', '').includes('$'),
    mode,
    dirMode,
    uid: accountId('user', config.owner ?? owner?.uid.toString()),
    gid: accountId('group', config.group ?? owner?.gid.toString()),
    flushIntervalMs,
    maxHeldBytes: Math.min(config.queueBytes / 2, MAX_HELD_BYTES),
    maxOpen: Math.min(config.maxOpen, maxOpen),
    maxHosts: config.maxHosts,
    overflowPath,
    idleCloseMs,
    fsync,
  };
}
