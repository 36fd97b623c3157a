import { connect, type Socket } from 'node:net';
import type { BatchForm } from '../../../lib/deliver/batch-encoder.ts';
import { compileLineTemplates } from '../../../lib/deliver/entries/line-templates.ts';
import { Lines } from '../../../lib/deliver/entries/lines.ts';
import { NoNames } from '../../../lib/deliver/names/event-names.ts';
import type { Carrier, SendResult } from '../../../lib/deliver/outbox/carrier.ts';
import type { Parcel } from '../../../lib/deliver/parcel.ts';

/** How the carrier's events are encoded: whole events, as lines of their message. */
export const lineForm: BatchForm = {
  entries: new Lines(compileLineTemplates('$MSG')),
  createNames: () => new NoNames(),
  wholeEvents: true,
};

interface InFlight {
  /** Answers still missing. */
  lines: number;
  readonly resolve: (result: SendResult) => void;
}

/** Sends parcels as plain lines over TCP to a `LineServer`, which answers each line. Each line of these tests is one event. */
export class LineCarrier implements Carrier {
  readonly window = 2;
  readonly backOff = { minMs: 5, maxMs: 20 };
  readonly #port: number;
  #socket: Socket | undefined;
  #inFlight: InFlight[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  send({ bytes, used, events }: Parcel): Promise<SendResult> {
    const socket = this.#socket ?? this.#connect();
    return new Promise((resolve) => {
      this.#inFlight.push({ lines: events, resolve });
      socket.write(Buffer.from(bytes.subarray(0, used)));
    });
  }

  close(): Promise<void> {
    this.#socket?.destroy();
    this.#fail('closed');
    return Promise.resolve();
  }

  #connect(): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    this.#socket = socket;
    let problem = 'the peer closed the connection';
    socket.on('data', (answers) => this.#answered(answers.length));
    socket.on('error', (error) => {
      problem = error.message;
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.#fail(`Cannot send to port ${this.#port}: ${problem}`);
    });
    return socket;
  }

  #answered(lines: number): void {
    let left = lines;
    while (left > 0) {
      const [first] = this.#inFlight;
      if (first === undefined) throw new Error('an answer without a line');
      const taken = Math.min(left, first.lines);
      first.lines -= taken;
      left -= taken;
      if (first.lines > 0) return;
      this.#inFlight.shift();
      first.resolve({ kind: 'delivered' });
    }
  }

  #fail(problem: string): void {
    this.#socket = undefined;
    for (const { resolve } of this.#inFlight.splice(0)) resolve({ kind: 'retry', problem });
  }
}
