/**
 * The DataViews of the arrays met last, for loops that take four bytes at a time. Making a DataView costs more than
 * such a loop over a whole line, and the same few buffers come again and again.
 */
class DataViews {
  #arrays: [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  #views: [DataView, DataView, DataView, DataView];
  #latest = 0;
  #oldest = 0;

  constructor() {
    const none = new Uint8Array(0);
    const view = new DataView(none.buffer);
    this.#arrays = [none, none, none, none];
    this.#views = [view, view, view, view];
  }

  /** A DataView whose offsets are the indexes of `bytes`. */
  of(bytes: Uint8Array): DataView {
    if (this.#arrays[this.#latest] === bytes) return this.#views[this.#latest] as DataView;
    return this.#find(bytes);
  }

  #find(bytes: Uint8Array): DataView {
    const known = this.#arrays.indexOf(bytes);
    if (known >= 0) {
      this.#latest = known;
      return this.#views[known] as DataView;
    }
    this.#latest = this.#oldest;
    this.#oldest = (this.#oldest + 1) & 3;
    this.#arrays[this.#latest] = bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#views[this.#latest] = view;
    return view;
  }
}

/** For reading text four bytes at a time. */
export const sourceViews = new DataViews();
/** For writing text four bytes at a time. */
export const targetViews = new DataViews();
