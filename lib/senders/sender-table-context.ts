import type { HostName } from '../event/host-name.ts';
import type { Sender } from '../event/sender.ts';

/** What a table needs of others. */
export interface SenderTableContext {
  /** The name for an address in text; empty: that of this machine. */
  nameOf(address: string): HostName;
  /** The text of a link-local scope. */
  readonly scopeName: (scope: number) => string;
  /** Whether the sender holds an open assembly: such ones are let go last. */
  isBusy(slot: number): boolean;
  /** Called when an address has its first sender. */
  added?(sender: Sender, nowMs: number): void;
  /** Called before a slot may be given to another sender. */
  forget(sender: Sender, nowMs: number): void;
}

/** Bounds of a table. */
export interface SenderLimits {
  readonly maxSenders: number;
  /** Endpoints of one address, so that spoofed ports cannot push real machines out. */
  readonly maxPerAddress: number;
  readonly idleMs: number;
}
