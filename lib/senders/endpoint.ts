import type { HostName } from '../event/host-name.ts';
import type { Sender } from '../event/sender.ts';

/** State shared by the endpoints of one address. */
export interface Address {
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
  host: HostName;
  claimedHost: HostName | undefined = undefined;

  constructor(slot: number, address: Address, port: number, host: HostName) {
    this.slot = slot;
    this.address = address.text;
    this.addressBytes = address.bytes;
    this.ip = address.ip;
    this.port = port;
    this.host = host;
  }
}
