import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { explainParameter } from '../../../lib/setup/explain/explain-parameter.ts';
import type { Explanation } from '../../../lib/setup/explain/explanation.ts';
import { parseKernelVersion } from '../../../lib/setup/kernel-version.ts';

interface Case extends Pick<Explanation, 'targets' | 'problems'> {
  readonly input: string;
  readonly kernel?: string;
}

const cases = readFileSync(join(import.meta.dirname, 'cases.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

/** Pieces of strings, of which each wrong order is wrong in its own way. */
const WORDS =
  '@ / , ; + r " netconsole= 192.0.2.1 eth0 6666 fe80::1%eth0 [ <ip> 00:11:22:33:44:55 ::ffff:1.2.3.4 % é'
    .split(' ')
    .concat(' ', '\n');

describe('explainParameter', () => {
  for (const { input, kernel, targets, problems } of cases) {
    it(`reads ${input}${kernel === undefined ? '' : ` for Linux ${kernel}`}`, () => {
      const version = kernel === undefined ? undefined : parseKernelVersion(kernel);
      const explanation = explainParameter(input, version);
      // JSON has no undefined.
      const read = JSON.parse(JSON.stringify(explanation.targets)) as unknown;
      expect({ targets: read, problems: explanation.problems }).to.deep.equal({
        targets,
        problems,
      });
    });
  }

  it('knows at least 60 strings, most of them wrong', () => {
    const wrong = cases.filter(({ problems }) => problems.some(({ kind }) => kind === 'error'));
    expect(cases.length).to.be.at.least(60);
    expect(wrong.length).to.be.at.least(60);
  });

  const words = constantFrom(...WORDS);
  const texts = oneof(
    string({ unit: 'binary' }),
    array(words).map((all) => all.join('')),
  );

  it('never throws, and points into the input or right after it', () => {
    assert(
      property(texts, (text) => {
        const { problems, start, value } = explainParameter(text);
        expect(text.slice(start - 1, start - 1 + value.length)).to.equal(value);
        for (const { at } of problems) expect(at).to.be.within(start, start + value.length);
      }),
      { numRuns: 3000 },
    );
  });
});
