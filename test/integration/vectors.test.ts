import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import type { Packet } from '../netconsole/decode-recording.ts';
import {
  expectVector,
  parseKeepingDigits,
  vectors,
  type ComparedEvent,
  type Vector,
} from '../netconsole/vector-cases.ts';
import { MAIN } from './running-relay.ts';

/** Between two cases of one recording: longer than anything about a sender is remembered. */
const SPACING_S = 7 * 86_400;
/** What a record is that only a time-out ends, or the end of the input. */
const ENDED_BY_FORCE = ['incomplete', 'unterminated'];

interface PrintedEvent extends ComparedEvent {
  readonly receivedAt: string;
}

/** The vectors as an operator meets them: the built program, recordings in, JSON lines out. */
describe('netconsole vectors, through parse', () => {
  let byCase: readonly (readonly ComparedEvent[])[] = [];

  before(() => {
    const events = parse(
      vectors.flatMap(({ input }, index) => input.map((packet) => later(packet, index))),
    );
    byCase = vectors.map((_, index) => events.filter((event) => caseOf(event) === index));
    expect(byCase.flat(), 'events that belong to no case').to.have.lengthOf(events.length);
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

function parse(packets: readonly Packet[]): PrintedEvent[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'parse'], {
    input: packets.map((packet) => `${JSON.stringify(packet)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => parseKeepingDigits(line) as PrintedEvent);
}

function later(packet: Packet, index: number): Packet {
  return { ...packet, t: (packet.t ?? 0) + index * SPACING_S };
}

function caseOf({ receivedAt }: PrintedEvent): number {
  return Math.floor(Date.parse(receivedAt) / 1000 / SPACING_S);
}

function endsByForce({ events = [] }: Vector): boolean {
  return events.some(({ problems = [] }) =>
    problems.some((problem) => ENDED_BY_FORCE.includes(problem)),
  );
}
