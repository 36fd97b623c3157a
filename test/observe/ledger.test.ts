import { expect } from 'chai';
import type { Config } from '../../lib/config/config.ts';
import { describeAccounts } from '../../lib/observe/account-text.ts';
import { COUNT } from '../../lib/observe/counters.ts';
import { DestinationCounts } from '../../lib/deliver/destination-counts.ts';
import { Ledger } from '../../lib/observe/ledger.ts';
import type { SenderDatagrams } from '../../lib/senders/sender-table.ts';

/** What a ledger reads of a configuration. */
function configOf(sources: string[], destinations: string[]): Config {
  return { sources: named(sources), destinations: named(destinations) } as unknown as Config;
}

function named(names: string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}

function sender(port: number, datagrams: number): SenderDatagrams {
  return { address: 'fe80::1%eth0', port, datagrams };
}

/** The accounts as text. */
function linesOf(
  ledger: Ledger,
  drops: ReadonlyMap<string, number> = new Map(),
  destinations: ReadonlyMap<string, DestinationCounts> = new Map(),
): string[] {
  return describeAccounts(ledger.accounts(drops, destinations));
}

describe('Ledger', () => {
  it('adds up shards, and goes on counting over a reload', () => {
    const ledger = new Ledger();
    const first = ledger.open(configOf(['kernel'], ['files', 'screen']), 0);
    const second = ledger.open(configOf(['kernel'], ['files', 'screen']), 1);
    for (const { counts, routed } of [first, second]) {
      counts[0]?.set([3], COUNT.datagrams);
      counts[0]?.set([2], COUNT.events);
      counts[0]?.set([1], COUNT.duplicates);
      routed[0] = 2;
    }
    const reloaded = ledger.open(configOf(['kernel'], ['files']), 0);
    expect(reloaded.counts[0]).to.equal(first.counts[0]);
    reloaded.routed[0] = 5;
    const files = new DestinationCounts();
    files.handedOver = 9;
    files.settle({ delivered: 7, dropped: { 'write-failed': 2 } });
    files.note('truncated', 1);
    files.note('truncated', 2);
    files.note('resent', 0);
    expect(linesOf(ledger, new Map([['kernel', 4]]), new Map([['files', files]]))).to.deep.equal([
      'source kernel: 6 datagrams = 4 events + 2 duplicates; 0 signals, 4 dropped by the kernel',
      'destination files: 9 routed = 7 delivered + 2 dropped (write-failed); 3 truncated',
    ]);
  });

  it('has events from before in its accounts, and those on disk', () => {
    const ledger = new Ledger();
    const { routed } = ledger.open(configOf([], ['bus']), 0);
    routed[0] = 10;
    const bus = new DestinationCounts();
    bus.handedOver = 9;
    bus.restore(20, 3);
    bus.settle({ delivered: 2, dropped: { 'spool-full': 1 }, spooled: 5 });
    bus.unspool(6, { delivered: 4, dropped: { refused: 2 } });
    expect(bus).to.include({ delivered: 6, spooled: 19, restored: 23, queued: 1 });
    expect(linesOf(ledger, new Map(), new Map([['bus', bus]]))).to.deep.equal([
      'destination bus: 10 routed + 23 from before in the spool = 6 delivered + 3 dropped (spool-damaged) + 1 dropped (spool-full) + 2 dropped (refused) + 2 queued + 19 spooled',
    ]);
    expect(ledger.undelivered(new Map([['bus', bus]]))).to.equal(2);
  });

  it('takes no more memory with each reload', () => {
    const ledger = new Ledger();
    const configs = [configOf(['kernel'], ['files', 'screen']), configOf(['kernel'], ['files'])];
    const memories = new Set<unknown>();
    for (let reload = 0; reload < 1000; reload++) {
      const { counts, routed } = ledger.open(configs[reload % 2] as Config, 0);
      memories.add(routed).add(counts[0]);
      (routed[0] as number)++;
    }
    expect(memories.size).to.equal(3);
    const lost = [...ledger.loseOpen(0)];
    expect(lost).to.deep.equal([['files', 1000]]);
  });

  it('says so when a datagram has no fate', () => {
    const ledger = new Ledger();
    const { counts } = ledger.open(configOf(['kernel'], []), 0);
    counts[0]?.set([3], COUNT.datagrams);
    expect(linesOf(ledger)[0]).to.include('0 events + 3 UNACCOUNTED');
    expect(describeAccounts(ledger.accounts(new Map(), new Map()), true)[0]).to.include(
      '0 events + 3 in progress',
    );
  });

  it('settles what a shard held when it died', () => {
    const ledger = new Ledger();
    const { counts, routed } = ledger.open(configOf(['kernel'], ['files']), 0);
    counts[0]?.set([10], COUNT.datagrams);
    counts[0]?.set([5], COUNT.events);
    counts[0]?.set([2], COUNT.keptOpen);
    routed[0] = 5;
    ledger.handedOver(0, 'files', 3);
    expect([...ledger.loseOpen(0)]).to.deep.equal([['files', 2]]);
    expect([...ledger.loseOpen(0)]).to.deep.equal([]);
    expect(linesOf(ledger)[0]).to.include('10 datagrams = 5 events + 5 lostInCrash;');
  });

  it('writes one of each in the singular', () => {
    const ledger = new Ledger();
    const { counts } = ledger.open(configOf(['kernel'], []), 0);
    for (const name of ['datagrams', 'split', 'events', 'duplicates', 'signals', 'gaps'] as const) {
      counts[0]?.set([1], COUNT[name]);
    }
    expect(linesOf(ledger)).to.deep.equal([
      'source kernel: 1 datagram + 1 split = 1 event + 1 duplicate; 1 signal, 0 dropped by the kernel',
      'source kernel: 1 gap',
    ]);
  });

  it('tells what was odd about the datagrams, and of nothing that did not happen', () => {
    const ledger = new Ledger();
    const { counts } = ledger.open(configOf(['kernel', 'calm'], []), 0);
    for (const name of ['datagrams', 'split', 'events', 'gaps', 'lost', 'evicted'] as const) {
      counts[0]?.set([name === 'events' ? 4 : 2], COUNT[name]);
    }
    expect(linesOf(ledger)).to.deep.equal([
      'source kernel: 2 datagrams + 2 split = 4 events; 0 signals, 0 dropped by the kernel',
      'source kernel: 2 gaps, 2 lost on the way, 2 senders evicted',
      'source calm: 0 datagrams = 0 events; 0 signals, 0 dropped by the kernel',
    ]);
  });

  it('names the senders heard most over all shards, and no more than a few', () => {
    const ledger = new Ledger();
    ledger.open(configOf(['kernel'], []), 0);
    ledger.heard('kernel', [sender(1, 70), sender(2, 20), sender(3, 4)]);
    ledger.heard('kernel', [sender(4, 90), sender(5, 5), sender(6, 3)]);
    expect(linesOf(ledger)[1]).to.equal(
      'source kernel: busiest senders: [fe80::1%eth0]:4 (90 datagrams), [fe80::1%eth0]:1 (70 datagrams), ' +
        '[fe80::1%eth0]:2 (20 datagrams), [fe80::1%eth0]:5 (5 datagrams), [fe80::1%eth0]:3 (4 datagrams)',
    );
  });
});
