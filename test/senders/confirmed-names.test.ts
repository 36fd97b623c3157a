import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { expect } from 'chai';
import { confirmedNames } from '../../lib/senders/confirmed-names.ts';

const TYPES = { A: 1, PTR: 12, AAAA: 28 } as const;
type RecordType = keyof typeof TYPES;

/** What a small name server says: `type name` to records. */
const ZONE: Readonly<Record<string, readonly string[]>> = {
  'PTR 1.2.0.192.in-addr.arpa': ['web1.example', 'db1.example'],
  'PTR 2.2.0.192.in-addr.arpa': ['db1.example'],
  'A web1.example': ['192.0.2.7', '192.0.2.1'],
  'A db1.example': ['192.0.2.2'],
  'PTR 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': ['six.example'],
  'AAAA six.example': ['2001:db8::1'],
};

describe('confirmedNames', () => {
  let server: Socket;
  const resolver = new Resolver({ timeout: 2000, tries: 2 });

  before(async () => {
    server = createSocket('udp4');
    server.on('message', (query, { address, port }) => {
      server.send(replyTo(query), port, address);
    });
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    resolver.setServers([`127.0.0.1:${server.address().port}`]);
  });

  after(() => server.close());

  it('takes the names that resolve to the address', async () => {
    expect(await confirmedNames(resolver, '192.0.2.1')).to.deep.equal(['web1.example']);
    expect(await confirmedNames(resolver, '192.0.2.2')).to.deep.equal(['db1.example']);
    expect(await confirmedNames(resolver, '2001:db8::1')).to.deep.equal(['six.example']);
  });

  it('rejects when there is no name', async () => {
    const error = await confirmedNames(resolver, '192.0.2.9').catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'ENOTFOUND');
  });
});

function replyTo(query: Buffer): Buffer {
  const { name, end } = readName(query);
  const type = query.readUInt16BE(end);
  const word = Object.entries(TYPES).find(([, number]) => number === type)?.[0] as RecordType;
  const records = (ZONE[`${word} ${name}`] ?? []).map((value) => recordOf(word, value));
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(records.length > 0 ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt16BE(0, 8);
  header.writeUInt16BE(0, 10);
  return Buffer.concat([header, query.subarray(12, end + 4), ...records]);
}

/** The name of the question. */
function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** A record of the name that was asked for, valid for a minute. */
function recordOf(type: RecordType, value: string): Buffer {
  const data = dataOf(type, value);
  const head = Buffer.from([0xc0, 12, 0, TYPES[type], 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

function dataOf(type: RecordType, value: string): Buffer {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'PTR') {
    const labels = value
      .split('.')
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
    return Buffer.concat([...labels, Buffer.from([0])]);
  }
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(0x2001_0db8, 0);
  bytes[15] = Number(value.split('::')[1]);
  return bytes;
}
