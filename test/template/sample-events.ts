import type { EventView } from '../../lib/event/event-view.ts';
import { EXTENDED, RFC5424 } from '../../lib/event/format.ts';
import { sampleView, setRange } from '../event/sample-view.ts';

/** A record with everything a header can say, and fields. */
export function extendedRecord(): EventView {
  const view = sampleView(
    EXTENDED,
    'usb 1-1: new',
    '6.4.0,4,444,501151268,-,caller=T123;usb 1-1: new\n DEVICE=+usb:1\\x2d1\n host=a\n host=b\n cpu=1\n cpu=2',
  );
  const { bytes, kernel } = view;
  setRange(kernel, 'release', bytes, '6.4.0');
  setRange(kernel, 'sequence', bytes, '444');
  setRange(kernel, 'uptime', bytes, '501151268');
  setRange(kernel, 'caller', bytes, 'T123');
  setRange(kernel, 'fields', bytes, ' DEVICE=+usb:1\\x2d1\n host=a\n host=b\n cpu=1\n cpu=2');
  kernel.uptimeUs = 501_151_268;
  view.severity = 4;
  return view;
}

/** A message of RFC 5424 with structured data. */
export function syslogMessage(): EventView {
  const view = sampleView(
    RFC5424,
    'An event',
    'app 99 ID7 [a.b@1 x="q\\"\\]\\\\n" x="last"][meta sequenceId="12" y.z="1"]\n',
  );
  const { bytes } = view;
  setRange(view.syslog, 'appName', bytes, 'app');
  setRange(view.syslog, 'procId', bytes, '99');
  setRange(view.syslog, 'msgId', bytes, 'ID7');
  setRange(
    view.syslog,
    'structuredData',
    bytes,
    '[a.b@1 x="q\\"\\]\\\\n" x="last"][meta sequenceId="12" y.z="1"]',
  );
  view.facility = 20;
  view.severity = 5;
  return view;
}
