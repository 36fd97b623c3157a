import type { Config } from '../config/config.ts';
import type { TapSettings } from '../deliver/tap/tap-settings.ts';
import type { Accounts } from '../observe/accounting.ts';
import type { HostRow } from '../observe/host-columns.ts';

/** Where a source is reached. */
export interface SourceEndpoint {
  /** Such as `UDP 127.0.0.1:514`. */
  readonly endpoint: string;
  /** Granted by the kernel; undefined where that means nothing. */
  readonly receiveBufferBytes?: number;
}

/** A relay as monitoring sees it. All of it is read when somebody asks, from counters that exist anyway. */
export interface MonitoredRelay {
  /** In force. */
  readonly config: Config;
  /** Whether all sources are read and no stop has begun. */
  readonly isReady: boolean;
  /** Whether every thread has answered within the last 15 seconds; says nothing of destinations. */
  readonly isAlive: boolean;
  accounts(): Accounts;
  /** Undefined until it is known. */
  endpointOf(source: string): SourceEndpoint | undefined;
  /** The hosts of all threads; `withFiles`: with the file of each, which takes the threads some microseconds for each. */
  hosts(withFiles: boolean): Promise<HostRow[]>;
  /** Gives lines for a subscriber to `take` until `untap`. Resolves when every thread copies events to it. */
  tap(settings: TapSettings, take: (lines: Uint8Array) => void): Promise<void>;
  untap(id: number): void;
}
