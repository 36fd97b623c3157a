import { HostName } from '../../lib/event/host-name.ts';
import { EventView } from '../../lib/event/event-view.ts';
import type { Listener, Sender } from '../../lib/event/sender.ts';

/** Microseconds of 2026-11-20T14:40:00.123456Z. */
export const ARRIVAL_US = Date.UTC(2026, 10, 20, 14, 40, 0) * 1000 + 123_456;

const encoder = new TextEncoder();

/** Bytes of a test: text as UTF-8, or bytes as they are. */
export function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encoder.encode(content) : content;
}

export function sampleSender(hostname = 'web1', address = '192.0.2.10', port = 6665): Sender {
  return {
    slot: 0,
    address,
    addressBytes: toBytes(address),
    ip: Uint8Array.of(...address.split('.').map(Number)),
    port,
    host: HostName.of(hostname, 1),
  };
}

export function sampleListener(name = 'kernel'): Listener {
  return {
    name,
    nameBytes: toBytes(name),
    index: 0,
    transport: 'udp',
    port: 6666,
    format: 'auto',
    defaultSeverity: 4,
    signals: true,
  };
}

/** An event as decoders leave it: `text` is its message, `bytes` what all other ranges point into. */
export function sampleView(
  format: number,
  text: string | Uint8Array,
  datagram: string | Uint8Array = '',
): EventView {
  const view = new EventView(sampleSender(), sampleListener());
  view.format = format;
  view.receivedUs = ARRIVAL_US;
  view.bytes = toBytes(datagram);
  view.end = view.bytes.length;
  view.text = toBytes(text);
  view.textEnd = view.text.length;
  view.facility = 0;
  return view;
}

/** Finds `part` in the datagram of `view` and sets `<name>Start` and `<name>End` of `target`. */
export function setRange(
  target: object,
  name: string,
  datagram: Uint8Array,
  part: string | Uint8Array,
): void {
  const start = Buffer.from(datagram).indexOf(toBytes(part));
  if (start < 0) throw new Error(`the datagram does not hold ${String(part)}`);
  const range = { [`${name}Start`]: start, [`${name}End`]: start + toBytes(part).length };
  Object.assign(target, range);
}
