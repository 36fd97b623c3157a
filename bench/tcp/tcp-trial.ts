import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freeTcpPort } from '../../test/servers/free-port.ts';
import { fileSettled, linesIn } from '../measure/log-file.ts';
import { readProcessUsage } from '../measure/process-usage.ts';
import type { Bench } from '../measure/trial.ts';
import { sendOverTcp } from './tcp-sender.ts';
import type { TcpReceiver } from './tcp-receiver.ts';

export interface TcpLoad {
  readonly messages: number;
  readonly connections: number;
}

/** One receiver under one load. */
export interface TcpTrial {
  readonly receiver: string;
  readonly load: TcpLoad;
  /** Lines in the file. */
  readonly delivered: number;
  /** Until the peer had taken everything. */
  readonly sentRate: number;
  readonly cpuNsPerMessage: number;
  readonly peakBytes: number;
}

const WARM_UP = 100_000;

/** Starts a receiver, warms it up, puts it under load, and stops it when all is written. */
export async function tcpTrial(
  bench: Bench,
  receiver: TcpReceiver,
  load: TcpLoad,
): Promise<TcpTrial> {
  const directory = mkdtempSync(join(bench.directory, 'tcp-'));
  const file = join(directory, 'messages.log');
  const port = await freeTcpPort();
  const { connections, messages } = load;
  const running = await receiver.start({ port, directory, connections });
  try {
    await sendOverTcp(port, { messages: WARM_UP, connections });
    await fileSettled(file);
    const before = readProcessUsage(running.pid).cpuSeconds;
    const startedMs = performance.now();
    await sendOverTcp(port, load);
    const seconds = (performance.now() - startedMs) / 1000;
    await fileSettled(file);
    const usage = readProcessUsage(running.pid);
    // Some keep lines back until they end.
    await running.stop();
    return {
      receiver: receiver.name,
      load,
      delivered: (await linesIn(file)) - WARM_UP,
      sentRate: messages / seconds,
      cpuNsPerMessage: ((usage.cpuSeconds - before) * 1e9) / messages,
      peakBytes: usage.peakBytes,
    };
  } finally {
    await running.stop();
    rmSync(directory, { recursive: true });
  }
}
