import type { TransportConfig } from '../../config/transport-config.ts';

/** What the thread of a transport is started with. */
export interface TransportStart {
  readonly transport: TransportConfig;
  /** Levels by name; a lower number is more severe. */
  readonly levels: Readonly<Record<string, number>>;
}

/** An entry for a transport: winston's `info`. */
export interface TransportEntry {
  readonly level: string;
  readonly message: string;
  readonly [key: string]: unknown;
}

/** Main to the thread. */
export type ToTransport =
  | { readonly kind: 'entry'; readonly id: number; readonly entry: TransportEntry }
  /** No entry follows; the transport is to write what it holds. */
  | { readonly kind: 'end' };

/** The thread to main. */
export type FromTransport =
  /** The transport has accepted the entry. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: string }
  /** The transport reported an error that belongs to no entry. */
  | { readonly kind: 'warning'; readonly problem: string }
  /** It has written what it held. */
  | { readonly kind: 'ended' };
