import { expect } from 'chai';
import { array, assert, constantFrom, integer, oneof, property, string, tuple } from 'fast-check';
import { FrameReader } from '../../../lib/receive/stream/frame-reader.ts';
import { naiveFrames, type Frame } from './naive-frames.ts';

const MAX = 20;
type Framing = 'auto' | 'octet-counting' | 'newline';

/** Reads a stream in these chunks. */
function read(chunks: readonly string[], framing: Framing = 'auto', max = MAX): Frame[] {
  const frames: Frame[] = [];
  const config = { framing, maxFrameBytes: max };
  const reader = new FrameReader(config, (bytes, start, end, isTruncated) => {
    const text = Buffer.from(bytes.subarray(start, end)).toString('latin1');
    expect(text === '' || text.endsWith('\n'), JSON.stringify(text)).to.equal(true);
    frames.push({ text: text.slice(0, -1), isTruncated });
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk, 'latin1'));
  reader.end();
  return frames;
}

function texts(stream: string, framing: Framing = 'auto'): string[] {
  return read([stream], framing).map(({ text }) => text);
}

function cut(text: string): Frame {
  return { text, isTruncated: true };
}

function whole(text: string): Frame {
  return { text, isTruncated: false };
}

describe('frames of a stream', () => {
  it('are lines that end by LF, CR LF or NUL, or counted, and may be mixed', () => {
    expect(texts('<1>a\n<2>b\r\n<3>c\x004 <4>d5 <5>ef<6>g')).to.deep.equal([
      '<1>a',
      '<2>b',
      '<3>c',
      '<4>d',
      '<5>ef',
      '<6>g',
    ]);
  });

  it('are not counted without <, with a leading zero, or with more than 8 digits', () => {
    const lines = ['12 angry men', '04 <1>a', '123456789 <1>a', '5  <1>a', ' 4 <1>a'];
    expect(texts(lines.join('\n'))).to.deep.equal(lines);
  });

  it('are counted without <, too, if that is configured, and never where lines are', () => {
    expect(texts('5 hello3 abc\nno count\n', 'octet-counting')).to.deep.equal([
      'hello',
      'abc',
      'no count',
    ]);
    expect(texts('4 <1>a\n', 'newline')).to.deep.equal(['4 <1>a']);
  });

  it('may have a stray newline after a count, and newlines within', () => {
    expect(texts('4 <1>a\n4 <2>b\r\n7 <3>c\nde<4>f\n')).to.deep.equal([
      '<1>a',
      '<2>b',
      '<3>c\nde',
      '<4>f',
    ]);
  });

  it('are cut at the limit, and the rest is skipped', () => {
    const long = 'x'.repeat(MAX);
    expect(read([`${long}\n${long}yz\n${long}\r\n25 <1>${long}yz<2>ok\n`])).to.deep.equal([
      whole(long),
      cut(long),
      whole(long),
      cut(`<1>${long}`.slice(0, MAX)),
      whole('<2>ok'),
    ]);
  });

  it('that end with the stream are messages, those with bytes missing truncated', () => {
    expect(read(['<1>a'])).to.deep.equal([{ text: '<1>a', isTruncated: false }]);
    expect(read(['9 <1>a'])).to.deep.equal([{ text: '<1>a', isTruncated: true }]);
    expect(read(['12'])).to.deep.equal([{ text: '12', isTruncated: false }]);
    expect(read(['99999999999 '])).to.deep.equal([{ text: '99999999999 ', isTruncated: false }]);
  });

  it('are the same by any split into chunks, and those of the rules', () => {
    const piece = oneof(
      string({ unit: constantFrom('<', '1', '2', ' ', 'a', '\n', '\r', '\0'), maxLength: 12 }),
      integer({ min: 1, max: 45 }).map((length) => `${length} <${'y'.repeat(length - 1)}`),
      integer({ min: 1, max: 45 }).map((length) => `${length} <${'y'.repeat(length)}\n`),
      integer({ min: 15, max: 25 }).map((length) => `${'z'.repeat(length)}\r\n`),
      constantFrom('99999999 <', '<13>ab\n', '4 <1>\0', '\r\n'),
    );
    const framings = constantFrom<Framing>('auto', 'octet-counting', 'newline');
    assert(
      property(
        tuple(array(piece), array(integer({ min: 1, max: 30 }), { minLength: 1 }), framings),
        ([pieces, sizes, framing]) => {
          const stream = pieces.join('');
          const chunks: string[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = sizes[i % sizes.length] ?? 1;
            chunks.push(stream.slice(at, at + size));
            at += size;
          }
          const expected = naiveFrames(stream, framing, MAX);
          expect(read([stream], framing)).to.deep.equal(expected);
          expect(read(chunks, framing)).to.deep.equal(expected);
          expect(read(stream.split(''), framing)).to.deep.equal(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep no more than a message in memory, and nothing between messages', () => {
    const reader = new FrameReader({ framing: 'auto', maxFrameBytes: 65_536 }, () => undefined);
    const before = process.memoryUsage().arrayBuffers;
    const chunk = Buffer.alloc(65_536, 'x');
    reader.push(Buffer.from('99999999 <'));
    for (let i = 0; i < 1000; i++) reader.push(chunk);
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1024 * 1024);
  });
});
