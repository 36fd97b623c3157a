import { expect } from 'chai';
import { assert, constantFrom, integer, property } from 'fast-check';
import type { EventView } from '../../lib/event/event-view.ts';
import { BASIC, RFC5424 } from '../../lib/event/format.ts';
import { compilePath } from '../../lib/template/path-template.ts';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { sampleView } from '../event/sample-view.ts';
import { compiled, rendered } from './rendering.ts';

const ALL =
  '$ISODATE|$DATE|$STAMP|$FULLDATE|$UNIXTIME|$YEAR|$MONTH|$MONTH_ABBREV|$MONTH_NAME|$MONTH_WEEK|$DAY|$HOUR|' +
  '$HOUR12|$AMPM|$MIN|$SEC|$USEC|$MSEC|$WEEK|$WEEKDAY|$WEEK_DAY|$WEEK_DAY_ABBREV|$WEEK_DAY_NAME|$YEAR_DAY|$TZ|$TZOFFSET';

/** An event that says when it happened: `timestampUs` at `offsetMinutes`. */
function stamped(time: string, offsetMinutes: number, micros = 0): EventView {
  const view = sampleView(RFC5424, 'x');
  view.syslog.hasTime = true;
  view.syslog.timestampUs = Date.parse(time) * 1000 + micros;
  view.syslog.offsetMinutes = offsetMinutes;
  return view;
}

describe('date macros', () => {
  // what syslog-ng 3.38 wrote for these times, with frac-digits(3)
  const peers: [view: EventView, expected: string][] = [
    [
      stamped('2026-10-03T02:04:05+02:00', 120),
      '2026-10-03T02:04:05.000+02:00|Oct  3 02:04:05.000|Oct  3 02:04:05.000|2026 Oct  3 02:04:05.000|' +
        '1790985845.000|2026|10|Oct|October|0|03|02|02|AM|04|05|000000|000|39|Sat|7|Sat|Saturday|276|+02:00|+02:00',
    ],
    [
      stamped('2026-03-01T00:04:05-07:30', -450, 123_456),
      '2026-03-01T00:04:05.123-07:30|Mar  1 00:04:05.123|Mar  1 00:04:05.123|2026 Mar  1 00:04:05.123|' +
        '1772350445.123|2026|03|Mar|March|0|01|00|12|AM|04|05|123456|123|08|Sun|1|Sun|Sunday|060|-07:30|-07:30',
    ],
    [
      stamped('2026-12-31T12:59:59Z', 0, 900_000),
      '2026-12-31T12:59:59.900+00:00|Dec 31 12:59:59.900|Dec 31 12:59:59.900|2026 Dec 31 12:59:59.900|' +
        '1798721999.900|2026|12|Dec|December|4|31|12|12|PM|59|59|900000|900|52|Thu|5|Thu|Thursday|365|+00:00|+00:00',
    ],
    [
      stamped('2026-11-20T21:15:20+01:00', 60, 189_600),
      '2026-11-20T21:15:20.189+01:00|Nov 20 21:15:20.189|Nov 20 21:15:20.189|2026 Nov 20 21:15:20.189|' +
        '1795205720.189|2026|11|Nov|November|3|20|21|09|PM|15|20|189600|189|46|Fri|6|Fri|Friday|324|+01:00|+01:00',
    ],
  ];
  for (const [view, expected] of peers) {
    it(`write ${expected.slice(0, 29)} as syslog-ng does`, () => {
      expect(rendered(ALL, view, { fractionDigits: 3 })).to.equal(expected);
    });
  }

  it('have six digits of a fraction in our dialect and none in the imported one', () => {
    const view = stamped('2026-10-03T02:04:05Z', 0, 7);
    expect(rendered('$ISODATE', view)).to.equal('2026-10-03T02:04:05.000007+00:00');
    expect(rendered('$ISODATE', view, { dialect: 'imported' })).to.equal(
      '2026-10-03T02:04:05+00:00',
    );
  });

  it('follow the stamp without prefix and with S_, the arrival with R_ and C_', () => {
    const view = stamped('2026-10-03T02:04:05Z', 0);
    expect(rendered('$YEAR$MONTH $S_MONTH $R_MONTH $C_MONTH', view)).to.equal('202610 10 11 11');
  });

  it('take the arrival when the event has no time of its own', () => {
    const view = sampleView(BASIC, 'x');
    view.syslog.hasTime = true; // left over from another event
    expect(rendered('$ISODATE $S_ISODATE', view)).to.equal(
      '2026-11-20T14:40:00.123456+00:00 2026-11-20T14:40:00.123456+00:00',
    );
  });

  it('follow the arrival in a path unless written S_', () => {
    const view = stamped('2026-10-03T02:04:05Z', 0);
    const path = compilePath('/log/$YEAR-$MONTH/$S_MONTH', { zone: '+00:00' });
    if (Array.isArray(path)) throw new Error('the path is right');
    const out = new ByteWriter(1);
    path.render(view, out);
    expect(out.bytes.toString('utf8', 0, out.at)).to.equal('/log/2026-11/10');
  });

  it('show arrivals as the clocks of the zone do, in whatever order', () => {
    const zones = ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    assert(
      property(
        constantFrom(...zones),
        integer({ min: 0, max: 2_000_000_000 }),
        integer({ min: -10_000, max: 10_000 }),
        (zone, second, step) => {
          const format = new Intl.DateTimeFormat('sv-SE', {
            timeZone: zone,
            dateStyle: 'short',
            timeStyle: 'medium',
          });
          for (const at of [second, second + step, second]) {
            const view = sampleView(BASIC, 'x');
            view.receivedUs = at * 1_000_000;
            const expected = format.format(at * 1000);
            expect(rendered('$YEAR-$MONTH-$DAY $HOUR:$MIN:$SEC', view, { zone })).to.equal(
              expected,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('see the clocks change within a template', () => {
    const view = sampleView(BASIC, 'x');
    const out = new ByteWriter(1);
    const change = Date.parse('2026-10-25T01:00:00Z') * 1000;
    const template = compiled('$ISODATE ', { zone: 'Europe/Berlin', fractionDigits: 0 });
    for (const micros of [change - 1, change, change - 1]) {
      view.receivedUs = micros;
      template.render(view, 0, 0, out);
    }
    expect(out.bytes.toString('utf8', 0, out.at)).to.equal(
      '2026-10-25T02:59:59+02:00 2026-10-25T02:00:00+01:00 2026-10-25T02:59:59+02:00 ',
    );
  });
});
