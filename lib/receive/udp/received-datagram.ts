import type { Datagram } from '../datagram.ts';
import { SenderKey } from '../../senders/sender-key.ts';

/** One datagram and where it came from; filled anew for each. Its bytes are its holder's. */
export class ReceivedDatagram implements Datagram {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Arrival in the kernel, microseconds since the epoch; NaN when the kernel gave no time. */
  receivedUs = 0;
  isTruncated = false;
  isPlain = false;
  readonly key = new SenderKey();
  /** Index of the socket it was read from. */
  socket = 0;
  /** When it was read, milliseconds of a monotonic clock. */
  readMs = 0;
}
