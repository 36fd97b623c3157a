import { expect } from 'chai';
import { assert, property, uint8Array } from 'fast-check';
import { ByteWriter } from '../../../lib/event/byte-writer.ts';
import { writeEventJson } from '../../../lib/event/json/event-json.ts';
import { EventJsonReader } from '../../../lib/event/json/read-event-json.ts';
import type { EventView } from '../../../lib/event/event-view.ts';
import { anyView } from './any-view.ts';
import { references } from './event-references.ts';

const reader = new EventJsonReader(references);
const SOURCE = '"source":{"address":"192.0.2.1","port":1,"transport":"tcp","listener":"a }\\"{"}';
const BEGIN = `{"receivedAt":"2026-11-20T14:40:00.123456Z",${SOURCE},`;
const SYSLOG = `${BEGIN}"format":"rfc5424","hostname":"web1","facility":1,`;
const KERNEL = `${BEGIN}"format":"netconsole-extended","hostname":"w","facility":0,"severity":6,"appName":"kernel","message":"m",`;

function json(view: EventView): string {
  const out = new ByteWriter(1);
  writeEventJson(view, out);
  return out.bytes.toString('utf8', 0, out.at);
}

/** What is written of the event that was read; undefined if there is none. */
function rewritten(text: string): string | undefined {
  const bytes = Buffer.from(`##${text}##`);
  const view = reader.read(bytes, 2, bytes.length - 2);
  return view === undefined ? undefined : json(view);
}

describe('EventJsonReader', () => {
  it('is the inverse of writeEventJson for any event', () => {
    assert(
      property(anyView(), (view) => {
        const text = json(view);
        expect(rewritten(text)).to.equal(text);
      }),
      { numRuns: 10_000 },
    );
  });

  it('reads the signals of the life of hosts', () => {
    const signal = `${BEGIN}"format":"signal","hostname":"w","facility":5,"severity":4,"message":"m",`;
    const down = `${signal}"kernel":{"reason":"crashed"},"signal":"down"}`;
    const back = `${signal}"kernel":{"downSeconds":95},"signal":"back"}`;
    const silent = `${signal}"signal":"silent"}`;
    for (const text of [down, back, silent]) expect(rewritten(text)).to.equal(text);
    expect(rewritten(down.replace('crashed', 'bored'))).to.equal(undefined);
  });

  it('never throws, whatever the bytes', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => void reader.read(bytes, 0, bytes.length)),
    );
  });

  const kept: Readonly<Record<string, string>> = {
    'origin, times and names': `${SYSLOG}"severity":3,"timestamp":"2026-11-20T15:39:59.9+01:00","appName":"a","procId":"b","msgId":"c","message":""}`,
    'structured data': `${SYSLOG}"structuredData":{"a@1":{"x":"]\\"\\\\","y":["1","2",""]},"b":{}},"message":"m"}`,
    'names that differ only in bytes that are not UTF-8': `${SYSLOG}"structuredData":{"a":{"\ufffdx":"1","\ufffdx":"2"}},"message":"m"}`,
    'digits of 64 bits': `${KERNEL}"kernel":{"sequence":18446744073709551615,"uptimeUs":18446744073709551614}}`,
    'dictionary, forged lines and unknown fields': `${KERNEL}"kernel":{"fields":{"SUBSYSTEM":"\\\\x41\\n","":"\\n x","taskname":"a\\\\x41=b"},"header":{"":"","a":"b=c"}}}`,
    'a time beyond 2^53 of a basic record': `${BEGIN}"format":"netconsole-basic","hostname":"w","facility":1,"message":"m","kernel":{"uptimeUs":9007199254740993}}`,
    'a reboot': `${BEGIN}"format":"signal","hostname":"w","facility":5,"severity":4,"message":"m","kernel":{"after":"w-1-2","downSeconds":7,"lastWords":false},"signal":"reboot","problems":["no-pri","invalid-utf8"]}`,
    trouble: `${BEGIN}"format":"signal","hostname":"w","facility":5,"severity":4,"appName":"kernel","message":"m","kernel":{"trouble":{"title":"t","type":"oom","device":"sda","count":2}},"signal":"trouble"}`,
  };
  for (const [name, text] of Object.entries(kept)) {
    it(`keeps ${name}`, () => expect(rewritten(text)).to.equal(text));
  }

  const others: Readonly<Record<string, string>> = {
    'an unknown member': `${SYSLOG}"message":"m","more":1}`,
    'another order': `${SYSLOG}"message":"m","appName":"a"}`,
    blanks: `${SYSLOG} "message":"m"}`,
    'text after it': `${SYSLOG}"message":"m"} `,
    'half of it': `${SYSLOG}"message":"m"`,
    'a raw newline': `${SYSLOG}"message":"a\nb"}`,
    'half of a character': `${SYSLOG}"message":"\\ud800"}`,
    'an unknown escape': `${SYSLOG}"message":"\\x"}`,
    'a fraction': `${SYSLOG}"severity":1.5,"message":"m"}`,
    'a number too large': `${SYSLOG}"severity":8,"message":"m"}`,
    'an unknown format': `${BEGIN}"format":"gelf","hostname":"h","facility":1,"message":"m"}`,
    'a value with a newline in a line': `${KERNEL}"kernel":{"fields":{"a":"b\\nc"}}}`,
    'an impossible date': SYSLOG.replace('11-20', '02-30').concat('"message":"m"}'),
    'another document': '{"msg":"hello"}',
    text: 'hello',
    nothing: '',
  };
  for (const [name, text] of Object.entries(others)) {
    it(`does not read JSON with ${name}`, () => expect(rewritten(text)).to.equal(undefined));
  }

  it('does not read bytes that are not UTF-8', () => {
    const bytes = Buffer.from(`${SYSLOG}"message":"\u00e4"}`, 'latin1');
    expect(reader.read(bytes, 0, bytes.length)).to.equal(undefined);
  });
});
