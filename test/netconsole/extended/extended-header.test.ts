import { expect } from 'chai';
import { EventView } from '../../../lib/event/event-view.ts';
import {
  BAD_FRAGMENT,
  ExtendedHeader,
  FRAGMENT,
  WHOLE,
} from '../../../lib/netconsole/extended/extended-header.ts';
import { LISTENER, Player } from '../decode-recording.ts';

const sender = new Player().sender('192.0.2.10:6665');

/** Decodes in the middle of a larger buffer, so that a wrong bound shows. */
function decode(text: string) {
  const view = new EventView(sender, LISTENER);
  const header = new ExtendedHeader();
  view.bytes = Buffer.from(`0,1${text}6,1,2,-;`);
  view.start = 3;
  view.end = 3 + Buffer.byteLength(text);
  const isHeader = header.decode(view);
  const range = (start: number, end: number) =>
    start < 0 ? undefined : Buffer.from(view.bytes.subarray(start, end)).toString();
  const { kernel } = view;
  return {
    isHeader,
    prio: header.prio,
    body: range(header.bodyStart, view.end),
    fragment: header.fragment,
    part: [header.fragmentOffset, header.fragmentTotal],
    release: range(kernel.releaseStart, kernel.releaseEnd),
    sequence: range(kernel.sequenceStart, kernel.sequenceEnd),
    value: kernel.sequence,
    uptime: range(kernel.uptimeStart, kernel.uptimeEnd),
    uptimeUs: kernel.uptimeUs,
    flag: String.fromCharCode(kernel.flag),
    caller: range(kernel.callerStart, kernel.callerEnd),
    unknown: range(kernel.headerStart, kernel.headerEnd),
    replayNotice: kernel.replayNotice,
  };
}

describe('ExtendedHeader', () => {
  it('decodes every field', () => {
    const text = '6.12.0-rc1+_x~y,30,416,1758426,c,caller=T123,cpu=1,comm=a b,ncfrag=10/20;abc';
    expect(decode(text)).to.deep.equal({
      isHeader: true,
      prio: 30,
      body: 'abc',
      fragment: FRAGMENT,
      part: [10, 20],
      release: '6.12.0-rc1+_x~y',
      sequence: '416',
      value: 416,
      uptime: '1758426',
      uptimeUs: 1758426,
      flag: 'c',
      caller: 'T123',
      unknown: 'cpu=1,comm=a b',
      replayNotice: false,
    });
  });

  it('keeps unknown fields on both sides of known ones', () => {
    const decoded = decode('6,1,2,-,a=1,caller=T1,b=2,ncfrag=0/9,c=3;x');
    expect(decoded).to.include({ caller: 'T1', unknown: 'a=1,caller=T1,b=2,ncfrag=0/9,c=3' });
  });

  it('decodes the least there can be', () => {
    const { isHeader, prio, body, fragment, release, caller, unknown } = decode('0,0,0,-;');
    expect([isHeader, prio, body, fragment]).to.deep.equal([true, 0, '', WHOLE]);
    expect([release, caller, unknown]).to.deep.equal([undefined, undefined, undefined]);
  });

  it('takes a release of digits only, when three numbers follow', () => {
    expect(decode('6,5,416,1758426,-;x')).to.include({ release: '6', prio: 5, sequence: '416' });
  });

  it('keeps digits exact up to 2^64, and values up to 2^53', () => {
    expect(decode('6,9007199254740991,123456789012,-;x')).to.include({
      value: Number.MAX_SAFE_INTEGER,
      uptimeUs: 123_456_789_012,
    });
    const large = decode('6,9007199254740993,18446744073709551615,-;x');
    expect(large).to.include({ sequence: '9007199254740993', uptime: '18446744073709551615' });
    expect([large.value, large.uptimeUs]).to.deep.equal([Number.NaN, Number.NaN]);
  });

  for (const text of [
    '** replaying previous printk message **\n4,614,5,-;x',
    '7.0.0,** replaying previous printk message **\n4,614,5,-;x',
  ]) {
    it(`sees the replay notice in ${JSON.stringify(text)}`, () => {
      expect(decode(text)).to.include({ isHeader: true, replayNotice: true, sequence: '614' });
    });
  }

  for (const text of [
    '',
    'x',
    '6,416,1758426,-',
    '6,416,1758426,-,',
    '6,416,1758426',
    '6,416,-;x',
    '6,416,1758426,x;y',
    '6,416,1758426,-x;y',
    ';x',
    ' 6,1,2,-;x',
    '<6>6,1,2,-;x',
    '[6,1,2,-;x',
    '06,1,2,-;x',
    '6,01,2,-;x',
    '6,1,02,-;x',
    '2048,1,2,-;x',
    '12345,1,2,-;x',
    '6,18446744073709551616,1,-;x',
    '6,100000000000000000000,1,-;x',
    '6,1,2,-,key;x',
    '6,1,2,-,=value;x',
    '6,1,2,-,key=a\nb;x',
    '6.4.0,,6,1,2,-;x',
    'a b,6,1,2,-;x',
    `${'r'.repeat(65)},6,1,2,-;x`,
    '6,1,2,-,caller=T1',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(decode(text).isHeader).to.equal(false);
    });
  }

  it('takes a release of 64 characters', () => {
    expect(decode(`${'r'.repeat(64)},6,1,2,-;x`).release).to.have.lengthOf(64);
  });

  for (const marker of [
    '0/0',
    '5/4',
    '0/2',
    '3/4',
    '-1/4',
    '0/4,ncfrag=0/4',
    '0',
    '/4',
    '0/',
    '00/4',
    '0/4/5',
    '0/4294967295000',
    '99999999999999999999/99999999999999999999',
    '',
  ]) {
    it(`calls the fragment marker ${JSON.stringify(marker)} bad for a body of three bytes`, () => {
      expect(decode(`6,1,2,-,ncfrag=${marker};abc`)).to.include({
        isHeader: true,
        fragment: BAD_FRAGMENT,
      });
    });
  }
});
