import type { HostName } from '../event/host-name.ts';
import type { SenderKey } from './sender-key.ts';
import type { Sender } from '../event/sender.ts';

/** State shared by the endpoints of one address. */
export interface Address {
  /** By it the address is found; of local senders not an address. */
  readonly key: string;
  /** See `Sender`. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** See `Sender`. */
  readonly ip: Uint8Array;
  readonly slots: number[];
}

/** One remote endpoint. */
export class Endpoint implements Sender {
  readonly slot: number;
  readonly address: string;
  readonly addressBytes: Uint8Array;
  readonly ip: Uint8Array;
  readonly port: number;
  /** State shared with other endpoints of its address. */
  readonly of: Address;
  readonly pid: number | undefined;
  readonly uid: number | undefined;
  host: HostName;
  claimedHost: HostName | undefined = undefined;

  constructor(slot: number, address: Address, key: SenderKey, host: HostName) {
    this.slot = slot;
    this.of = address;
    this.address = address.text;
    this.addressBytes = address.bytes;
    this.ip = address.ip;
    this.port = key.isLocal ? 0 : key.port;
    this.pid = key.isLocal && key.c >= 0 ? key.c : undefined;
    this.uid = key.isLocal && key.d >= 0 ? key.d : undefined;
    this.host = host;
  }
}
