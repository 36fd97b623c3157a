import { expect } from 'chai';
import { array, assert, asyncProperty, constantFrom, integer } from 'fast-check';
import { readLines } from '../../lib/recording/read-lines.ts';

async function read(chunks: readonly string[], maxBytes = 100): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(stream(chunks), maxBytes)) lines.push(line.toString());
  return lines;
}

async function* stream(chunks: readonly string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

describe('readLines', () => {
  it('keeps newlines, and the last line without one', async () => {
    expect(await read(['a\nb', 'c\n', '\n', 'd'])).to.deep.equal(['a\n', 'bc\n', '\n', 'd']);
  });

  it('cuts a line that is too long, and goes on with the next one', async () => {
    expect(await read(['abc', 'def', 'gh\nij\n'], 4)).to.deep.equal(['abcd', 'ij\n']);
  });

  it('gives the same lines however the stream is cut into chunks', async () => {
    const text = array(constantFrom('a', 'b', '\n', '\n'), { maxLength: 40 });
    await assert(
      asyncProperty(text, array(integer({ min: 0, max: 40 })), async (letters, cuts) => {
        const whole = letters.join('');
        const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((end, index) => whole.slice(places[index], end));
        expect(await read(chunks)).to.deep.equal(whole.split(/(?<=\n)/).filter(Boolean));
      }),
    );
  });

  it('takes time in proportion to the length of a line', async () => {
    const chunk = Buffer.alloc(65_536, 'x');
    async function* long(): AsyncGenerator<Buffer> {
      for (let i = 0; i < 1000; i++) yield chunk;
    }
    const lines: number[] = [];
    const before = process.cpuUsage();
    for await (const line of readLines(long(), 2 ** 26)) lines.push(line.length);
    const { user } = process.cpuUsage(before);
    expect(lines).to.deep.equal([65_536_000]);
    // Copying all that is held for each chunk moves 33 GB; once for the line, 66 MB.
    expect(user / 1e6).to.be.lessThan(1.5);
  });
});
