import { expect } from 'chai';
import type { SourceConfig } from '../../lib/config/source-config.ts';
import { COUNT, createSourceCounts, type SourceCounter } from '../../lib/observe/counters.ts';
import { SourceWatch } from '../../lib/observe/source-watch.ts';
import { LogRecord } from '../deliver/log-record.ts';
import { load, SCREEN } from '../config/load-text.ts';

const MIB = 1024 * 1024;

/** A watch of one source, whose counters a test sets. */
function watched(keys = '') {
  const config = load(`sources: { a: { type: udp${keys} } }\n${SCREEN}`).sources[0] as SourceConfig;
  const log = new LogRecord();
  const watch = new SourceWatch(log);
  const counts = createSourceCounts();
  return {
    count: (counter: SourceCounter, value: number) => {
      counts[COUNT[counter]] = value;
    },
    /** Returns what is logged at a second; debug lines are left out. */
    at: (second: number, kernelDrops = 0, receiveBufferBytes: number | undefined = 32 * MIB) => {
      const before = log.entries.length;
      watch.update([{ config, counts, kernelDrops, receiveBufferBytes }], second * 1000);
      return log.entries.slice(before).filter((entry) => !entry.startsWith('debug'));
    },
    log,
  };
}

describe('SourceWatch', () => {
  it('warns at once when the kernel drops, and logs when that is over', () => {
    const { at } = watched();
    expect(at(0)).to.deep.equal([]);
    expect(at(1, 3)).to.deep.equal([
      'warn source a: the kernel dropped 3 datagrams: the receive buffer of 32MiB was full; raise receiveBuffer, or run more shards',
    ]);
    expect(at(2, 700)).to.deep.equal([]);
    expect(at(11, 700)).to.deep.equal([]);
    expect(at(12, 700)).to.deep.equal([
      'info source a: the kernel drops no more; 700 datagrams dropped',
    ]);
    expect(at(13, 700)).to.deep.equal([]);
    expect(at(14, 701)).to.have.length(1);
    expect(at(30, 701)).to.deep.equal([
      'info source a: the kernel drops no more; 1 datagram dropped',
    ]);
  });

  it('names the limit of the system when the kernel granted less than was asked for', () => {
    expect(watched().at(1, 5, 212_992)).to.deep.equal([
      'warn source a: the kernel dropped 5 datagrams: the receive buffer of 208KiB was full; raise net.core.rmem_max, or grant CAP_NET_ADMIN, to get the 32MiB of receiveBuffer',
    ]);
  });

  it('warns when allow refuses', () => {
    const { at, count } = watched();
    count('refused', 2);
    expect(at(1)).to.deep.equal([
      'warn source a: refused 2 datagrams from addresses not in allow; add their senders to allow, or block them in the firewall',
    ]);
    count('refused', 9);
    expect(at(2)).to.deep.equal([]);
    expect(at(12)).to.deep.equal([
      'info source a: no more datagrams from addresses not in allow; 9 datagrams refused',
    ]);
  });

  it('warns of refusals by rateLimit on their own', () => {
    const { at, count } = watched();
    count('refused', 5);
    count('rateLimited', 5);
    expect(at(1)).to.deep.equal([
      'warn source a: refused 5 datagrams above rateLimit; raise rateLimit, or find out why their senders send so much',
    ]);
  });

  it('warns when senders are evicted', () => {
    const { at, count } = watched(', maxSenders: 100');
    count('sendersKnown', 100);
    count('evicted', 1);
    expect(at(1)).to.deep.equal([
      'warn source a: evicted 1 sender: 100 senders known, maxSenders is 100, and one address has 64 at most; raise maxSenders, or restrict senders with allow',
    ]);
    expect(at(11)).to.deep.equal(['info source a: evicts no more; 1 sender evicted']);
  });

  it('sums up every ten seconds what was left out of the log', () => {
    const { at, count } = watched();
    at(0);
    count('sendersUnreported', 40);
    count('signalsUnreported', 7);
    expect(at(5)).to.deep.equal([]);
    expect(at(10)).to.deep.equal([
      'info source a: 40 more new senders',
      'info source a: 7 more reboots, losses and crashes',
    ]);
    expect(at(20)).to.deep.equal([]);
  });

  it('sums up losses and reboots of sources without signals', () => {
    const { at, count } = watched(', signals: false');
    at(0);
    count('reboots', 1);
    count('lost', 12);
    expect(at(10)).to.deep.equal([
      'info source a: 1 reboot of a sender',
      'info source a: 12 kernel messages lost on the way',
    ]);
  });

  it('logs the rate of a source at level debug', () => {
    const { at, count, log } = watched();
    at(0);
    count('datagrams', 120);
    count('events', 118);
    count('sendersKnown', 3);
    at(10);
    expect(log.entries).to.deep.equal([
      'debug source a: 120 datagrams, 118 events in 10 s; 3 senders known',
    ]);
  });
});
