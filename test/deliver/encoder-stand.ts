import type { SealedBatch } from '../../lib/deliver/batch.ts';
import type { EncoderContext } from '../../lib/deliver/encoder.ts';
import { BufferPool } from '../../lib/deliver/buffer-pool.ts';
import { EventView } from '../../lib/event/event-view.ts';
import { RFC3164 } from '../../lib/event/format.ts';
import { HostName } from '../../lib/event/host-name.ts';
import type { Listener } from '../../lib/event/sender.ts';
import { parseAddress } from '../../lib/event/cidr.ts';

const LISTENER: Listener = {
  name: 'net',
  nameBytes: Buffer.from('net'),
  index: 0,
  transport: 'udp',
  port: 514,
  format: 'auto',
  defaultSeverity: 4,
  signals: true,
};

/** A context that keeps what is handed over. */
export function encoderContext(bufferBytes: number): {
  context: EncoderContext;
  batches: SealedBatch[];
  pool: BufferPool;
} {
  const batches: SealedBatch[] = [];
  const pool = new BufferPool(undefined, bufferBytes);
  const origin = { destination: 2, generation: 3, shard: 1 };
  return { batches, pool, context: { origin, pool, handOver: (batch) => batches.push(batch) } };
}

export function hostName(text: string, id: number): HostName {
  return HostName.of(text, id);
}

/** An event with this message and nothing else. */
export function eventOf(message: string, host: HostName = hostName('web1', 0)): EventView {
  const address = '192.0.2.10';
  const ip = parseAddress(address) ?? new Uint8Array(0);
  const sender = { slot: 0, address, addressBytes: Buffer.from(address), ip, port: 514, host };
  const view = new EventView(sender, LISTENER);
  view.format = RFC3164;
  view.text = Buffer.from(message);
  view.textEnd = view.text.length;
  return view;
}

export function textOf(batches: readonly SealedBatch[]): string {
  return batches.map(({ bytes, used }) => Buffer.from(bytes.subarray(0, used)).toString()).join('');
}
