import type { HostName } from '../event/host-name.ts';
import type { Sender } from '../event/sender.ts';

/** What the endpoints of one address share. */
export interface Address {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly slots: number[];
}

/** One remote endpoint. */
export class Endpoint implements Sender {
  readonly slot: number;
  readonly address: string;
  readonly addressBytes: Uint8Array;
  readonly port: number;
  host: HostName;
  claimedHost: HostName | undefined = undefined;
  readonly hash: number;
  /** Heard from it since it became known. */
  datagrams = 0;

  constructor(
    slot: number,
    address: Address,
    port: number,
    identity: { host: HostName; hash: number },
  ) {
    this.slot = slot;
    this.address = address.text;
    this.addressBytes = address.bytes;
    this.port = port;
    this.host = identity.host;
    this.hash = identity.hash;
  }
}
