import type { RunningReceiver } from '../receivers/receiver.ts';

/** Where a receiver listens and writes. */
export interface TcpSetup {
  /** Free, on 127.0.0.1. */
  readonly port: number;
  /** Empty, and the receiver's own; all lines go to `messages.log` in it. */
  readonly directory: string;
  readonly connections: number;
}

/** A program that receives lines of RFC 3164 over TCP. */
export interface TcpReceiver {
  readonly name: string;
  start(setup: TcpSetup): Promise<RunningReceiver>;
}
