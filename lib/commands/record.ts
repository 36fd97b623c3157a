import { plural } from '../config/plural.ts';
import type { RemoteInfo, Socket } from 'node:dgram';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { formatRecordingLine } from '../recording/recording.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { DONE, refused, runCommand } from './command-error.ts';
import type { Surroundings } from './command-error.ts';
import { listenUdp } from './listen-udp.ts';
import { resolveListen } from './udp-target.ts';

export interface RecordOptions {
  /** `HOST:PORT`; port 0 takes a free one. */
  readonly listen: string;
  /** The recording is appended to it. */
  readonly file: string;
}

/** Turns of the event loop that a stop may take to read what has arrived, 32 datagrams each. */
const DRAIN_TURNS = 20_000;

/**
 * Appends every datagram to a recording, each as one whole line in one write, until `stop` aborts (SIGINT or SIGTERM
 * when undefined). Says `ready` with its address on stderr, and at the end how many it recorded. Times are
 * seconds since ready. Returns the exit code: 0; 100 for wrong use; 111 when the system refuses.
 */
export async function record(
  options: RecordOptions,
  surroundings: Surroundings = process,
  stop: AbortSignal = abortOnSignal(),
): Promise<number> {
  return runCommand(surroundings, async () => {
    const listen = await resolveListen('--listen', options.listen);
    const file = openRecording(options.file);
    try {
      const socket = await listenUdp(listen, '--listen');
      try {
        const recorder = new Recorder(file, socket.address().port);
        const ended = fill(recorder, socket, stop);
        const where = formatEndpoint(socket.address());
        surroundings.stderr.write(`ready: recording ${where} to ${options.file}\n`);
        await ended;
        surroundings.stderr.write(
          `recorded ${plural(recorder.count, 'datagram')} to ${options.file}\n`,
        );
      } finally {
        socket.close();
      }
    } catch (error) {
      throw refused(`Cannot record ${options.listen} to ${options.file}`, error);
    } finally {
      closeSync(file);
    }
    return DONE;
  });
}

class Recorder {
  count = 0;
  readonly #file: number;
  readonly #dstPort: number;
  readonly #startMs = performance.now();

  constructor(file: number, dstPort: number) {
    this.#file = file;
    this.#dstPort = dstPort;
  }

  /** Throws the system's error when the line cannot be written. */
  add(bytes: Buffer, { address, port }: RemoteInfo): void {
    const t = Number(((performance.now() - this.#startMs) / 1000).toFixed(6));
    const source = { address: address.replace(/^::ffff:(?=\d+\.)/, ''), port };
    const line = formatRecordingLine({ t, source, dstPort: this.#dstPort, bytes });
    appendFileSync(this.#file, `${line}\n`);
    this.count++;
  }
}

/** Resolves when `stop` aborts and what had arrived is recorded; rejects when the socket or the file fails. */
async function fill(recorder: Recorder, socket: Socket, stop: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (bytes, from) => {
      try {
        recorder.add(bytes, from);
      } catch (error) {
        reject(error);
      }
    });
    const end = (): void => void drain(recorder).then(resolve);
    if (stop.aborted) end();
    else stop.addEventListener('abort', end, { once: true });
  });
}

/** Takes what has arrived before the stop. */
async function drain(recorder: Recorder): Promise<void> {
  for (let turn = 0, seen = -1; recorder.count > seen && turn < DRAIN_TURNS; turn++) {
    seen = recorder.count;
    await setImmediate();
    await setImmediate();
  }
}

function openRecording(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    throw refused(`Cannot write ${file}`, error, {
      ENOENT: `create the directory ${dirname(file)}, or name another file`,
    });
  }
}

function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller.signal;
}
