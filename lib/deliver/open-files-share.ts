import type { Config } from '../config/config.ts';
import { DEFAULT_MAX_OPEN, type DestinationConfig } from '../config/destination-config.ts';
import type { Log } from '../log/log.ts';
import { processLimit } from '../system/process-limits.ts';

/** Descriptors of the main thread, 21, and of the one that reads a configuration: Node opens up to a hundred of its modules at once. */
const BASE = 192;
/** Of an event loop, and of what a thread opens while it loads its modules. */
const PER_THREAD = 8;

/**
 * Files that each destination of `config` with a `maxOpen` may keep open: all share equally what the limit of open files leaves. A reload needs
 * sockets and threads of both configurations for a while. Infinity where there is no limit, and at least 1.
 */
export function openFilesShare(config: Config, limit = processLimit('openFiles')): number {
  const writers = config.destinations.filter((each) => 'maxOpen' in each).length;
  if (limit === undefined || writers === 0) return Number.POSITIVE_INFINITY;
  const threads = config.shards + 1 + 2 * config.destinations.length;
  const sockets = 2 * config.sources.length * config.shards;
  const left = limit - BASE - PER_THREAD * threads - sockets;
  return Math.max(1, Math.floor(left / writers));
}

/** Logs for which of `destinations` the share is too small: a line for each `maxOpen` of the operator's, and one for all with the default. */
export function reportOpenFiles(
  destinations: readonly DestinationConfig[],
  share: number,
  log: Pick<Log, 'info' | 'warn'>,
): void {
  let isBelowDefault = false;
  for (const destination of destinations) {
    if (!('maxOpen' in destination) || destination.maxOpen <= share) continue;
    const { name, maxOpen } = destination;
    if (maxOpen === DEFAULT_MAX_OPEN) isBelowDefault = true;
    else {
      log.warn(
        `destination ${name}: the limit of open files leaves ${share} of maxOpen ${maxOpen}; raise it (ulimit -n, LimitNOFILE=) or lower maxOpen`,
      );
    }
  }
  if (!isBelowDefault) return;
  log.info(
    `the limit of open files leaves ${share} for each file destination, below the default of maxOpen (${DEFAULT_MAX_OPEN}); raise it (ulimit -n, LimitNOFILE=) for more hosts at a time`,
  );
}
