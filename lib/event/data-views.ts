const KEPT = 4;

/**
 * The DataViews of the arrays met last, for loops that take four bytes at a time. Making a DataView costs more than
 * such a loop over a whole line, and the same few buffers come again and again.
 */
class DataViews {
  // Not `#latest`: so `of` is short enough to be inlined everywhere, however much a caller has inlined already.
  private latest: Uint8Array;
  private view: DataView;
  readonly #arrays: Uint8Array[];
  readonly #views: DataView[];
  #oldest = 0;

  constructor() {
    this.latest = new Uint8Array(0);
    this.view = new DataView(this.latest.buffer);
    this.#arrays = Array.from({ length: KEPT }, () => this.latest);
    this.#views = Array.from({ length: KEPT }, () => this.view);
  }

  /** A DataView whose offsets are the indexes of `bytes`. */
  of(bytes: Uint8Array): DataView {
    return bytes === this.latest ? this.view : this.find(bytes);
  }

  private find(bytes: Uint8Array): DataView {
    let at = this.#arrays.indexOf(bytes);
    if (at === -1) {
      at = this.#oldest;
      this.#oldest = (at + 1) % KEPT;
      this.#arrays[at] = bytes;
      this.#views[at] = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.latest = bytes;
    this.view = this.#views[at] as DataView;
    return this.view;
  }
}

/** For reading text four bytes at a time. */
export const sourceViews = new DataViews();
/** For writing text four bytes at a time. */
export const targetViews = new DataViews();
