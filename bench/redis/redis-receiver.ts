import type { RunningReceiver } from '../receivers/receiver.ts';

/** `one`: the text of the message in one field; `equal`: the event, with its sender and times, in JSON. */
export type RedisContent = 'one' | 'equal';

/** Where a receiver writes to. */
export interface RedisSetup {
  /** Free, on 127.0.0.1. */
  readonly port: number;
  readonly redisPort: number;
  /** 1: `logs`; more: `logs:` and the host. */
  readonly streams: number;
  readonly content: RedisContent;
  /** Empty, and the receiver's own. */
  readonly directory: string;
  readonly receiveBufferBytes: number;
}

/** A program that writes to Redis streams. */
export interface RedisReceiver {
  readonly name: string;
  readonly contents: readonly RedisContent[];
  start(setup: RedisSetup): Promise<RunningReceiver>;
}
