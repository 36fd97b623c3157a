import { randomBytes } from 'node:crypto';
import type { SyslogDestinationConfig } from '../../config/destination-config.ts';
import { isDatagramTarget } from '../../config/syslog-target.ts';
import type { BatchForm } from '../batch-encoder.ts';
import { Rfc3164Header } from '../entries/rfc3164-header.ts';
import { Rfc5424Header } from '../entries/rfc5424-header.ts';
import { SyslogFrames } from '../entries/syslog-frames.ts';
import { NoNames } from '../names/event-names.ts';
import type { Framing } from './frame-boundaries.ts';

/** Of IPv4: 65,535 bytes with the headers of IP and UDP. */
const MAX_DATAGRAM_BYTES = 65_507;

/** The framing in batches: datagrams are counted there, and sent without their counts. */
export function batchFraming({ to, framing }: SyslogDestinationConfig): Framing {
  return to.some(isDatagramTarget) ? 'octet-counting' : framing;
}

/** Framed syslog messages, whole events. */
export function syslogForm(config: SyslogDestinationConfig, relayId: string): BatchForm {
  const { format, framing, enterpriseId, maxMessageBytes, to } = config;
  const isDatagram = to.some(isDatagramTarget);
  const incarnation = randomBytes(8).toString('hex');
  const header =
    format === 'rfc3164'
      ? new Rfc3164Header()
      : new Rfc5424Header({ relayId, incarnation }, enterpriseId);
  return {
    entries: new SyslogFrames(header, {
      framing: batchFraming(config),
      escapesNewlines: isDatagram || framing === 'newline',
      maxBytes: isDatagram ? Math.min(maxMessageBytes, MAX_DATAGRAM_BYTES) : maxMessageBytes,
    }),
    createNames: () => new NoNames(),
    wholeEvents: true,
  };
}
