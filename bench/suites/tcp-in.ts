import type { Bench } from '../measure/trial.ts';
import type { TcpReceiver } from '../tcp/tcp-receiver.ts';
import { tcpReceivers } from '../tcp/receivers.ts';
import { tcpTrial, type TcpTrial } from '../tcp/tcp-trial.ts';

export interface TcpInSettings {
  readonly repeat: number;
  readonly messages: number;
  readonly peers: boolean;
}

const CONNECTIONS = [1, 100];

/** Lines over TCP into one file, as fast as each receiver takes them, over one connection and over many: the receivers in turn. */
export async function tcpIn(
  bench: Bench,
  { repeat, messages, peers }: TcpInSettings,
  report: (trial: TcpTrial) => void,
): Promise<readonly TcpTrial[]> {
  const receivers = tcpReceivers(peers).filter((each): each is TcpReceiver => {
    if (!('why' in each)) return true;
    process.stderr.write(`${each.name}: ${each.why}\n`);
    return false;
  });
  const trials: TcpTrial[] = [];
  for (let round = 0; round < repeat; round++) {
    for (const connections of CONNECTIONS) {
      for (const receiver of receivers) {
        const trial = await tcpTrial(bench, receiver, { messages, connections });
        report(trial);
        trials.push(trial);
      }
    }
  }
  return trials;
}
