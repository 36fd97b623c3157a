import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import type { Packet } from '../netconsole/decode-recording.ts';
import { parseKeepingDigits, type ComparedEvent } from '../netconsole/vector-cases.ts';
import { MAIN } from './running-relay.ts';

/** Between two cases of one input: longer than any state of a sender is kept. */
const SPACING_S = 7 * 86_400;

interface PrintedEvent extends ComparedEvent {
  readonly receivedAt: string;
}

/** The events of each case, decoded by the built program; one process for all, since a start costs more than most cases. */
export function parseCases(
  cases: readonly (readonly Packet[])[],
): readonly (readonly PrintedEvent[])[] {
  const events = parse(
    cases.flatMap((packets, index) =>
      packets.map((packet) => ({ ...packet, t: (packet.t ?? 0) + index * SPACING_S })),
    ),
  );
  const byCase = cases.map((_, index) =>
    events.filter(
      ({ receivedAt }) => Math.floor(Date.parse(receivedAt) / 1000 / SPACING_S) === index,
    ),
  );
  expect(byCase.flat(), 'events that belong to no case').to.have.lengthOf(events.length);
  return byCase;
}

export function parse(packets: readonly Packet[]): readonly PrintedEvent[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'parse'], {
    input: packets.map((packet) => `${JSON.stringify(packet)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => parseKeepingDigits(line) as PrintedEvent);
}
