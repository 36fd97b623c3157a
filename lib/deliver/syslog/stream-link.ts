import type { Socket } from 'node:net';
import type { SyslogTarget } from '../../config/destination-config.ts';
import { printSyslogTarget } from '../../config/syslog-target.ts';
import type { PeerGauge } from './peer-gauge.ts';
import { tlsErrorCause } from './tls-problem.ts';
import { errorText } from '../../system/error-text.ts';

/** What an open link reports; each at most once, and nothing after that. */
export interface LinkEvents {
  /** The peer has confirmed everything: our FIN was answered by its FIN. */
  confirmed(): void;
  /** The connection has ended otherwise. `problem`: operation, target, cause and fix. */
  broken(problem: string, isByPeer: boolean): void;
}

/** One connection to a stream target. */
export class StreamLink {
  readonly target: SyslogTarget;
  readonly gauge: PeerGauge;
  readonly #socket: Socket;
  #events: LinkEvents | undefined;
  #isFinishing = false;
  #hasEnded = false;

  constructor(target: SyslogTarget, socket: Socket, gauge: PeerGauge) {
    this.target = target;
    this.gauge = gauge;
    this.#socket = socket;
    socket.resume();
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error) => this.#onError(error));
    socket.on('close', () => this.#break(errorText('ECONNRESET'), true));
  }

  /** Reports to `events` from now on. A link that has ended before reports that at once. */
  watch(events: LinkEvents): void {
    this.#events = events;
    if (this.#hasEnded) queueMicrotask(() => this.#report(errorText('ECONNRESET'), true));
  }

  get isOpen(): boolean {
    return !this.#hasEnded;
  }

  /** Writes all chunks; `done` is called when our kernel has accepted them, and not if the connection ends before. */
  write(chunks: readonly Uint8Array[], done: () => void): void {
    const socket = this.#socket;
    socket.cork();
    for (const [index, chunk] of chunks.entries()) {
      if (index < chunks.length - 1) socket.write(chunk);
      else socket.write(chunk, (error) => (error instanceof Error ? undefined : done()));
    }
    socket.uncork();
  }

  /** Sends FIN and waits for that of the peer. */
  finish(): void {
    this.#isFinishing = true;
    this.#socket.end();
  }

  /** The problem of a peer that has not answered our FIN. */
  timeoutProblem(timeoutMs: number): string {
    const name = printSyslogTarget(this.target);
    return `Cannot confirm delivery to ${name}: no answer within ${timeoutMs} ms; check that the peer is not frozen`;
  }

  /** Ends the connection without a report. */
  destroy(): void {
    this.#hasEnded = true;
    this.#events = undefined;
    this.#socket.destroy();
  }

  /** A peer that has read everything closes the connection after our FIN. Its FIN proves nothing if our bytes are not acknowledged. */
  #onEnd(): void {
    if (this.#isFinishing && !this.gauge.hasQueued) {
      const events = this.#events;
      this.destroy();
      events?.confirmed();
    } else this.#break('closed by the peer', true);
  }

  #onError(error: NodeJS.ErrnoException): void {
    const code = error.code ?? error.message;
    const cause = tlsErrorCause(code);
    this.#break(cause ?? errorText(code), cause === undefined && code !== 'ETIMEDOUT');
  }

  #break(cause: string, isByPeer: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#socket.destroy();
    this.#report(cause, isByPeer);
  }

  #report(cause: string, isByPeer: boolean): void {
    const fix = cause.includes(';') ? '' : '; see the log of the peer';
    this.#events?.broken(`Lost ${printSyslogTarget(this.target)}: ${cause}${fix}`, isByPeer);
  }
}
