import { HostName } from '../../lib/event/host-name.ts';
import type { Format } from '../../lib/event/format.ts';
import { FORMATS } from '../../lib/event/format.ts';
import { EventView } from '../../lib/event/event-view.ts';
import { parseAddress } from '../../lib/event/cidr.ts';

/** What a route can ask about an event. */
export interface Subject {
  readonly listener: number;
  readonly format: Format;
  readonly host: string;
  readonly hostId: number;
  readonly address: string;
  readonly facility: number;
  readonly severity: number;
  readonly appName: string | undefined;
  readonly message: string;
}

/** A view of a syslog or netconsole event; its text lies after other bytes. */
export function eventOn(subject: Subject, listenerName: string): EventView {
  const host = HostName.of(subject.host, subject.hostId);
  const { address } = subject;
  const ip = parseAddress(address) ?? new Uint8Array(0);
  const sender = { slot: 0, address, addressBytes: Buffer.from(address), ip, port: 1, host };
  const view = new EventView(sender, {
    name: listenerName,
    nameBytes: Buffer.from(listenerName),
    index: subject.listener,
    transport: 'udp',
    port: 514,
    format: 'auto',
    defaultSeverity: 4,
    signals: true,
  });
  const { appName = '' } = subject;
  view.bytes = Buffer.from(`before${appName}${subject.message}after`);
  view.text = view.bytes;
  view.textStart = 6 + Buffer.byteLength(appName);
  view.textEnd = view.textStart + Buffer.byteLength(subject.message);
  view.format = FORMATS.indexOf(subject.format);
  view.facility = subject.facility;
  view.severity = subject.severity;
  if (subject.appName !== undefined) {
    view.syslog.appNameStart = 6;
    view.syslog.appNameEnd = view.textStart;
  }
  return view;
}
