import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../system/start-thread.ts';
import type { FromDatagramThread, ToDatagramThread } from './datagram-messages.ts';
import type {
  DatagramAddress,
  DatagramJob,
  DatagramResult,
  DatagramTransport,
} from './datagram-transport.ts';

/** A datagram socket in a thread that blocks. */
export class ThreadedTransport implements DatagramTransport {
  readonly #worker: Worker;
  readonly #halt = new Int32Array(new SharedArrayBuffer(4));
  readonly #exited: Promise<unknown>;
  #answered: ((message: FromDatagramThread) => void) | undefined;

  constructor(name: string) {
    const workerData = { halt: this.#halt };
    this.#worker = startThread(import.meta.url, './datagram-thread', { name, workerData });
    this.#worker.on('message', (message: FromDatagramThread) => this.#answered?.(message));
    this.#exited = once(this.#worker, 'exit');
  }

  async connect(address: DatagramAddress): Promise<string | undefined> {
    const answer = await this.#ask({ kind: 'connect', address });
    return answer.kind === 'connected' ? answer.error : undefined;
  }

  async send(job: DatagramJob): Promise<DatagramResult> {
    const answer = await this.#ask({ kind: 'send', job });
    if (answer.kind !== 'sent') throw new Error(`the datagram thread answered ${answer.kind}`);
    return answer.result;
  }

  async close(): Promise<void> {
    Atomics.store(this.#halt, 0, 1);
    this.#post({ kind: 'close' });
    await this.#exited;
  }

  #ask(question: ToDatagramThread): Promise<FromDatagramThread> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#post(question);
    });
  }

  #post(message: ToDatagramThread): void {
    this.#worker.postMessage(message);
  }
}
