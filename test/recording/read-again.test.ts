import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { defaultConfig } from '../../lib/config/default-config.ts';
import type { SourceConfig } from '../../lib/config/source-config.ts';
import { CrashShare } from '../../lib/crash/crash-share.ts';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import type { EventView } from '../../lib/event/event-view.ts';
import { writeEventJson } from '../../lib/event/json/event-json.ts';
import { EventJsonReader } from '../../lib/event/json/read-event-json.ts';
import { Utf8Repair } from '../../lib/event/utf8.ts';
import { RecordingDecoder } from '../../lib/recording/recording-decoder.ts';
import { parseRecordingLine, type Recorded } from '../../lib/recording/recording.ts';
import { compileTemplate } from '../../lib/template/compile-template.ts';
import type { Packet } from '../netconsole/decode-recording.ts';
import { references } from '../event/json/event-references.ts';
import { vectors } from '../netconsole/vector-cases.ts';

const CAPTURES = join(import.meta.dirname, '../captures');
/** Every macro whose value JSON keeps. */
const TEMPLATE =
  '$ISODATE|$S_ISODATE|$HOST|$SOURCEIP|$SOURCEPORT|$SOURCE|$PRI|$LEVEL|$FACILITY|$PROGRAM|$PID|$MSGID|$MSG|$KMSG|$UPTIME|$SEQUENCE|$RELEASE|$CALLER|$FORMAT|${KERNEL.SUBSYSTEM}|${KERNEL.DEVICE}|$CRASHTITLE|$CRASHTYPE|$CRASHTIME|$CRASHID|$SDATA';

/** Decodes datagrams, reads each event's JSON again, and compares what is written of both. Returns how many events there were. */
function compareAll(datagrams: readonly Recorded[]): number {
  const reader = new EventJsonReader(references);
  const template = compileTemplate(TEMPLATE, { isRaw: true });
  if (Array.isArray(template)) throw new Error(template[0]?.message);
  const utf8 = new Utf8Repair();
  let events = 0;
  const linesOf = (view: EventView): [json: string, line: string] => {
    const json = new ByteWriter(1024);
    const line = new ByteWriter(1024);
    writeEventJson(view, json);
    template.render(view, view.textStart, view.textEnd, line);
    return [json.bytes.toString('utf8', 0, json.at), line.bytes.toString('latin1', 0, line.at)];
  };
  const decoder = new RecordingDecoder({
    sourceOf: () => defaultConfig().sources[0] as SourceConfig,
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    startUs: 0,
    crashes: CrashShare.of(defaultConfig().crashes),
    sink: {
      take: (view) => {
        events++;
        utf8.repair(view);
        const written = linesOf(view);
        const bytes = Buffer.from(written[0]);
        const again = reader.read(bytes, 0, bytes.length);
        expect(again === undefined ? undefined : linesOf(again)).to.deep.equal(written);
      },
    },
  });
  for (const datagram of datagrams) decoder.take(datagram);
  decoder.finish();
  return events;
}

function recorded(packet: Packet): Recorded {
  return parseRecordingLine(JSON.stringify(packet)) as Recorded;
}

describe('events read again from their JSON', () => {
  for (const recording of readdirSync(CAPTURES).filter((name) => name.endsWith('.jsonl'))) {
    it(`are the same for ${recording}`, () => {
      const lines = readFileSync(join(CAPTURES, recording), 'utf8').trimEnd().split('\n');
      expect(compareAll(lines.map((line) => parseRecordingLine(line) as Recorded))).to.be.above(0);
    });
  }

  it('are the same for all vectors', () => {
    for (const { input } of vectors) compareAll(input.map(recorded));
  });

  it('are the same for the dialects of syslog', () => {
    const file = join(import.meta.dirname, '../syslog-parser/dialects.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const inputs = lines.map((line) => (JSON.parse(line) as { input: string }).input);
    const packets = inputs.map((payload) => ({ payload, dst_port: 514 }));
    expect(compareAll(packets.map((packet) => recorded(packet as Packet)))).to.be.above(80);
  });
});
