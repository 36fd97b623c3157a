import { expect } from 'chai';
import { BOUNDS } from '../../lib/crash/bounds.ts';
import { CrashFeed } from '../crash/crash-feed.ts';

const MIB = 1024 * 1024;
const BEGINS = 1_000_000;
const SOURCES = 10_000;
/** A minute and a half for all of them. */
const STEP_S = 90 / BEGINS;

/** A first line with a function of its own, so that no title comes twice. */
function begin(number: number): string {
  return `[    1.000000] WARNING: CPU: 0 PID: 1 at kernel/forged.c:1 forged_${number}+0x1/0x2\n`;
}

describe('a million forged crashes from 10,000 sources', function () {
  this.timeout(240_000);

  it('stay within the bounds of events and memory', () => {
    const feed = new CrashFeed({ stepS: STEP_S });
    const before = process.memoryUsage();
    let worstBytes = 0;
    for (let i = 0; i < BEGINS; i++) {
      const source = i % SOURCES;
      feed.send(begin(i), { address: `10.1.${source >> 8}.${source & 255}`, port: 6665 });
      if (i % 50_000 === 0) worstBytes = Math.max(worstBytes, process.memoryUsage().rss);
    }
    feed.finish();
    const minutes = Math.ceil((BEGINS * STEP_S) / 60) + 1;
    expect(feed.crashes.length).to.be.within(BOUNDS.events, minutes * BOUNDS.events);
    const shown = feed.crashes.length + feed.count('crashesSuppressed');
    // A first line that follows another one at once belongs to the same crash, so a source that sends nothing else has one.
    expect(shown).to.be.within(SOURCES, BEGINS);
    const grownMib = Math.round((worstBytes - before.rss) / MIB);
    process.stdout.write(`${feed.crashes.length} events, ${grownMib} MiB more in use\n`);
    // The last lines and the texts of open crashes have 64 MiB each; the rest is the heap, with what is not collected yet.
    expect(grownMib).to.be.below(512);
  });
});
