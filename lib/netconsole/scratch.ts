/** One buffer used again and again; what it holds is valid until it is taken the next time. */
export class Scratch {
  bytes: Buffer = Buffer.from(new ArrayBuffer(4096));

  /** The buffer, at least `size` bytes long. */
  take(size: number): Buffer {
    if (size > this.bytes.length) {
      this.bytes = Buffer.from(new ArrayBuffer(Math.max(size, this.bytes.length * 2)));
    }
    return this.bytes;
  }
}
