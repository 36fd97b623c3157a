import { loadConfig } from '../../lib/config/load-config.ts';
import { DestinationCounts } from '../../lib/deliver/destination-counts.ts';
import type { HostRow } from '../../lib/observe/host-columns.ts';
import { COUNT, type SourceCounts } from '../../lib/observe/counters.ts';
import { Ledger } from '../../lib/observe/ledger.ts';
import type { MonitoredRelay } from '../../lib/operate/monitored-relay.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:6666" } }
destinations:
  files: { type: file, path: /var/log/$HOST/kernel.log }
  bus: { type: redis, url: "redis://127.0.0.1:6379", stream: logs }
http: { listen: "127.0.0.1:0", hosts: [relay.example.org] }
`;

export const NOW_MS = Date.UTC(2026, 10, 20, 14, 40, 0);

/** So many hosts, each with its number of datagrams. */
export function sampleHosts(count: number): HostRow[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `host${String(index).padStart(5, '0')}.rack${index % 40}.example.org`,
    address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    source: 'kernel',
    state: index % 1000 === 7 ? ('crashed' as const) : ('up' as const),
    lastSeenMs: NOW_MS - index * 50,
    rate: (index * 7919) % 1000,
    datagrams: 100 + ((index * 7919) % 100_003),
    lost: index % 50 === 0 ? index : 0,
    droppedByKernel: 0,
    release: index % 3 === 0 ? '' : '6.12.95+deb12-amd64',
    file: `/var/log/host${index}/kernel.log`,
  }));
}

/** A relay that stands still, with the counters of a real one. */
export class SampleRelay implements MonitoredRelay {
  readonly config = loadConfig(CONFIG, { file: 'test', env: {}, readFile: () => '' }).config;
  isReady = true;
  isAlive = true;
  readonly #ledger = new Ledger();
  readonly counts: SourceCounts;
  readonly destinations = new Map([
    ['files', new DestinationCounts()],
    ['bus', new DestinationCounts()],
  ]);
  readonly #hosts: readonly HostRow[];

  /** So many events were delivered to `files`, but for one, and to `bus`, but for five that wait. */
  constructor(hosts: readonly HostRow[] = sampleHosts(3), events = 9) {
    this.#hosts = hosts;
    const { counts, routed } = this.#ledger.open(this.config, 0);
    this.counts = counts[0] as SourceCounts;
    this.counts[COUNT.datagrams] = events + 3;
    this.counts[COUNT.events] = events;
    this.counts[COUNT.extended] = events;
    this.counts[COUNT.refused] = 2;
    this.counts[COUNT['crash:panic']] = 1;
    routed.set([events, events]);
    const [files, bus] = [...this.destinations.values()];
    files?.settle({ delivered: events - 1, dropped: { 'write-failed': 1 } });
    bus?.settle({ delivered: events - 5, dropped: {} });
    if (bus !== undefined) Object.assign(bus, { retries: 3, batches: 2, handedOver: events });
  }

  accounts(): ReturnType<MonitoredRelay['accounts']> {
    return this.#ledger.accounts(new Map([['kernel', 5]]), this.destinations);
  }

  endpointOf(): ReturnType<MonitoredRelay['endpointOf']> {
    return { endpoint: 'UDP 127.0.0.1:6666', receiveBufferBytes: 33_554_432 };
  }

  hosts(_withFiles = true): Promise<HostRow[]> {
    return Promise.resolve([...this.#hosts]);
  }

  tap(): Promise<void> {
    return Promise.resolve();
  }

  untap(): void {
    // Nothing is tapped.
  }
}
