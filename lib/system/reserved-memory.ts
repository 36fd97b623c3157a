import { MADV_DONTNEED, MADV_HUGEPAGE, MADV_NOHUGEPAGE } from './linux.ts';
import type { SystemCalls } from './system-calls.ts';

/** A huge page of x86-64, and of arm64 with pages of 4 KiB. */
export const HUGE_PAGE_BYTES = 2 * 1024 * 1024;
/** In less than this many, most of a huge page may never be used. */
const FEWEST_HUGE_PAGES = 8;

/**
 * A large piece of memory of which only what is written to is there: in huge pages, where the system has them for programs that
 * ask (`/sys/kernel/mm/transparent_hugepage/enabled`), since the first touch of a small one costs as much as decoding a
 * few messages; pieces below 16 MiB in small pages. Unused memory can be returned to the system.
 */
export class ReservedMemory<Memory extends ArrayBufferLike = ArrayBufferLike> {
  readonly bytes: Buffer<Memory>;
  readonly #calls: SystemCalls;

  /** Memory of which `size` bytes from a huge page's boundary on can be taken. */
  static bytesFor(size: number): number {
    return size + HUGE_PAGE_BYTES;
  }

  /** `size` bytes of memory that threads share. */
  static shared(calls: SystemCalls, size: number): ReservedMemory<SharedArrayBuffer> {
    const memory = Buffer.from(new SharedArrayBuffer(ReservedMemory.bytesFor(size)));
    return new ReservedMemory(calls, size, memory);
  }

  /** Takes `size` bytes, which begin at a huge page's boundary, of untouched memory. */
  constructor(calls: SystemCalls, size: number, memory: Buffer<Memory>) {
    this.#calls = calls;
    const past = Number(calls.address(memory) % BigInt(HUGE_PAGE_BYTES));
    this.bytes = memory.subarray(HUGE_PAGE_BYTES - past, HUGE_PAGE_BYTES - past + size);
    const isLarge = size >= FEWEST_HUGE_PAGES * HUGE_PAGE_BYTES;
    // If that is refused, pages of the other size are used.
    calls.madvise(this.bytes, size, isLarge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
  }

  /** Gives `[start, end)` back to the system, multiples of its pages; its bytes become undefined. If the system refuses, the memory is kept. */
  release(start: number, end: number): void {
    const range = this.bytes.subarray(start, end);
    this.#calls.madvise(range, range.length, MADV_DONTNEED);
  }
}
