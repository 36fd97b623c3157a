import { expect } from 'chai';
import { BOUNDS } from '../../lib/crash/bounds.ts';
import { CrashFeed } from './crash-feed.ts';

const OOPS = 'BUG: kernel NULL pointer dereference, address: 0000000000000000';
const END = '---[ end trace 0000000000000000 ]---';

function cpuLine(cpu: number): string {
  return `CPU: ${cpu} PID: 1 Comm: init Not tainted 6.1.0 #1`;
}

/** Sends extended records of the kernel, numbered from 1 on for each sender. */
class Host {
  readonly #feed: CrashFeed;
  readonly #source: { address: string; port: number };
  #sequence = 0;

  constructor(feed: CrashFeed, address = '192.0.2.10') {
    this.#feed = feed;
    this.#source = { address, port: 6665 };
  }

  print(text: string, caller = 'T1', priority = 4): void {
    const sequence = ++this.#sequence;
    const header = `${priority},${sequence},${1_000_000 + sequence},-,caller=${caller}`;
    this.#feed.send(`${header};${text}\n`, this.#source);
  }

  crash(name: string, caller = 'T1'): void {
    this.print(OOPS, caller);
    this.print(`RIP: 0010:${name}+0x1/0x2`, caller);
    this.print(END, caller);
  }

  /** Loses records. */
  lose(count: number): void {
    this.#sequence += count;
  }
}

describe('bounds of crashes', () => {
  it('close the crash that is silent longest when a sender has more than eight', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    for (let i = 0; i <= BOUNDS.contexts; i++) {
      host.print(OOPS, `T${i}`);
      host.print(`RIP: 0010:f${i}+0x1/0x2`, `T${i}`);
    }
    expect(feed.titles).to.deep.equal([
      'BUG: unable to handle kernel NULL pointer dereference in f0',
    ]);
    expect(feed.crashes[0]?.complete).to.equal(false);
    expect(feed.finish().titles).to.have.lengthOf(BOUNDS.contexts + 1);
  });

  it('count the records that a crash has no room for', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print(OOPS);
    for (let i = 0; i < 2 * BOUNDS.records; i++) host.print('a line');
    host.print(END);
    const [crash] = feed.finish().crashes;
    expect(crash?.lines).to.equal(2 * BOUNDS.records + 2);
    expect(crash?.complete).to.equal(false);
  });

  it('suppress crashes above 30 a minute of a sender, and tell how many', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    for (let i = 0; i < BOUNDS.eventsOfSender + 7; i++) host.crash(`f${i}x`);
    feed.finish();
    expect(feed.crashes).to.have.lengthOf(BOUNDS.eventsOfSender);
    expect(feed.count('crashesSuppressed')).to.equal(7);
    expect(feed.signals.at(-1)?.kernel.trouble).to.deep.equal({
      title: 'crashes suppressed',
      type: 'crashes',
      count: 7,
    });
  });

  it('suppress crashes above 1,000 a minute of all senders', () => {
    const feed = new CrashFeed();
    for (let i = 0; i < 1100; i++) new Host(feed, `10.0.${i >> 8}.${i & 255}`).crash('f');
    feed.finish();
    expect(feed.crashes).to.have.lengthOf(BOUNDS.events);
    expect(feed.count('crashesSuppressed')).to.equal(100);
  });

  it('send one event of a title in a minute, and tell how many came', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    for (let i = 0; i < 3; i++) host.crash('f');
    feed.pass(1);
    host.print('an ordinary line');
    feed.pass(61);
    host.crash('f');
    feed.finish();
    expect(feed.crashes.map(({ repeats }) => repeats)).to.deep.equal([undefined, 2]);
    expect(feed.count('crashRepeats')).to.equal(2);
  });
});

describe('the end of a crash', () => {
  it('is 3 s of silence where there is no end marker', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print('INFO: task sleeper:42 blocked for more than 120 seconds.');
    feed.pass(2.9);
    host.print('Call Trace:', 'T1');
    feed.pass(3.1);
    host.print('an ordinary line');
    expect(feed.crashes.map(({ lines, complete }) => ({ lines, complete }))).to.deep.equal([
      { lines: 2, complete: true },
    ]);
  });

  it('is 250 ms of silence for a panic, with or without a marker', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print('Kernel panic - not syncing: out of coffee');
    feed.pass(0.26);
    host.print('an ordinary line', 'T2');
    expect(feed.crashes.map(({ title, complete }) => ({ title, complete }))).to.deep.equal([
      { title: 'kernel panic: out of coffee', complete: false },
    ]);
  });

  it('comes with the next crash of its context, but not with that of another', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print(OOPS, 'T1');
    for (let i = 0; i < 5; i++) host.print(`RIP: 0010:f${i}+0x1/0x2`, 'T1');
    host.print('general protection fault, probably for a bad address: 0000', 'T2');
    expect(feed.titles).to.deep.equal([]);
    host.print('general protection fault, probably for a bad address: 0000', 'T1');
    expect(feed.titles).to.deep.equal([
      'BUG: unable to handle kernel NULL pointer dereference in f0',
    ]);
  });

  it('takes the panic that follows, and what others print then', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.crash('f');
    host.print('Kernel panic - not syncing: Fatal exception');
    host.print('Kernel Offset: disabled', 'C1');
    host.print('Rebooting in 10 seconds..');
    const [crash, ...others] = feed.finish().crashes;
    expect(others).to.deep.equal([]);
    expect(crash).to.include({ panic: 'Fatal exception', rebootIn: 10, complete: true, lines: 6 });
  });

  it('joins the back-traces that it asked other CPUs for', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print('rcu: INFO: rcu_preempt self-detected stall on CPU', 'C1');
    host.print('Sending NMI from CPU 1 to CPUs 0:', 'C1');
    host.print('NMI backtrace for cpu 0', 'C0');
    host.print('a line of a task', 'T7');
    expect(feed.finish().crashes.map(({ lines }) => lines)).to.deep.equal([3]);
  });

  it('tells sequence numbers that did not arrive, and lines of two CPUs without callers', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print(OOPS);
    host.lose(3);
    host.print(END);
    expect(feed.finish().crashes[0]).to.include({ missing: 3, firstSequence: 1, lastSequence: 5 });

    const mixed = new CrashFeed();
    for (const text of [OOPS, cpuLine(0), cpuLine(1), END])
      mixed.send(`<1>[    1.000000] ${text}\n`);
    expect(mixed.finish().crashes[0]).to.include({ mixed: true });
  });

  it('comes from a call trace for a line that no table has', () => {
    const feed = new CrashFeed();
    const host = new Host(feed);
    host.print('BUG: 17 widgets lost at 0xffff888012345678');
    host.print('Call Trace:');
    host.print(' lose_widgets+0x1/0x2');
    host.print('BUG: a line alone', 'T2');
    const crashes = feed.finish().crashes.map(({ title, type }) => ({ title, type }));
    expect(crashes).to.deep.equal([{ title: 'BUG: NUM widgets lost at ADDR', type: 'unknown' }]);
  });
});
