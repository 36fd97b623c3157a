import { expect } from 'chai';
import type { Parcel } from '../../../lib/deliver/parcel.ts';
import { isSyslogForm, reframed, syslogFormName } from '../../../lib/deliver/syslog/reframe.ts';
import type { Framing } from '../../../lib/deliver/syslog/frame-boundaries.ts';

function parcel(text: string, framing: Framing): Parcel {
  const bytes = Buffer.from(text);
  const used = bytes.length;
  const runs = Uint32Array.of(0, used, 2);
  const form = syslogFormName(framing);
  return { form, bytes, used, events: 2, runs, names: [''], lane: 'ff', prev: 3, next: 5 };
}

const NEWLINES = parcel('<13>one é\n<14>two\n', 'newline');
const COUNTED = parcel('10 <13>one é7 <14>two', 'octet-counting');

describe('framing of a parcel from the disk', () => {
  it('is changed to that of the configuration', () => {
    expect(reframed(NEWLINES, 'octet-counting')).to.deep.equal(COUNTED);
    expect(reframed(COUNTED, 'newline')).to.deep.equal(NEWLINES);
  });

  it('is kept if it is the same, and of parcels that were not stored', () => {
    expect(reframed(NEWLINES, 'newline')).to.equal(NEWLINES);
    const own = { ...COUNTED, form: undefined };
    expect(reframed(own, 'newline')).to.equal(own);
  });

  it('has no newlines within messages', () => {
    const counted = parcel('7 <13>a\nb5 <14>c', 'octet-counting');
    const { bytes, used } = reframed(counted, 'newline');
    expect(Buffer.from(bytes.subarray(0, used)).toString()).to.equal('<13>a b\n<14>c\n');
  });

  it('is known for both framings, and for nothing else', () => {
    expect(isSyslogForm('syslog newline')).to.equal(true);
    expect(isSyslogForm('syslog octet-counting')).to.equal(true);
    expect(isSyslogForm('redis ["event"]')).to.equal(false);
  });
});
