import { expect } from 'chai';
import { assert, constantFrom, integer, property } from 'fast-check';
import { BatchEncoder } from '../../../lib/deliver/batch-encoder.ts';
import { Rfc3164Header } from '../../../lib/deliver/entries/rfc3164-header.ts';
import { Rfc5424Header } from '../../../lib/deliver/entries/rfc5424-header.ts';
import { SyslogFrames, type FrameOptions } from '../../../lib/deliver/entries/syslog-frames.ts';
import { NoNames } from '../../../lib/deliver/names/event-names.ts';
import { frameEnd } from '../../../lib/deliver/syslog/frame-boundaries.ts';
import { EXTENDED, RFC5424 } from '../../../lib/event/format.ts';
import { Utf8Repair, isValidUtf8 } from '../../../lib/event/utf8.ts';
import type { EventView } from '../../../lib/event/event-view.ts';
import { parseSyslog } from '../../../lib/syslog-parser/parse-syslog.ts';
import { anyView } from '../../event/json/any-view.ts';
import { sampleView, setRange } from '../../event/sample-view.ts';
import { encoderContext, textOf } from '../encoder-stand.ts';

const COUNTED: FrameOptions = {
  framing: 'octet-counting',
  escapesNewlines: false,
  maxBytes: 65_536,
};
const LINES: FrameOptions = { framing: 'newline', escapesNewlines: true, maxBytes: 65_536 };
const IDENTITY = { relayId: 'edge', incarnation: '0123456789abcdef' };

const header5424 = (): Rfc5424Header => new Rfc5424Header(IDENTITY, 32_473);

function encode(
  views: readonly EventView[],
  options: FrameOptions,
  header: Rfc5424Header | Rfc3164Header = header5424(),
): { text: string; truncated: number } {
  const { context, batches } = encoderContext(4096);
  const encoder = new BatchEncoder(context, {
    entries: new SyslogFrames(header, options),
    createNames: () => new NoNames(),
    wholeEvents: true,
  });
  for (const view of views) {
    new Utf8Repair().repair(view);
    encoder.encode(view);
  }
  encoder.flush();
  const truncated = batches.reduce((sum, batch) => sum + batch.truncated, 0);
  return { text: textOf(batches), truncated };
}

function kernelRecord(): EventView {
  const datagram = Buffer.from('12,444,501151268,-;x\n SUBSYSTEM=usb\n odd"]key=a\\x3d"]\n cpu=1');
  const view = sampleView(EXTENDED, 'usb 1-1: new\ndevice', datagram);
  view.severity = 6;
  setRange(view.kernel, 'sequence', datagram, '444');
  view.kernel.uptimeUs = 501_151_268;
  view.kernel.flag = 0x2d;
  setRange(view.kernel, 'fields', datagram, ' SUBSYSTEM=usb\n odd"]key=a\\x3d"]\n cpu=1');
  return view;
}

const RELAY = (n: number): string =>
  `[meta sequenceId="${n}"][relay@32473 id="edge" incarnation="0123456789abcdef" sequenceId="${n}"]`;
const KERNEL =
  '[kernel@32473 SUBSYSTEM="usb" odd__key="a\\\\x3d\\"\\]" cpu="1" sequence="444" uptimeUs="501151268" flag="-"]';
const TIME = '2026-11-20T14:40:00.123456Z';

describe('syslog messages as entries', () => {
  it('writes a kernel record as RFC 5424, counted', () => {
    const message = `<6>1 ${TIME} web1 kernel - - ${KERNEL}${RELAY(1)} usb 1-1: new\ndevice`;
    const second = message.replaceAll('sequenceId="1"', 'sequenceId="2"');
    expect(encode([kernelRecord(), kernelRecord()], COUNTED).text).to.equal(
      `${message.length} ${message}${second.length} ${second}`,
    );
  });

  it('writes a kernel record as RFC 3164, on a line', () => {
    const { text } = encode([kernelRecord()], LINES, new Rfc3164Header());
    expect(text.replace(/^<6>Nov 2\d \d\d:\d\d:00/, '')).to.equal(
      ' web1 kernel: [  501.151268] usb 1-1: new\\x0adevice\n',
    );
  });

  it('sends a facility above 23 as 1, with the original in the structured data', () => {
    const view = sampleView(EXTENDED, 'x');
    view.facility = 150;
    expect(encode([view], LINES).text).to.equal(
      `<12>1 ${TIME} web1 kernel - - [kernel@32473 facility="150"]${RELAY(1)} x\n`,
    );
  });

  it('keeps structured data, and what identifies the message for another relay', () => {
    const data = '[meta sequenceId="7"][relay@32473 id="first"][x y="\\"z"]';
    const view = sampleView(RFC5424, 'x', data);
    setRange(view.syslog, 'structuredData', Buffer.from(data), data);
    view.severity = 3;
    expect(encode([view], LINES).text).to.equal(`<3>1 ${TIME} web1 - - - ${data} x\n`);
  });

  it('leaves out structured data of a message that is too long, and counts it', () => {
    const max = encode([kernelRecord()], LINES).text.length - 2;
    const { text, truncated } = encode([kernelRecord()], { ...LINES, maxBytes: max });
    expect(text).to.equal(`<6>1 ${TIME} web1 kernel - - ${RELAY(1)} usb 1-1: new\\x0adevice\n`);
    expect(truncated).to.equal(1);
  });

  it('cuts text at a character, and escapes are not cut either', () => {
    const head = `<4>1 ${TIME} web1 kernel - - ${RELAY(1)} `.length;
    const of = (text: string, room: number): string =>
      encode([sampleView(EXTENDED, text)], { ...LINES, maxBytes: head + room }).text.slice(head);
    expect(of('abcé', 4)).to.equal('abc\n');
    expect(of('abcé', 5)).to.equal('abcé\n');
    expect(of('ab\n', 5)).to.equal('ab\n');
    expect(of('ab\né', 7)).to.equal('ab\\x0a\n');
    expect(of('a\0b', 6)).to.equal('a\\x00b\n');
  });

  it('writes frames that can be taken apart, within the limit, whatever the event', () => {
    const arbitrary = [
      anyView(),
      constantFrom(COUNTED, LINES),
      constantFrom(header5424, () => new Rfc3164Header()),
      integer({ min: 1024, max: 1200 }),
    ] as const;
    assert(
      property(...arbitrary, (view, options, header, maxBytes) => {
        const { text } = encode([view, view], { ...options, maxBytes }, header());
        const bytes = Buffer.from(text);
        const middle = frameEnd(bytes, 0, options.framing);
        expect(frameEnd(bytes, middle, options.framing)).to.equal(bytes.length);
        expect(bytes.length).to.be.at.most(2 * (maxBytes + 5));
        if (options.framing === 'newline') expect(text.match(/\n/g)).to.have.length(2);
      }),
    );
  });

  it('writes structured data that a strict parser reads', () => {
    assert(
      property(anyView(), (view) => {
        const { text } = encode([view], LINES);
        const parsed = parseSyslog(Buffer.from(text.slice(0, -1)));
        expect(parsed.problems ?? []).to.not.include('bad-structured-data');
        expect(parsed.structuredData).to.have.property('relay@32473');
        expect(isValidUtf8(Buffer.from(text), 0, Buffer.byteLength(text))).to.equal(true);
      }),
    );
  });
});
