import { parentPort, workerData } from 'node:worker_threads';
import { loadSystemCalls } from '../../system/system-calls.ts';
import type {
  DatagramThreadStart,
  FromDatagramThread,
  ToDatagramThread,
} from './datagram-messages.ts';
import { DatagramSender } from './datagram-sender.ts';

/**
 * The thread that sends the datagrams of one destination. It blocks in the kernel: a unix socket holds ten datagrams only, and an event
 * loop that waits for room in it by a timer sends a third as many.
 */
function runDatagramThread({ halt }: DatagramThreadStart): void {
  const port = parentPort;
  if (port === null) throw new Error('the datagram sender runs as a worker thread only');
  const answer = (message: FromDatagramThread): void => port.postMessage(message);
  const sender = new DatagramSender(loadSystemCalls(), () => Atomics.load(halt, 0) !== 0);

  port.on('message', (message: ToDatagramThread) => {
    switch (message.kind) {
      case 'connect':
        answer({ kind: 'connected', error: sender.connect(message.address) });
        break;
      case 'send':
        answer({ kind: 'sent', result: sender.send(message.job) });
        break;
      case 'close':
        sender.close();
        port.close();
        break;
      default:
        message satisfies never;
    }
  });
}

runDatagramThread(workerData as DatagramThreadStart);
