import type { Socket } from 'node:net';
import type { SystemCalls } from '../../system/system-calls.ts';
import { readQueued, readTcpProgress } from '../../system/stream-progress.ts';
import { ReadEstimate, type PeerRead } from './read-estimate.ts';

/** How far a connection is, in bytes on the wire. */
export interface Sample {
  /** Bytes that our kernel has accepted. */
  readonly accepted: number;
  readonly read: PeerRead;
}

/** Shows what the peer of one connection has read. */
export interface PeerGauge {
  /** `written`: bytes of messages whose write is complete. Undefined once the connection is gone. */
  sample(written: number, nowMs: number): Sample | undefined;
  /** Whether bytes wait in our kernel; false if that cannot be known. */
  readonly hasQueued: boolean;
}

/** The descriptor of a connected socket; -1 if it has none any more. Node.js has no documented way to it. */
export function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } };
  return handle?.fd ?? -1;
}

/** By acknowledgements and the receive window of TCP, also below TLS. */
export class TcpGauge implements PeerGauge {
  readonly #calls: SystemCalls;
  readonly #socket: Socket;
  readonly #estimate: ReadEstimate;

  /** `maxBuffer`: see `ReadEstimate`. */
  constructor(calls: SystemCalls, socket: Socket, maxBuffer: number) {
    this.#calls = calls;
    this.#socket = socket;
    this.#estimate = new ReadEstimate(maxBuffer);
  }

  /** Whether this kernel reports what is needed. */
  get works(): boolean {
    return readTcpProgress(this.#calls, descriptorOf(this.#socket)) !== undefined;
  }

  sample(): Sample | undefined {
    const progress = readTcpProgress(this.#calls, descriptorOf(this.#socket));
    if (progress === undefined) return undefined;
    const { acknowledged, queued } = progress;
    return { accepted: acknowledged + queued, read: this.#estimate.read(progress) };
  }

  get hasQueued(): boolean {
    return (readQueued(this.#calls, descriptorOf(this.#socket)) ?? 0) > 0;
  }
}

/** By the memory that a unix socket holds until its peer has read it; that is more than the bytes in it. */
export class UnixGauge implements PeerGauge {
  readonly #calls: SystemCalls;
  readonly #socket: Socket;

  constructor(calls: SystemCalls, socket: Socket) {
    this.#calls = calls;
    this.#socket = socket;
  }

  sample(written: number): Sample | undefined {
    const queued = readQueued(this.#calls, descriptorOf(this.#socket));
    if (queued === undefined) return undefined;
    const read = written - queued;
    return { accepted: written, read: { likely: read, safe: read } };
  }

  get hasQueued(): boolean {
    return (readQueued(this.#calls, descriptorOf(this.#socket)) ?? 0) > 0;
  }
}

/** Bytes count as read after this long. */
const TRUST_MS = 10_000;
/** Writes closer than this are one. */
const GRAIN_MS = 100;

/** By time alone, where there are no system calls of our own. */
export class ClockGauge implements PeerGauge {
  readonly hasQueued = false;
  #writes: { plain: number; readonly ms: number }[] = [];
  #read = 0;

  sample(written: number, nowMs: number): Sample {
    const last = this.#writes.at(-1);
    if (written > (last?.plain ?? this.#read)) {
      if (last !== undefined && nowMs - last.ms < GRAIN_MS) last.plain = written;
      else this.#writes.push({ plain: written, ms: nowMs });
    }
    while (this.#writes[0] !== undefined && nowMs - this.#writes[0].ms >= TRUST_MS) {
      this.#read = this.#writes.shift()?.plain ?? this.#read;
    }
    return { accepted: written, read: { likely: this.#read, safe: this.#read } };
  }
}
