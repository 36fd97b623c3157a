import { SCM_CREDENTIALS, SO_TIMESTAMPNS, SOL_SOCKET } from '../../system/linux.ts';

/** `struct cmsghdr`: length (64 bits), level and type. */
const HEADER_WORDS = 4;
const LEVEL = 2;
const TYPE = 3;

/** What the kernel reports of a datagram of a Unix socket, in control messages of any order. */
export class UnixControl {
  /** -1: not reported, or a process of another namespace. */
  pid = -1;
  uid = -1;
  seconds = 0;
  /** -1: no time. */
  nanoseconds = -1;

  /** Reads `words[start, end)`. */
  read(words: Int32Array, start: number, end: number): void {
    this.pid = -1;
    this.uid = -1;
    this.nanoseconds = -1;
    for (let at = start; at + HEADER_WORDS < end;) {
      const length = words[at] as number;
      const data = at + HEADER_WORDS;
      if (words[at + LEVEL] === SOL_SOCKET) {
        if (words[at + TYPE] === SCM_CREDENTIALS) {
          const pid = words[data] as number;
          this.pid = pid > 0 ? pid : -1;
          this.uid = words[data + 1] as number;
        } else if (words[at + TYPE] === SO_TIMESTAMPNS) {
          this.seconds = words[data] as number;
          this.nanoseconds = words[data + 2] as number;
        }
      }
      if (length < HEADER_WORDS * 4) break;
      at += ((length + 7) >> 3) << 1;
    }
  }
}
