/**
 * Plays mutated packets of many senders through classification and decoding, and checks that nothing throws, that every
 * datagram is accounted for, and that memory stays bounded:
 *
 *   npm run fuzz -- [number of datagrams, 1,000,000] [seed, 1]
 */
import { classify } from '../../lib/classify/classify.ts';
import { EventView } from '../../lib/event/event-view.ts';
import { BASIC, EXTENDED, SIGNAL } from '../../lib/event/format.ts';
import { HostName } from '../../lib/event/host-name.ts';
import type { Sender } from '../../lib/event/sender.ts';
import { NetconsoleDecoder } from '../../lib/netconsole/netconsole-decoder.ts';
import { COUNT, createSourceCounts, SOURCE_COUNTERS } from '../../lib/observe/counters.ts';
import { LISTENER } from '../netconsole/decode-recording.ts';
import { createRandom, HostilePackets } from '../netconsole/hostile-packets.ts';

const SENDERS = 500;
const MAX_ASSEMBLY_BYTES = 8 * 1024 * 1024;
const MAX_TABLE_BYTES = 4 * 1024 * 1024;
/** Growth of the process beyond what it took after the first tenth. */
const MAX_GROWTH_BYTES = 96 * 1024 * 1024;

const total = Number(process.argv[2] ?? 1_000_000);
const random = createRandom(Number(process.argv[3] ?? 1));
const counts = createSourceCounts();
const limits = {
  fragmentTimeoutMs: 2000,
  maxFragmentedBytes: 131_072,
  maxAssemblyBytes: MAX_ASSEMBLY_BYTES,
  maxTableBytes: MAX_TABLE_BYTES,
};

let textBytes = 0;
const decoder = new NetconsoleDecoder(limits, counts, {
  emit(view) {
    if (view.format !== SIGNAL) count(COUNT.events);
    if (view.textStart < 0 || view.textEnd < view.textStart || view.textEnd > view.text.length) {
      throw new Error(`text out of bounds: ${view.textStart} to ${view.textEnd}`);
    }
    textBytes += view.textEnd - view.textStart;
  },
  rebooted: () => undefined,
});

const senders: Sender[] = Array.from({ length: SENDERS }, (_, slot) => {
  const address = `192.0.2.${slot % 250}`;
  const bytes = Buffer.from(address);
  return {
    slot,
    address,
    addressBytes: bytes,
    ip: Uint8Array.of(192, 0, 2, slot % 250),
    port: slot,
    host: HostName.of(address, slot),
  };
});
const sources = senders.map(() => new HostilePackets(random));
const view = new EventView(senders[0] as Sender, LISTENER);

let nowMs = 0;
let mostMemory = 0;
let residentAtStart = 0;
const startedAt = process.hrtime.bigint();
for (let i = 0; i < total; i++) {
  nowMs += random(1000) === 0 ? random(5000) : random(100) / 1000;
  if ((decoder.nextDeadline ?? Number.POSITIVE_INFINITY) <= nowMs) decoder.expire(nowMs);
  play(random(SENDERS));
  if (random(10_000) === 0) decoder.forget(senders[random(SENDERS)] as Sender, nowMs);
  if (i % 10_000 === 0) check(i);
}
decoder.flush(nowMs);
check(total);
if (counts[COUNT.keptOpen] !== 0) throw new Error(`${counts[COUNT.keptOpen]} datagrams still open`);
report();

function play(slot: number): void {
  const bytes = (sources[slot] as HostilePackets).next();
  count(COUNT.datagrams);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (end === 0) {
    count(COUNT.empty);
    return;
  }
  view.bytes = bytes;
  view.start = 0;
  view.end = end;
  view.receivedUs = Math.round(nowMs * 1000);
  view.sender = senders[slot] as Sender;
  view.host = view.sender.host;
  view.problems = 0;
  view.format = classify(view, decoder, nowMs);
  if (view.format === EXTENDED) decoder.extended(view, nowMs);
  else if (view.format === BASIC) decoder.basic(view, nowMs);
  else count(COUNT.events);
}

function count(name: number): void {
  (counts[name] as number)++;
}

function countOf(name: number): number {
  return counts[name] as number;
}

function check(played: number): void {
  const fates = [COUNT.events, COUNT.joined, COUNT.duplicates, COUNT.empty, COUNT.keptOpen];
  const rest = fates.reduce(
    (sum, name) => sum - countOf(name),
    countOf(COUNT.datagrams) + countOf(COUNT.split),
  );
  if (rest !== 0) throw new Error(`${rest} datagrams unaccounted for after ${played}`);
  mostMemory = Math.max(mostMemory, decoder.memoryBytes);
  if (mostMemory > MAX_ASSEMBLY_BYTES + MAX_TABLE_BYTES) {
    throw new Error(`${mostMemory} bytes kept for open records and tables`);
  }
  const resident = process.memoryUsage().rss;
  if (played < total / 10) residentAtStart = Math.max(residentAtStart, resident);
  else if (resident > residentAtStart + MAX_GROWTH_BYTES) {
    throw new Error(`resident memory grew from ${residentAtStart} to ${resident} bytes`);
  }
}

function report(): void {
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const told = SOURCE_COUNTERS.map((name) => [name, counts[COUNT[name]] as number] as const);
  console.log(`${total} datagrams in ${seconds.toFixed(1)} s, ${textBytes} bytes of text`);
  console.log(`at most ${mostMemory} bytes for open records and tables`);
  console.log(`resident ${residentAtStart} bytes after a tenth, ${process.memoryUsage().rss} now`);
  console.log(told.flatMap(([name, value]) => (value === 0 ? [] : `${name} ${value}`)).join(', '));
}
