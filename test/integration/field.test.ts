import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import type { Packet } from '../netconsole/decode-recording.ts';
import {
  fieldDifferences,
  readFieldCases,
  type FieldCase,
  type PrintedEvent,
} from './field-cases.ts';
import { MAIN } from './running-relay.ts';

const NOW = '2026-03-05T12:00:00Z';
/** Of bug reports, manuals and drivers; and further members of the same kinds. */
const CASES = [...readFieldCases('field.jsonl'), ...readFieldCases('field-kinds.jsonl')];

/** What senders really write, as an operator meets it: the built program, a recording in, JSON lines out. */
describe('what senders really send, through parse', () => {
  let byCase: readonly (readonly PrintedEvent[])[] = [];

  before(() => {
    const events = parse(CASES.flatMap(({ input }, index) => input.map((one) => from(one, index))));
    byCase = CASES.map((_, index) => events.filter((event) => addressOf(event) === sender(index)));
    expect(byCase.flat(), 'events that belong to no case').to.have.lengthOf(events.length);
  });

  for (const [index, one] of CASES.entries()) {
    it(`${one.kind}: ${one.id}`, () => {
      expect(fieldDifferences(withSender(one, index), byCase[index] ?? [])).to.deep.equal([]);
    });
  }
});

function parse(packets: readonly Packet[]): PrintedEvent[] {
  const inOrder = packets.toSorted((a, b) => (a.t ?? 0) - (b.t ?? 0));
  const options = ['--input', 'jsonl', '--now', NOW, '--zone', 'UTC'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'parse', ...options], {
    input: inOrder.map((packet) => `${JSON.stringify(packet)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as PrintedEvent);
}

/** Every case has a sender of its own, so that one program decodes them all. */
function from(packet: Packet, index: number): Packet {
  const port = /:(\d+)$/.exec(packet.src ?? '')?.[1] ?? '40000';
  return { ...packet, src: `${sender(index)}:${port}` };
}

/** Events that have no name of their own have the sender's address. */
function withSender(one: FieldCase, index: number): FieldCase {
  const address = /^[\d.]+/.exec(one.input[0]?.src ?? '')?.[0] ?? '';
  const named = one.expect.map((wanted) =>
    wanted['hostname'] === address ? { ...wanted, hostname: sender(index) } : wanted,
  );
  return { ...one, expect: named };
}

function sender(index: number): string {
  return `198.18.${index >> 8}.${index & 255}`;
}

function addressOf(event: PrintedEvent): string {
  return (event['source'] as { address: string }).address;
}
