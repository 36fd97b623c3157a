import { describeRedisServer } from '../../config/redis-server-config.ts';
import type { RedisSourceConfig } from '../../config/source-config.ts';
import type { Opening, Receiver, SourceReport } from '../receiver.ts';
import type { SourceInput } from '../source-input.ts';

/** Nothing to bind: the thread with the event loop connects, and keeps trying while the server is away. */
export class RedisReceiver implements Receiver<RedisSourceConfig> {
  readonly thread = 'event-loop';

  open(): Promise<Opening> {
    return Promise.resolve({ commit: () => undefined, rollback: () => undefined });
  }

  inputFor(): Omit<SourceInput, 'source'> {
    return { fd: -1, port: 0 };
  }

  opened(): void {
    // There is no address of its own.
  }

  report({ server, streams, streamTemplate, group }: RedisSourceConfig): SourceReport {
    const names = streamTemplate ?? streams.join(', ');
    const endpoint = `streams ${names} of ${describeRedisServer(server)} in group ${group}`;
    return { verb: 'reads', endpoint };
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    // Nothing is open here.
  }
}
