import type { BenchFormat } from '../generator/job.ts';

/** What a receiver is told. Lines go to `directory`/HOST/… */
export interface Setup {
  readonly format: BenchFormat;
  /** How many will be heard; a receiver that must be told may be told. */
  readonly hosts: number;
  /** Free, on 127.0.0.1. */
  readonly port: number;
  /** Empty, and the receiver's own. */
  readonly directory: string;
  readonly receiveBufferBytes: number;
  /** `latency`: a receiver with a choice writes early. */
  readonly aim: 'throughput' | 'latency';
}

export interface RunningReceiver {
  readonly pid: number;
  /** Ends it in its own way; resolves with what it printed. */
  stop(): Promise<string>;
}

/** A program that can be put under load. */
export interface Receiver {
  readonly name: string;
  /** False: it only counts, and prints the number when it is stopped. */
  readonly writesFiles: boolean;
  /** Whether each host has its own directory; otherwise all lines are in one file. */
  readonly filesByHost: boolean;
  /** The formats it understands; undefined: all. */
  readonly takes?: (format: BenchFormat) => boolean;
  /** Whether fragmented records are joined: otherwise each piece is a message of its own. */
  readonly joinsFragments: boolean;
  /** Resolves when it listens. */
  start(setup: Setup): Promise<RunningReceiver>;
}

/** A receiver that cannot be had here. */
export interface MissingReceiver {
  readonly name: string;
  readonly why: string;
}
