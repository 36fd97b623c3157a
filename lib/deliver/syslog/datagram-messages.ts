import type { DatagramAddress, DatagramJob, DatagramResult } from './datagram-transport.ts';

/** What the thread is started with. */
export interface DatagramThreadStart {
  /** Element 0 is not 0 when the thread must stop waiting. Shared memory. */
  readonly halt: Int32Array;
}

/** Main to thread; each is answered once, in order. */
export type ToDatagramThread =
  | { readonly kind: 'connect'; readonly address: DatagramAddress }
  | { readonly kind: 'send'; readonly job: DatagramJob }
  | { readonly kind: 'close' };

/** Thread to main. */
export type FromDatagramThread =
  | { readonly kind: 'connected'; readonly error: string | undefined }
  | { readonly kind: 'sent'; readonly result: DatagramResult };
