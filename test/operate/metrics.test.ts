import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { HostRow } from '../../lib/observe/host-columns.ts';
import { createScrape } from '../../lib/operate/metrics/create-scrape.ts';
import { MAX_HOSTS } from '../../lib/operate/metrics/snapshot.ts';
import { SERIES } from '../../lib/operate/metrics/all-series.ts';
import { NOW_MS, sampleHosts, SampleRelay } from './sample-relay.ts';

interface Parsed {
  readonly name: string;
  readonly type: string;
  readonly metrics: readonly { readonly value: string; readonly labels?: Record<string, string> }[];
}
const parse = createRequire(import.meta.url)('parse-prometheus-text-format') as (
  text: string,
) => Parsed[];

const FACTS = { version: '1.2.3', startedAt: new Date(NOW_MS) };

async function scrape(relay: SampleRelay): Promise<string> {
  const lag = { longestSeconds: 0.25 };
  const spool = {
    summaries: () => [{ destination: 'bus', batches: 1, events: 40, bytes: 4096 }],
    drop: () => Promise.reject(new Error('not asked for')),
  };
  const answer = await createScrape({ relay, facts: FACTS, lag, spool });
  return (await answer()).body;
}

/** `name{labels}` to value. */
function valuesOf(text: string): Map<string, number> {
  const samples = parse(text).flatMap(({ name, metrics }) =>
    metrics.map(({ value, labels = {} }): [string, number] => {
      const pairs = Object.entries(labels).map(([label, of]) => `${label}=${of}`);
      return [`${name.replace('netconsole_relay_', '')}{${pairs.join(',')}}`, Number(value)];
    }),
  );
  return new Map(samples);
}

describe('/metrics', () => {
  it('has the counters of every source and destination', async () => {
    const values = valuesOf(await scrape(new SampleRelay()));
    const expected = {
      'build_info{version=1.2.3}': 1,
      'start_time_seconds{}': NOW_MS / 1000,
      'ready{}': 1,
      'healthy{}': 1,
      'event_loop_lag_seconds{}': 0.25,
      'datagrams_received_total{source=kernel}': 12,
      'events_decoded_total{source=kernel,format=netconsole-extended}': 9,
      'events_decoded_total{source=kernel,format=rfc3164}': 0,
      'datagrams_discarded_total{source=kernel,reason=refused}': 2,
      'kernel_drops_total{source=kernel}': 5,
      'crashes_total{type=panic}': 1,
      'events_routed_total{destination=files}': 9,
      'events_delivered_total{destination=files}': 8,
      'events_dropped_total{destination=files,reason=write-failed}': 1,
      'queue_events{destination=files}': 0,
      'queue_events{destination=bus}': 5,
      'retries_total{destination=bus}': 3,
      'batches_total{destination=bus}': 2,
      'batched_events_total{destination=bus}': 9,
      'spool_events{destination=bus}': 40,
      'spool_bytes{destination=bus}': 4096,
      'hosts{}': 3,
      'busiest_datagrams_total{host=host00001.rack1.example.org}': 8019,
    };
    const found = Object.fromEntries(Object.keys(expected).map((name) => [name, values.get(name)]));
    expect(found).to.deep.equal(expected);
  });

  it('reads the counters again at each scrape', async () => {
    const relay = new SampleRelay();
    const answer = await createScrape({ relay, facts: FACTS, lag: { longestSeconds: 0 } });
    await answer();
    relay.destinations.get('files')?.settle({ delivered: 100, dropped: {} });
    const [first, second] = await Promise.all([answer(), answer()]);
    expect(first.body).to.equal(second.body);
    expect(valuesOf(first.body).get('events_delivered_total{destination=files}')).to.equal(108);
  });

  it('follows the naming rules of Prometheus', async () => {
    for (const { name, type, metrics } of parse(await scrape(new SampleRelay()))) {
      expect(name).to.match(/^netconsole_relay_[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total'), name).to.equal(type === 'COUNTER');
      expect(name).not.to.match(/_(?:ms|milliseconds|minutes|kib|mib|kb|mb|percent|count)(?:_|$)/);
      expect(name).not.to.match(/__|_(?:counter|gauge)(?:_|$)/);
      for (const { labels = {} } of metrics) {
        for (const label of Object.keys(labels)) expect(name).not.to.include(`_${label}_`);
      }
    }
    expect(SERIES.filter(({ help }) => !/^[A-Z0-9].*\.$/.test(help))).to.deep.equal([]);
    expect(new Set(SERIES.map(({ name }) => name)).size).to.equal(SERIES.length);
  });

  it('is below 200 KB with 10,000 senders, of which the 200 busiest have series', async () => {
    const hosts = sampleHosts(10_000);
    const text = await scrape(new SampleRelay(hosts));
    expect(Buffer.byteLength(text)).to.be.below(200_000);
    const named = parse(text).find(({ name }) => name.endsWith('_busiest_datagrams_total'));
    const busiest = [...hosts].sort((a, b) => b.datagrams - a.datagrams).slice(0, MAX_HOSTS);
    expect(named?.metrics.map(({ labels }) => labels?.['host'])).to.have.members(
      busiest.map(({ name }) => name),
    );
    expect(valuesOf(text).get('hosts{}')).to.equal(10_000);
  });

  it('escapes the names of hosts', async () => {
    const [host] = sampleHosts(1) as [HostRow];
    const text = await scrape(new SampleRelay([{ ...host, name: 'a"b\\c\nd' }]));
    expect(text).to.include('host="a\\"b\\\\c\\nd"');
  });
});
