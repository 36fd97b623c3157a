import { expect } from 'chai';
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { parseSyslog, SyslogDecoder, SyslogView } from '../../lib/syslog-parser/parse-syslog.ts';

/** The time of an RFC 3164 message; undefined when it has none. */
function timestamp(time: string, receivedAt: string, zone: string): string | undefined {
  return parseSyslog(`<13>${time} host tag: text`, { receivedAt: new Date(receivedAt), zone })
    .timestamp;
}

describe('the year of a time without one', () => {
  for (const [time, receivedAt, wanted] of [
    ['Dec 31 23:59:59', '2026-01-01T00:00:05Z', '2025-12-31T23:59:59+00:00'],
    ['Jan  1 00:00:00', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00+00:00'],
    ['Dec  1 00:00:00', '2026-01-31T00:00:00Z', '2025-12-01T00:00:00+00:00'],
    ['Jan 31 00:00:00', '2025-12-01T00:00:00Z', '2025-01-31T00:00:00+00:00'],
    ['Jan 30 23:59:59', '2025-12-31T00:00:00Z', '2026-01-30T23:59:59+00:00'],
    ['Nov 20 00:00:00', '2026-10-20T00:00:00Z', '2026-11-20T00:00:00+00:00'],
    ['Nov 20 00:00:01', '2026-10-20T00:00:00Z', '2025-11-20T00:00:01+00:00'],
    ['Nov 22 00:00:33', '2019-02-08T09:37:49Z', '2018-11-22T00:00:33+00:00'],
    ['Feb 29 12:00:00', '2024-03-01T00:00:00Z', '2024-02-29T12:00:00+00:00'],
    ['Feb 29 12:00:00', '2025-03-01T00:00:00Z', undefined],
  ] as const) {
    it(`${time} received ${receivedAt} → ${wanted ?? 'none'}`, () => {
      expect(timestamp(time, receivedAt, 'UTC')).to.equal(wanted);
    });
  }

  it('goes by the month of arrival in the zone', () => {
    const received = '2025-12-31T23:30:00Z';
    expect(timestamp('Jan  1 00:30:00', received, '+01:00')).to.equal('2026-01-01T00:30:00+01:00');
    expect(timestamp('Dec 31 22:30:00', '2026-01-01T00:30:00Z', '-02:00')).to.equal(
      '2025-12-31T22:30:00-02:00',
    );
  });
});

describe('the offset of a time without one', () => {
  for (const [time, zone, wanted] of [
    ['2006-03-26T01:59:59', 'Europe/Berlin', '2006-03-26T01:59:59+01:00'],
    ['2006-03-26T03:00:00', 'Europe/Berlin', '2006-03-26T03:00:00+02:00'],
    ['2006-10-29T01:59:59', 'Europe/Berlin', '2006-10-29T01:59:59+02:00'],
    ['2006-10-29T02:30:00', 'Europe/Berlin', '2006-10-29T02:30:00+02:00'],
    ['2006-10-29T03:00:00', 'Europe/Berlin', '2006-10-29T03:00:00+01:00'],
    ['2024-07-01T00:00:00', 'Asia/Kolkata', '2024-07-01T00:00:00+05:30'],
    ['2024-07-01T00:00:00', 'America/St_Johns', '2024-07-01T00:00:00-02:30'],
    ['2024-01-01T00:00:00', 'Australia/Lord_Howe', '2024-01-01T00:00:00+11:00'],
    ['2024-07-01T00:00:00', 'Australia/Lord_Howe', '2024-07-01T00:00:00+10:30'],
    ['9999-12-31T23:59:59', 'Europe/Berlin', '9999-12-31T23:59:59+01:00'],
    ['0000-01-01T00:00:00', '-05:00', '0000-01-01T00:00:00-05:00'],
  ] as const) {
    it(`${time} in ${zone} → ${wanted}`, () => {
      expect(timestamp(time, '2024-07-01T00:00:00Z', zone)).to.equal(wanted);
    });
  }

  it('agrees with the engine about every hour of some zones and years', () => {
    const zones = constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Africa/Casablanca',
      'Asia/Tokyo',
    );
    const hours = integer({
      min: Date.UTC(1990, 0, 1) / 3_600_000,
      max: Date.UTC(2050, 0, 1) / 3_600_000,
    });
    assert(
      property(zones, hours, (zone, hour) => {
        const moment = new Date(hour * 3_600_000);
        const wall = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(moment);
        const parsed = new Date(timestamp(wall, '2024-07-01T00:00:00Z', zone) ?? '').getTime();
        // Wall-clock times that come twice are the earlier one.
        expect([0, -3_600_000]).to.include(parsed - moment.getTime());
      }),
    );
  });

  it('refuses a zone nobody knows', () => {
    expect(() => parseSyslog('text', { zone: 'Mars/Olympus' })).to.throw(
      RangeError,
      'options.zone must be \'local\', an offset such as +01:00, or an IANA name, not "Mars/Olympus"',
    );
  });
});

