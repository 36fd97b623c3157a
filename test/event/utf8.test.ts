import { expect } from 'chai';
import { assert, constantFrom, array, property, uint8Array } from 'fast-check';
import { EventView } from '../../lib/event/event-view.ts';
import { problemBit } from '../../lib/event/problem.ts';
import { Utf8Repair, isValidUtf8, utf8SequenceLength } from '../../lib/event/utf8.ts';
import { sampleListener, sampleSender, sampleView } from './sample-view.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const tolerant = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes at which the rules of UTF-8 change, so that random sequences meet every rule. */
const EDGES = [
  0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
  0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];
const interesting = array(constantFrom(...EDGES), { maxLength: 24 }).map((bytes) =>
  Uint8Array.from(bytes),
);

function isAccepted(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function agrees(bytes: Uint8Array): void {
  expect(isValidUtf8(bytes, 0, bytes.length)).to.equal(isAccepted(bytes));
}

describe('isValidUtf8', () => {
  it('agrees with TextDecoder on any bytes', () => {
    assert(property(interesting, agrees), { numRuns: 2000 });
    assert(property(uint8Array({ maxLength: 40 }), agrees));
  });

  it('finds a wrong byte wherever it stands', () => {
    for (let at = 0; at < 40; at++) {
      const bytes = new Uint8Array(40).fill(0x41);
      expect(isValidUtf8(bytes, 0, 40)).to.equal(true);
      bytes[at] = 0x80;
      expect(isValidUtf8(bytes, 0, 40)).to.equal(false);
      expect(isValidUtf8(bytes, 0, at)).to.equal(true);
    }
  });

  it('looks at nothing outside its range', () => {
    const bytes = Uint8Array.of(0xff, 0x41, 0xc3, 0xa9, 0xff);
    expect(isValidUtf8(bytes, 1, 4)).to.equal(true);
    expect(isValidUtf8(bytes, 1, 3)).to.equal(false);
    expect(isValidUtf8(bytes, 2, 2)).to.equal(true);
  });
});

describe('utf8SequenceLength', () => {
  const cases = [
    { name: 'ASCII', bytes: [0x41], length: 1 },
    { name: 'four bytes', bytes: [0xf4, 0x8f, 0xbf, 0xbf], length: 4 },
    { name: 'overlong form', bytes: [0xc0, 0x80], length: -1 },
    { name: 'surrogate', bytes: [0xed, 0xa0, 0x80], length: -1 },
    { name: 'above U+10FFFF', bytes: [0xf4, 0x90, 0x80, 0x80], length: -1 },
    { name: 'cut after two of three', bytes: [0xe2, 0x82], length: -2 },
    { name: 'cut after three of four', bytes: [0xf0, 0x9f, 0x98], length: -3 },
  ];
  for (const { name, bytes, length } of cases) {
    it(name, () => {
      expect(utf8SequenceLength(Uint8Array.from(bytes), 0, bytes.length)).to.equal(length);
    });
  }
});

describe('Utf8Repair', () => {
  it('gives what TextDecoder gives, and leaves valid text where it is', () => {
    const repair = new Utf8Repair();
    const view = new EventView(sampleSender(), sampleListener());
    assert(
      property(interesting, (bytes) => {
        view.problems = 0;
        view.text = bytes;
        view.textStart = 0;
        view.textEnd = bytes.length;
        repair.repair(view);
        const text = view.text.subarray(view.textStart, view.textEnd);
        expect(tolerant.decode(text)).to.equal(tolerant.decode(bytes));
        expect(isAccepted(text)).to.equal(true);
        expect(view.text === bytes).to.equal(isAccepted(bytes));
        expect(view.problems).to.equal(isAccepted(bytes) ? 0 : problemBit('invalid-utf8'));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the problems that are there, and the bytes around the text out', () => {
    const view = sampleView(0, Uint8Array.of(0xff, 0x41, 0xff, 0x42, 0xff));
    view.textStart = 1;
    view.textEnd = 4;
    view.problems = problemBit('truncated');
    new Utf8Repair().repair(view);
    expect(Buffer.from(view.text).toString('utf8', view.textStart, view.textEnd)).to.equal(
      'A\ufffdB',
    );
    expect(view.problems).to.equal(problemBit('truncated') | problemBit('invalid-utf8'));
  });

  it('repairs a text larger than its first memory', () => {
    const view = sampleView(0, new Uint8Array(70_000).fill(0xff));
    new Utf8Repair().repair(view);
    expect(view.textEnd - view.textStart).to.equal(210_000);
  });
});
