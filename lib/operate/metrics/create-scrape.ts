import type { Counter as CounterOf, Gauge as GaugeOf } from 'prom-client';
import type { Scrape } from '../http-server.ts';
import { SERIES } from './all-series.ts';
import type { Series } from './series.ts';
import { takeSnapshot, type Measured, type Snapshot } from './snapshot.ts';

const PREFIX = 'netconsole_relay_';

/**
 * Returns what answers `/metrics`. Loads prom-client (40 ms, 16 MB), so that relays without `http` go without it. Values are read at the scrape from
 * counters that exist; scrapes run one after the other.
 */
export async function createScrape(measured: Measured): Promise<Scrape> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  let snapshot: Snapshot;
  for (const series of SERIES) {
    const options = {
      name: PREFIX + series.name,
      help: series.help,
      labelNames: [...series.labels],
      registers: [registry],
    };
    if (series.type === 'counter') {
      const counter: CounterOf = new Counter({
        ...options,
        collect: () => fill(counter, (labels, value) => counter.inc(labels, value), series),
      });
    } else {
      const gauge: GaugeOf = new Gauge({
        ...options,
        collect: () => fill(gauge, (labels, value) => gauge.set(labels, value), series),
      });
    }
  }
  const fill = (
    metric: { reset(): void },
    set: (labels: Record<string, string>, value: number) => void,
    series: Series,
  ): void => {
    metric.reset();
    for (const { labels, value } of series.samples(snapshot)) set(labels, value);
  };
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const reply = last.then(async () => {
      snapshot = await takeSnapshot(measured);
      return { status: 200, type: registry.contentType, body: await registry.metrics() };
    });
    last = reply;
    return reply;
  };
}
