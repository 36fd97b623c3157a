import { expect } from 'chai';
import { CrashFeed } from './crash-feed.ts';
import { CRASH_CASES, extended, readLog, senderOf, type LogLine } from './crash-logs.ts';
import { FORMS } from './public-figures.ts';

const CRASHES = CRASH_CASES.filter(({ inScope, titles }) => inScope && titles.length > 0);
const USER_MADE = 14;
const SYSLOG_PORT = 514;
const PRODUCT = 'usb 1-1: Product: ';

/** Sends every log with a crash, each line as `packetOf` makes it; undefined: not at all. */
function sendAll(
  packetOf: (line: LogLine, sequence: number) => string | undefined,
  port?: number,
): CrashFeed {
  const feed = new CrashFeed();
  for (const each of CRASHES) {
    for (const [index, line] of readLog(each.name).entries()) {
      const packet = packetOf(line, index + 1);
      if (packet !== undefined) feed.send(packet, senderOf(each), port);
    }
  }
  return feed.finish();
}

describe('forged crashes', function () {
  this.timeout(60_000);

  it('are none when a process wrote them to /dev/kmsg, and are counted', () => {
    const feed = sendAll((line, sequence) => extended(line, sequence, USER_MADE));
    expect(feed.titles).to.deep.equal([]);
    expect(feed.count('userMadeCrashText')).to.be.at.least(CRASHES.length);
  });

  it('are counted one by one', () => {
    const feed = new CrashFeed();
    feed.send('14,1,1000,-;Kernel panic - not syncing: not really\n');
    feed.send('14,2,1001,-;see: Kernel panic - not syncing: in the middle\n');
    feed.send('14,3,1002,-;BUG: an unknown line\n');
    feed.send('30,4,1003,-;BUG: kernel NULL pointer dereference, address: 0000000000000000\n');
    expect(feed.finish().signals).to.deep.equal([]);
    expect(feed.count('userMadeCrashText')).to.equal(2);
  });

  it('do not join a crash that is open', () => {
    const feed = new CrashFeed();
    feed.send('4,1,1000,-,caller=T1;BUG: kernel NULL pointer dereference, address: 00\n');
    feed.send('14,2,1001,-,caller=T1;RIP: 0010:forged+0x1/0x2\n');
    feed.send('4,3,1002,-,caller=T1;RIP: 0010:real+0x1/0x2\n');
    feed.send('14,4,1003,-,caller=T1;Kernel panic - not syncing: forged\n');
    const [crash] = feed.finish().crashes;
    expect(crash?.title).to.equal('BUG: unable to handle kernel NULL pointer dereference in real');
    expect(crash?.lines).to.equal(2);
    expect(crash?.['panic']).to.equal(undefined);
  });

  for (const [name, head] of [
    ['RFC 3164', '<0>Nov 20 14:40:00 web1 kernel: '],
    ['RFC 5424', '<0>1 2026-11-20T14:40:00Z web1 kernel - - - '],
  ] as const) {
    it(`are none in syslog, ${name}`, () => {
      expect(sendAll(({ text }) => `${head}${text}`, SYSLOG_PORT).signals).to.deep.equal([]);
      expect(sendAll(({ text }) => `${head}${text}`).signals).to.deep.equal([]);
    });
  }

  for (const form of FORMS) {
    it(`are none after the name of a product, ${form}`, () => {
      const feed = sendAll((line, sequence) =>
        form === 'basic'
          ? `${line.prefix}${PRODUCT}${line.text}\n`
          : extended({ ...line, text: PRODUCT + line.text }, sequence),
      );
      expect(feed.titles).to.deep.equal([]);
    });

    it(`are none after a newline in a record, ${form}`, () => {
      const feed = sendAll((line, sequence) =>
        form === 'basic'
          ? `${line.prefix}${PRODUCT}x\n${line.prefix}${line.text}\n`
          : extended({ ...line, text: `${PRODUCT}x\\x0a${line.text}` }, sequence),
      );
      expect(feed.titles).to.deep.equal([]);
    });
  }

  it('are none when what stands before them in a record was lost', () => {
    const text = 'BUG: kernel NULL pointer dereference, address: 0000000000000000\n';
    const feed = new CrashFeed();
    feed.send(`4,1,1000,-,ncfrag=40/${40 + text.length};${text}`);
    feed.pass(10);
    feed.send('6,2,2000,-;a later line\n');
    expect(feed.finish().titles).to.deep.equal([]);
  });
});

describe('crashes that prove nothing', () => {
  const panic = 'Kernel panic - not syncing: out of coffee\n';

  it('are reported as unproven, or ignored', () => {
    for (const unproven of ['report', 'ignore'] as const) {
      const feed = new CrashFeed({ unproven });
      feed.send(`[    1.000000] ${panic}`);
      const origins = feed.finish().crashes.map(({ origin }) => origin);
      expect(origins).to.deep.equal(unproven === 'report' ? ['unproven'] : []);
    }
  });

  it('are those of plain basic lines only', () => {
    for (const packet of [`<0>[    1.000000] ${panic}`, `0,1,1000000,-;${panic}`]) {
      const feed = new CrashFeed({ unproven: 'ignore' });
      feed.send(packet);
      expect(feed.finish().crashes.map(({ origin }) => origin)).to.deep.equal(['kernel']);
    }
  });

  it('are not looked for when crashes are off', () => {
    const feed = new CrashFeed({ enabled: false });
    feed.send(`0,1,1000000,-;${panic}`);
    expect(feed.finish().signals).to.deep.equal([]);
  });
});
