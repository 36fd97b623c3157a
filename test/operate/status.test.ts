import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { readStatus } from '../../lib/operate/status.ts';
import { statusText } from '../../lib/operate/status-text.ts';
import { STATUS_SCHEMA } from '../../lib/operate/status-schema.ts';
import { NOW_MS, sampleHosts, SampleRelay } from './sample-relay.ts';

const FACTS = { version: '1.2.3', startedAt: new Date(NOW_MS) };
const ALL = { order: 'name', limit: Number.POSITIVE_INFINITY, withFiles: true } as const;

describe('status', () => {
  it('has every source, destination and host', async () => {
    const status = await readStatus(new SampleRelay(), FACTS, ALL);
    expect(status.sources).to.deep.equal([
      {
        name: 'kernel',
        type: 'udp',
        listen: 'UDP 127.0.0.1:6666',
        receiveBufferBytes: 33_554_432,
        senders: 0,
        datagrams: 12,
        events: 9,
        signals: 0,
        refused: 2,
        unparsed: 0,
        kernelDrops: 5,
        losses: 0,
        inProgress: 1,
      },
    ]);
    expect(status.destinations[1]).to.deep.equal({
      name: 'bus',
      type: 'redis',
      routed: 9,
      delivered: 4,
      dropped: {},
      queue: { events: 5, bytes: 0, limitBytes: 64 * 1024 * 1024 },
      retries: 3,
      counters: {},
    });
    expect(status.hosts.map(({ name }) => name.slice(0, 9))).to.deep.equal([
      'host00000',
      'host00001',
      'host00002',
    ]);
  });

  it('validates against the schema in the package', async () => {
    const file = join(import.meta.dirname, '../../config/status.schema.json');
    const shipped = JSON.parse(readFileSync(file, 'utf8')) as object;
    expect(shipped).to.deep.equal(STATUS_SCHEMA);
    const schema = z.fromJSONSchema(shipped as Parameters<typeof z.fromJSONSchema>[0]);
    const spool = {
      summaries: () => [{ destination: 'bus', batches: 1, events: 40, bytes: 4096 }],
      drop: () => Promise.reject(new Error('not asked for')),
    };
    const status = await readStatus(new SampleRelay(sampleHosts(50)), FACTS, ALL, spool);
    const sent: unknown = JSON.parse(JSON.stringify(status));
    expect(schema.safeParse(sent).error).to.equal(undefined);
    expect(schema.safeParse({ ...status, hosts: [{ name: 'a' }] }).success).to.equal(false);
    expect(schema.safeParse({ ...status, other: 1 }).success).to.equal(false);
  });

  it('fits every terminal, and is whole where there is none', async () => {
    const status = await readStatus(new SampleRelay(sampleHosts(30)), FACTS, ALL);
    for (const width of [20, 40, 80, 132, 200]) {
      for (const line of statusText(status, width)) {
        expect(line.length, line).to.be.at.most(width);
      }
    }
    expect(statusText(status, Number.POSITIVE_INFINITY).join('\n')).to.match(
      /^host00001\.rack1\.example\.org +up +\S+ +919 +8019 +0 +6\.12\.95\+deb12-amd64 +\/var\/log\/host1\/kernel\.log$/m,
    );
  });

  it('sends nothing of a sender to the terminal as it is', async () => {
    const [row] = sampleHosts(1);
    if (row === undefined) throw new Error('no host');
    const hosts = [{ ...row, name: 'a\u001b[31m\u202e', release: '\u009b1m' }];
    const status = await readStatus(new SampleRelay(hosts), FACTS, ALL);
    const text = statusText(status, Number.POSITIVE_INFINITY).join('\n');
    expect(text).to.include('a\\x1b[31m\\u{202e}').and.to.include('\\x9b1m');
    expect(text).not.to.match(/[\u001b\u009b\u202e]/);
  });
});
