import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { isatty, ReadStream as TerminalStream } from 'node:tty';
import type { StdinSourceConfig } from '../../config/source-config.ts';
import { SenderKey } from '../../senders/sender-key.ts';
import { duplicateOf } from '../../system/duplicate-of.ts';
import type { DatagramSink, SinkGroup } from '../datagram-sink.ts';
import type { SourceInput } from '../source-input.ts';
import type { ReaderContext, ReaderSource, SourceReader } from '../source-reader.ts';
import { MessageStream } from './message-stream.ts';

const DRAIN_TURNS = 100;

/** What the readers of pipes, terminals and files have in common. */
type Input = Pick<Socket, 'pause' | 'resume' | 'destroy' | 'on'>;

/** Reads the standard input, from the first configuration that has such a source until it ends. */
export class StdinReader implements SourceReader<StdinSourceConfig> {
  readonly #context: ReaderContext;
  #input: Input | undefined;
  #messages: MessageStream | undefined;
  #source: ReaderSource<StdinSourceConfig> | undefined;
  #isPaused = false;
  #received = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  async open(sources: readonly ReaderSource<StdinSourceConfig>[]): Promise<SourceInput[]> {
    [this.#source] = sources;
    if (this.#source === undefined) this.#input?.pause();
    return sources.map(({ input }) => input);
  }

  read([sink]: readonly DatagramSink[], _group: SinkGroup): void {
    if (sink === undefined || this.#source === undefined) return;
    const { config, input } = this.#source;
    const key = new SenderKey();
    key.setLocal(0, -1, -1);
    this.#messages ??= new MessageStream(config, key, sink);
    this.#messages.sink = sink;
    this.#input ??= this.#start(input.fd);
    if (!this.#isPaused) this.#input.resume();
  }

  pause(): void {
    this.#isPaused = true;
    this.#input?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#source !== undefined) this.#input?.resume();
  }

  /** Reads what has arrived. What comes meanwhile may have no end, and stays with who writes it. */
  async close(): Promise<void> {
    if (this.#input === undefined) return;
    this.#isPaused = false;
    for (let turn = 0, before = -1; turn < DRAIN_TURNS && before < this.#received; turn++) {
      before = this.#received;
      this.#input.resume();
      for (let i = 0; i < 3; i++) await setImmediate();
    }
    this.#end();
    this.#input.destroy();
  }

  #start(fd: number): Input {
    const input = openInput(duplicateOf(fd));
    input.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      const messages = this.#messages?.push(chunk) ?? 0;
      if (messages > 0) this.#context.arrived(messages);
    });
    input.on('end', () => {
      this.#end();
      this.#context.report('info', 'the standard input has ended');
    });
    input.on('error', (error) => {
      this.#context.report('warn', `Cannot read the standard input: ${error.message}`);
    });
    return input;
  }

  #end(): void {
    const messages = this.#messages?.finish() ?? 0;
    if (messages > 0) this.#context.arrived(messages);
  }
}

/** Node reads pipes and terminals by its event loop, and files by threads of its own. */
function openInput(fd: number): Input {
  if (isatty(fd)) return new TerminalStream(fd);
  const stats = fstatSync(fd);
  const isPipe = stats.isFIFO() || stats.isSocket();
  return isPipe
    ? new Socket({ fd, readable: true, writable: false })
    : (createReadStream('', { fd }) as unknown as Input);
}
