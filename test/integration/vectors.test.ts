import {
  expectVector,
  vectors,
  type ComparedEvent,
  type Vector,
} from '../netconsole/vector-cases.ts';
import { parse, parseCases } from './parse-cases.ts';

/** What a record is that only a time-out ends, or the end of the input. */
const ENDED_BY_FORCE = ['incomplete', 'unterminated'];

/** The vectors as an operator meets them: the built program, recordings in, JSON lines out. */
describe('netconsole vectors, through parse', () => {
  let byCase: readonly (readonly ComparedEvent[])[] = [];

  before(() => {
    byCase = parseCases(vectors.map(({ input }) => input));
  });

  for (const [index, vector] of vectors.entries()) {
    it(vector.name, () => expectVector(vector, byCase[index] ?? []));
  }

  for (const vector of vectors.filter(endsByForce)) {
    it(`${vector.name}, ended by the end of the input`, () => {
      expectVector(vector, parse(vector.input));
    });
  }
});

function endsByForce({ events = [] }: Vector): boolean {
  return events.some(({ problems = [] }) =>
    problems.some((problem) => ENDED_BY_FORCE.includes(problem)),
  );
}
