import type { ByteWriter } from '../../event/byte-writer.ts';

/** Of RFC 5424 section 7.3.1: after it comes 1. */
const MAX_SEQUENCE_ID = 2_147_483_647;
const MAX_DIGITS = 10;
const META = Buffer.from('[meta sequenceId="');
const END = Buffer.from('"]');

/** What distinguishes the messages of one encoder from those of all others. */
export interface RelayIdentity {
  readonly relayId: string;
  /** Random, in hex. */
  readonly incarnation: string;
}

/**
 * The structured data by which a reader finds messages that it received twice: `[meta sequenceId="1"]` and
 * `[relay@32473 id="edge1" incarnation="0123456789abcdef" sequenceId="1"]`.
 */
export class IdentityElements {
  readonly #relay: Uint8Array;
  readonly #room: number;
  #sequenceId = 0;

  constructor({ relayId, incarnation }: RelayIdentity, enterpriseId: number) {
    const id = relayId.replace(/["\\\]]/g, '\\$&');
    const parameters = `id="${id}" incarnation="${incarnation}" sequenceId="`;
    this.#relay = Buffer.from(`[${relayElementId(enterpriseId)} ${parameters}`);
    this.#room = META.length + this.#relay.length + 2 * (MAX_DIGITS + END.length);
  }

  /** Counts one more message. */
  next(): void {
    this.#sequenceId = this.#sequenceId === MAX_SEQUENCE_ID ? 1 : this.#sequenceId + 1;
  }

  /** `withMeta`: false if the message has an element `meta` already. */
  write(out: ByteWriter, withMeta: boolean): void {
    out.ensure(this.#room);
    if (withMeta) this.#put(META, out);
    this.#put(this.#relay, out);
  }

  #put(start: Uint8Array, out: ByteWriter): void {
    out.all(start);
    out.decimal(this.#sequenceId);
    out.all(END);
  }
}

/** The SD-ID of the element with the relay's identity. */
export function relayElementId(enterpriseId: number): string {
  return `relay@${enterpriseId}`;
}
