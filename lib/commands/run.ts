import { accessSync, constants, mkdirSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { withLogDirectory, withPort } from '../config/default-config.ts';
import { findConfig, type FoundConfig } from '../config/find-config.ts';
import { notifySystemd } from '../observe/notify-systemd.ts';
import { createOwnLog, type OwnLog } from '../observe/own-log.ts';
import { Relay } from '../relay.ts';
import { SocketError } from '../receive/udp-socket.ts';
import { DONE, REFUSED } from './command-error.ts';

/** Exit codes of a running relay besides those of every command. */
const UNDELIVERED = 99;
export const BUG = 101;

export interface RunOptions {
  readonly config: string | undefined;
  /** Overrides the configured number of receiving threads. */
  readonly shards: number | undefined;
}