describe('impossible times', () => {
  for (const time of [
    'Feb 30 00:00:00',
    'Apr 31 00:00:00',
    'Jan 00 00:00:00',
    'Jan 32 00:00:00',
    'Jan 10 24:00:00',
    'Jan 10 00:60:00',
    'Jan 10 00:00:61',
    'Jan 10 12:00:60',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+01:60',
    '2024-06-30T23:59:60+01:00',
  ]) {
    it(time, () => {
      const message = parseSyslog(`<13>${time} host tag: text`, { zone: 'UTC' });
      expect(message).not.to.have.property('timestamp');
      expect(message).to.deep.include({
        hostname: 'host',
        message: 'text',
        problems: ['bad-time'],
      });
    });
  }

  it('a leap second at the end of a day of UTC is none', () => {
    expect(timestamp('2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z', 'UTC')).to.equal(
      '2016-12-31T23:59:60Z',
    );
    expect(timestamp('2017-01-01T08:59:60+09:00', '2017-01-01T00:00:00Z', 'UTC')).to.equal(
      '2017-01-01T08:59:60+09:00',
    );
  });
});

describe('the moment', () => {
  const decoder = new SyslogDecoder({ zone: '+02:00' });
  const view = new SyslogView();

  for (const [time, wanted] of [
    ['1970-01-01T00:00:00Z', 0],
    ['2024-02-29T12:00:00.123456Z', Date.UTC(2024, 1, 29, 12) * 1000 + 123_456],
    ['2024-02-29T12:00:00.1234567890123+01:00', Date.UTC(2024, 1, 29, 11) * 1000 + 123_456],
    ['2024-02-29T12:00:00.5', Date.UTC(2024, 1, 29, 10) * 1000 + 500_000],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) * 1000],
    ['1969-12-31T23:59:59.75Z', -250_000],
  ] as const) {
    it(`${time} is ${wanted} µs`, () => {
      const bytes = Buffer.from(`<13>1 ${time} - - - - -`);
      decoder.decodeRfc5424(bytes, 0, bytes.length, view, 0);
      expect([view.hasTime, view.timestampUs]).to.deep.equal([true, wanted]);
    });
  }
});

describe('a time that was met before', () => {
  const times = constantFrom(
    'Oct 11 22:14:15',
    'Oct 11 22:14:15',
    'Oct 11 22:14:16',
    'Oct  1 2:14:15',
    'Jan 31 22:14:15',
    '2026-10-11T22:14:15',
    '2026-10-11 22:14:15',
    '2025-10-11T22:14:15',
    '2026-10-11T22:14:60',
    '2026-02-30T22:14:15',
  );
  const rests = constantFrom(
    '',
    ' ',
    '.5',
    ',25',
    'Z',
    '.123456Z',
    '+01:00',
    ' 2024',
    ' UTC:',
    'x',
  );
  const tags = constantFrom(
    '',
    ' host tag: text',
    ' 1',
    ' UTC: %A-1-B: x',
    ': x',
    ' 192.0.2.1 tag: text',
    ' 2024 tag: text',
    ' Host tag: text',
    ' H: text',
  );
  const arrivals = constantFrom(
    '2026-01-01T00:00:00Z',
    '2026-10-11T20:59:59Z',
    '2026-12-31T23:59:59Z',
  );
  const starts = constantFrom('<13>', '<13>1 ', '<13>*');

  it('is decoded as if it were new', () => {
    const old = new SyslogDecoder({ zone: '+02:00' });
    const view = new SyslogView();
    const messages = array(tuple(starts, times, rests, tags, arrivals), { maxLength: 30 });
    assert(
      property(messages, (all) => {
        for (const [start, time, rest, tag, arrival] of all) {
          const bytes = Buffer.from(start + time + rest + tag);
          const arrivalUs = Date.parse(arrival) * 1000;
          const decode = start === '<13>1 ' ? 'decodeRfc5424' : 'decodeRfc3164';
          const wanted = new SyslogView();
          new SyslogDecoder({ zone: '+02:00' })[decode](bytes, 0, bytes.length, wanted, arrivalUs);
          old[decode](bytes, 0, bytes.length, view, arrivalUs);
          expect(said(view), bytes.toString()).to.deep.equal(said(wanted));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

it('a leap second and the second after it, which are one moment, are written apart', () => {
  const received = '2017-01-01T00:00:05Z';
  const texts = ['Dec 31 23:59:60', 'Jan  1 00:00:00', 'Jan  1 00:00:00', 'Dec 31 23:59:60'];
  expect(texts.map((text) => timestamp(text, received, 'UTC'))).to.deep.equal([
    '2016-12-31T23:59:60+00:00',
    '2017-01-01T00:00:00+00:00',
    '2017-01-01T00:00:00+00:00',
    '2016-12-31T23:59:60+00:00',
  ]);
});

it('NULs are no time, not even the first that a decoder meets', () => {
  const view = new SyslogView();
  const bytes = Buffer.from(`<13>1 ${'\0'.repeat(19)} host app - - - text`);
  new SyslogDecoder({ zone: 'UTC' }).decodeRfc5424(bytes, 0, bytes.length, view, 0);
  expect([view.hasTime, view.messageStart]).to.deep.equal([false, 6]);
});

/** What a view says; without a time its parts mean nothing. */
function said(view: SyslogView): object {
  const timePart = /^(?:year|month|day|hour|minute|second|timestampUs|offset)/;
  return Object.fromEntries(
    Object.entries(view).filter(([name]) => view.hasTime || !timePart.test(name)),
  );
}
