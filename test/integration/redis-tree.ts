import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisServer } from '../servers/redis-server.ts';
import { readJsonLines, type Packet } from '../netconsole/decode-recording.ts';
import { RunningRelay, sendAll } from './running-relay.ts';

const CAPTURES = join(import.meta.dirname, '../captures');
const STREAMS = Array.from({ length: 4 }, (_, i) => `logs:${i}`);
const ROUTES = (files: string, syslog: string, more = ''): string => `
routes:
  - { when: { format: netconsole }, to: [${files}${more}], final: true }
  - { to: [${syslog}${more}] }
`;
const filesWith = (more: string): string => `
  kernel: { type: file, path: "DIR/tree/$HOST/netconsole.log" }
  syslog: { type: file, path: "DIR/tree/$HOST/syslog.log"${more} }`;

/** Messages of the usual forms: docs/redis.md says which headers a writer does not have. */
const SYSLOG = [
  '<13>Nov 20 14:40:00 web1 cron[12]: text',
  '<13>Nov 20 14:40:00 web2 cron: text \u00e4 \x1b[31m',
  '<165>1 2026-11-20T14:40:00.003+01:00 db1 app 12 ID47 [a@1 x="1" x="]\\]"][b y="\\\\"] \ufefftext',
  'no priority at all',
  '<13>1 - - - - - -',
];

/** The files below a directory with their bytes. */
function treeOf(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true }).map(String);
  return new Map(
    files
      .filter((name) => statSync(join(directory, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(join(directory, name), 'latin1')]),
  );
}

/** The first lines that are not alike; a diff of whole files would take minutes. */
function firstDifference(expected: string, found: string): readonly unknown[] | undefined {
  if (expected === found) return undefined;
  const [lines, others] = [expected.split('\n'), found.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return [at, lines[at], others[at], lines.length, others.length];
}

/**
 * Sends recordings to a relay that writes files and Redis streams, lets a writer put the streams into files, and expects the same file tree, byte for byte. The edge's
 * own files stand for those of one relay in place of both: the times of arrival are the same. `limit`: datagrams of each recording;
 * `syslog`: further datagrams, written by `template` if there is one.
 */
export async function expectSameTree(
  limit: number,
  syslog: readonly (string | Buffer)[] = SYSLOG,
  template?: string,
): Promise<void> {
  const files = filesWith(template === undefined ? '' : `, template: "${template}"`);
  const server = await RedisServer.start();
  const url = `redis://127.0.0.1:${server.port}`;
  const writer = await RunningRelay.start({
    config: `
sources:
  edge: { type: redis, url: "${url}", streams: "logs:$(hash 4 $HOST)" }
destinations:${files}${ROUTES('kernel', 'syslog')}`,
  });
  const edge = await RunningRelay.start({
    config: `
sources:
  net: { type: udp, listen: "127.0.0.1:0", keepHostname: true }
  other: { type: udp, listen: "127.0.0.1:0", format: netconsole }
destinations:${files}
  bus: { type: redis, url: "${url}", stream: "logs:$(hash 4 $HOST)" }${ROUTES('kernel', 'syslog', ', bus')}`,
  });
  for (const name of readdirSync(CAPTURES).filter((each) => each.endsWith('.jsonl'))) {
    const packets = readJsonLines<Packet>(new URL(name, `file://${CAPTURES}/`));
    const datagrams = packets.slice(0, limit).map(({ b64 = '' }) => Buffer.from(b64, 'base64'));
    await sendAll(datagrams, edge.port('other'));
  }
  await sendAll(syslog, edge.port('net'));
  const redis = new Redis(server.port, '127.0.0.1');
  const edgeTree = join(edge.directory, 'tree');
  edge.child.process.kill('SIGTERM');
  expect(await edge.child.exited, edge.child.stderr).to.equal(0);
  for (const stream of STREAMS) await hasRead(redis, stream);
  redis.disconnect();
  writer.child.process.kill('SIGTERM');
  expect(await writer.child.exited, writer.child.stderr).to.equal(0);
  const expected = treeOf(edgeTree);
  const found = treeOf(join(writer.directory, 'tree'));
  expect([...found.keys()]).to.deep.equal([...expected.keys()]);
  for (const [name, text] of expected) {
    expect(firstDifference(text, found.get(name) ?? ''), name).to.equal(undefined);
  }
  expect(expected.size).to.be.above(2);
  await edge.stop();
  await writer.stop();
  await server.stop();
}

/** Resolves when the group has read the whole stream and acknowledged it. */
async function hasRead(redis: Redis, stream: string): Promise<void> {
  for (;;) {
    const [group = []] = (await redis.xinfo('GROUPS', stream)) as unknown[][];
    const of = (key: string): unknown => group[group.indexOf(key) + 1];
    if (of('pending') === 0 && of('lag') === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
