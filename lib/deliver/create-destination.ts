import type { Writable } from 'node:stream';
import type { DestinationConfig } from '../config/config.ts';
import type { Log } from '../log/log.ts';
import type { Destination } from './destination.ts';
import { createFileDestination } from './file/file-destination.ts';
import { createStdoutDestination } from './stdout/stdout-destination.ts';

export interface DestinationContext {
  readonly log: Log;
  /** That of the process when absent. */
  readonly stdout?: Writable;
}

/** The main thread's side of a destination. Rejects when it cannot be made. */
export async function createDestination(
  config: DestinationConfig,
  { log, stdout = process.stdout }: DestinationContext,
): Promise<Destination> {
  switch (config.type) {
    case 'file':
      return createFileDestination(config, { log });
    case 'stdout':
      return createStdoutDestination(config, { log, stdout });
    default:
      return config satisfies never;
  }
}
