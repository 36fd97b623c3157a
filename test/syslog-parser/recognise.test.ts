import { expect } from 'chai';
import {
  isRfc5424,
  NOTHING,
  PRI_ALONE,
  PRI_AND_TIME,
  PRI_AND_VERSION,
  recognise,
  TIME_ALONE,
} from '../../lib/syslog-parser/grammar/recognise.ts';

/** What is found in `text`, with bytes around it that say something else. */
function found(text: string): number {
  const bytes = Buffer.from(`<1${text}Jan  1 00:00:00`);
  return recognise(bytes, 2, 2 + Buffer.byteLength(text));
}

function isFound5424(text: string): boolean {
  const bytes = Buffer.from(`<1${text} - - - - [`);
  return isRfc5424(bytes, 2, 2 + Buffer.byteLength(text));
}

describe('a PRI', () => {
  for (const text of ['<13>x', '<0>', '<1234>x']) {
    it(`is seen in '${text}'`, () => expect(found(text)).to.equal(PRI_ALONE));
  }

  for (const text of ['<12345>x', '<>x', '<13', '<13 >', '<TASK>', '', '<']) {
    it(`is not seen in '${text}'`, () => expect(found(text)).to.equal(NOTHING));
  }
});

describe('a time of syslog', () => {
  for (const text of [
    'Oct 11 22:14:15 host',
    'Oct 11 22:14:15',
    'OCT  1 22:14:15 host',
    'Oct 1 2:14:15 host',
    ' Oct 01 22:14:15.123 host',
    'Mar  7 2008 19:06:53: host',
    '*Mar  4 15:06:07.123 UTC: %SYS-5-CONFIG_I: x',
    '29: .Apr 29 13:58:40: %SYS-5-CONFIG_I: x',
    '77: host: 6340004: *Mar  4 15:06:07: %SYS-5-CONFIG_I: x',
    ': 2024 Mar  4 15:06:07 PDT: %DAEMON-3-SYSTEM_MSG: x',
    ':Mar  4 15:06:07 UTC: %ASA-6-302015: x',
    '2024-03-04T15:06:07.123456+01:00 host',
    '2024-03-04 15:06:07,123 host',
    '2024-03-04T15:06:07',
  ]) {
    it(`is seen in '${text}'`, () => {
      expect(found(text)).to.equal(TIME_ALONE);
      expect(found(`<13>${text}`)).to.equal(PRI_AND_TIME);
    });
  }

  for (const text of [
    '',
    '[   12.345678] usb 1-1: new device',
    '[   12.345678][  T123] usb 1-1: new device',
    '** 17 printk messages dropped **',
    '*** rcu stall ***',
    '... done.',
    'Mar is a word of three letters',
    'May 12 will do',
    'Oct 11 2024 was a day',
    'Oct 11 22:14',
    'Oct 111 22:14:15',
    '1234: foo bar',
    '0010: 45 00 00 34 12 34 40 00',
    '1990 Oct 22 10:52:01 TZ-6',
    '2024-03-04',
    '2024-03-04X15:06:07',
    '6,416,1758426,-;Oct 11 22:14:15',
    'usb 1-1: Oct 11 22:14:15',
  ]) {
    it(`is not seen in '${text}'`, () => {
      expect(found(text)).to.equal(NOTHING);
      expect(found(`<13>${text}`)).to.equal(PRI_ALONE);
    });
  }
});

describe('VERSION and TIMESTAMP', () => {
  for (const text of [
    '1 2003-10-11T22:14:15.003Z host',
    '1 - host',
    '1 -',
    '2 2003-10-11T22:14:15.003Z host',
    '999 2003-10-11T22:14:15.003Z host',
    '0 2003-10-11T22:14:15.003Z host',
    '1   2003-10-11T22:14:15.003Z host',
  ]) {
    it(`are seen in '${text}'`, () => {
      expect(found(`<13>${text}`)).to.equal(PRI_AND_VERSION);
      expect(isFound5424(text)).to.equal(true);
    });
  }

  for (const text of [
    '',
    '1',
    '1 ',
    '1 host',
    '1 -x',
    '1 2',
    '1 1709564767.123456789 name',
    '1 2003-10-11 22:14:15 host',
    '2 - host',
    '01 2003-10-11T22:14:15.003Z host',
    '1000 2003-10-11T22:14:15.003Z host',
    '1\t2003-10-11T22:14:15.003Z host',
    'Oct 11 22:14:15 host',
  ]) {
    it(`are not seen in '${text}'`, () => {
      expect(found(`<13>${text}`)).not.to.equal(PRI_AND_VERSION);
      expect(isFound5424(text)).to.equal(false);
    });
  }
});

describe('a header of RFC 5424 without a time', () => {
  for (const [text, isHeader] of [
    ['100 - host app - - -', true],
    ['3 - - - - - [a]', true],
    ['100 - host app - -', false],
    ['100 - four words of text', false],
    ['0 - - - - - -', false],
  ] as const) {
    it(`'${text}' → ${isHeader}`, () => {
      expect(isFound5424(`<13>${text}`)).to.equal(isHeader);
    });
  }
});
