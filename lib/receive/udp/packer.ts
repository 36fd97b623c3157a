import { PACKER_CODE } from './packer-code.ts';

/** Bytes behind a record that are written to with it. */
export const PACKER_SLACK = 16;

/** Where recvmmsg(2) puts its datagrams; positions are addresses of the packer's memory. */
export interface SlotLayout {
  /** Of the first `struct mmsghdr`, and of each slot's room for a control message and a name. */
  readonly headersAt: number;
  readonly controlsAt: number;
  readonly namesAt: number;
  readonly dataAt: number;
  /** Bytes from one slot's data to the next's. */
  readonly stride: number;
}

/** What packer/packer.ts exports. */
interface Code {
  use(headersAt: number, controlsAt: number, namesAt: number, dataAt: number, stride: number): void;
  pack(
    first: number,
    behind: number,
    to: number,
    limit: number,
    socket: number,
    read: number,
  ): number;
  end(): number;
}

let compiled: WebAssembly.Module | undefined;

/** Packs datagrams from slots into records side by side, see packer/packer.ts; slots and records lie in the same memory. */
export class Packer {
  readonly #code: Code;

  constructor(memory: WebAssembly.Memory, slots: SlotLayout) {
    compiled ??= new WebAssembly.Module(Buffer.from(PACKER_CODE, 'base64'));
    this.#code = new WebAssembly.Instance(compiled, { env: { memory } }).exports as Code;
    const { headersAt, controlsAt, namesAt, dataAt, stride } = slots;
    this.#code.use(headersAt, controlsAt, namesAt, dataAt, stride);
  }

  /**
   * Packs the slots from `first` on, but before `behind`, to where `to` is, as far as they end at `limit` or before it. Returns the
   * first slot that found no room, or `behind`. `socket` and `read` go into the records as they are.
   */
  // oxlint-disable-next-line max-params -- an object for each call would be an allocation for each message of a lone sender
  pack(
    first: number,
    behind: number,
    to: number,
    limit: number,
    socket: number,
    read: number,
  ): number {
    return this.#code.pack(first, behind, to, limit, socket, read);
  }

  /** Where the record after the last one packed goes. */
  get end(): number {
    return this.#code.end();
  }
}
