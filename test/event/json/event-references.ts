import { HostName } from '../../../lib/event/host-name.ts';
import type { EventReferences } from '../../../lib/event/json/read-event-json.ts';
import type { Transport } from '../../../lib/event/sender.ts';
import { sampleListener, sampleSender } from '../sample-view.ts';

interface Source {
  readonly address?: string;
  readonly port?: number;
  readonly transport: Transport;
  readonly listener: string;
}

/** References of events that are read from JSON, new ones each time. */
export const references: EventReferences = {
  originOf: (json) => {
    const { address, port, transport, listener } = JSON.parse(json.toString()) as Source;
    const sender = { ...sampleSender('', address ?? '', port ?? 0) };
    return { sender, listener: { ...sampleListener(listener), transport } };
  },
  hostOf: (bytes, start, end) => HostName.of(Buffer.from(bytes.subarray(start, end)).toString(), 1),
  isFirstTitle: () => true,
};
