import type { Config } from '../config/config.ts';
import { processLimit } from '../system/process-limits.ts';

/** Descriptors of the main thread, 21, and of the one that reads a configuration: Node opens up to a hundred of its modules at once. */
const BASE = 192;
/** Of an event loop, and of what a thread opens while it loads its modules. */
const PER_THREAD = 8;

/**
 * Files that each file destination of `config` may keep open: all share equally what the limit of open files leaves. A reload needs
 * sockets and threads of both configurations for a while. Infinity where there is no limit, and at least 1.
 */
export function openFilesShare(config: Config, limit = processLimit('openFiles')): number {
  const writers = config.destinations.filter(({ type }) => type === 'file').length;
  if (limit === undefined || writers === 0) return Number.POSITIVE_INFINITY;
  const threads = config.shards + 1 + 2 * config.destinations.length;
  const sockets = 2 * config.sources.length * config.shards;
  const left = limit - BASE - PER_THREAD * threads - sockets;
  return Math.max(1, Math.floor(left / writers));
}
