import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import { loadTransport } from './load-transport.ts';
import type {
  FromTransport,
  ToTransport,
  TransportEntry,
  TransportStart,
} from './transport-messages.ts';

/** How winston marks the level and the text of an entry, for transports that do not format it themselves. */
const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');

/**
 * The entry of a thread that runs one winston transport, which may come from anybody: what it throws, or never ends, is kept from the
 * rest of the relay.
 */
if (parentPort === null) throw new Error('transport-thread runs only as a worker');
const port = parentPort;
const { transport: config, levels } = workerData as TransportStart;

const post = (message: FromTransport): void => port.postMessage(message);

const transport = await loadTransport(config);
Object.assign(transport, { levels });
// `warn` is what transports such as Http emit when their peer does not answer.
for (const event of ['error', 'warn']) {
  transport.on(event, (error: unknown) => post({ kind: 'warning', problem: textOf(error) }));
}

port.on('message', (message: ToTransport) => {
  if (message.kind === 'entry') hand(message.id, message.entry);
  else void end(transport);
});

function hand(id: number, entry: TransportEntry): void {
  const info = { ...entry, [LEVEL]: entry.level, [MESSAGE]: JSON.stringify(entry) };
  try {
    transport.write(info, (error) => {
      if (error instanceof Error) refuse(id, error);
      else post({ kind: 'taken', id });
    });
  } catch (error) {
    refuse(id, error);
  }
}

/** A stream that has thrown takes nothing any more: the thread ends, and another one is started with the next entry. */
function refuse(id: number, error: unknown): void {
  post({ kind: 'refused', id, problem: textOf(error) });
  port.close();
  setImmediate(() => process.exit());
}

async function end(stream: Writable): Promise<void> {
  const finished = once(stream, 'finish');
  stream.end();
  await finished;
  post({ kind: 'ended' });
  port.close();
}

/** The first line: the others of Node's are about its own files. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
