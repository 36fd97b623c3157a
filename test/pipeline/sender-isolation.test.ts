import { expect } from 'chai';
import {
  array,
  assert,
  boolean,
  constantFrom,
  nat,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { udpSources } from '../config/udp-sources.ts';
import type { UdpSourceConfig } from '../../lib/config/source-config.ts';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { writeEventJson } from '../../lib/event/json/event-json.ts';
import { Utf8Repair } from '../../lib/event/utf8.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import { createListener } from '../../lib/pipeline/create-listener.ts';
import { Intake } from '../../lib/pipeline/intake.ts';
import { Naming } from '../../lib/senders/naming.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { someDatagrams } from './arbitrary-packets.ts';

/** What one sender sends at once, some time after the step before. */
interface Step {
  readonly sender: number;
  readonly afterMs: number;
  readonly datagrams: readonly Buffer[];
}

function steps(senders: number, maxLength: number): Arbitrary<Step[]> {
  const step = record({
    sender: nat(senders - 1),
    afterMs: constantFrom(0, 1, 50, 900, 2500),
    datagrams: someDatagrams,
  });
  return array(step, { minLength: 1, maxLength });
}

const overrides = record({
  reorderWaitMs: constantFrom(0, 200),
  signals: constantFrom(true, true, false),
});

/** Plays steps into a new intake; returns the events of each sender in JSON. Those of `silent` senders send nothing. */
function play(
  script: readonly Step[],
  settings: Partial<UdpSourceConfig>,
  isSilent: (sender: number) => boolean = () => false,
): Map<string, string[]> {
  const [source] = udpSources();
  const config = { ...(source as UdpSourceConfig), keepHostname: true, zone: 'UTC', ...settings };
  const events = new Map<string, string[]>();
  const utf8 = new Utf8Repair();
  const out = new ByteWriter(1 << 20);
  const names = { names: new Map(), userdata: 'host', dns: false, scopes: new Map() };
  const intake = new Intake(config, {
    listener: createListener(config, 0, 6666),
    counts: createSourceCounts(),
    naming: new Naming(names, () => undefined),
    outlet: {
      take: (view) => {
        utf8.repair(view);
        out.at = 0;
        writeEventJson(view, out);
        const { address } = view.sender;
        const json = out.bytes.subarray(0, out.at).toString();
        events.set(address, [...(events.get(address) ?? []), json]);
      },
    },
  });
  const key = new SenderKey();
  let nowMs = 0;
  for (const { sender, afterMs, datagrams } of script) {
    nowMs += afterMs;
    intake.expire(nowMs);
    if (isSilent(sender)) continue;
    key.setFromText(addressOf(sender), 6665, Number);
    const receivedUs = 1e15 + nowMs * 1000;
    for (const bytes of datagrams) {
      const range = { bytes, start: 0, end: bytes.length };
      intake.announce(1);
      intake.datagram({ ...range, receivedUs, isTruncated: false, isPlain: false }, key, nowMs);
    }
  }
  intake.flush(nowMs);
  return events;
}

function addressOf(sender: number): string {
  return `192.0.2.${sender + 1}`;
}

/** One piece of the same record. */
function piece(sender: number, at: number, afterMs: number): Step {
  const datagram = `6,1,2000000,-,ncfrag=${at}/30;piece`;
  return { sender, afterMs, datagrams: [Buffer.from(datagram)] };
}

describe('state of senders', () => {
  it('of one makes no difference to the events of others', () => {
    assert(
      property(steps(3, 30), overrides, (script, settings) => {
        const together = play(script, settings);
        for (const sender of [0, 1, 2]) {
          const alone = play(script, settings, (other) => other !== sender);
          const address = addressOf(sender);
          expect(together.get(address)).to.deep.equal(alone.get(address));
        }
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);

  it('of one makes no difference to a piece of a record that another one lost', () => {
    const script = [piece(0, 0, 0), piece(1, 0, 1), piece(0, 20, 2500), piece(0, 5, 2500)];
    const settings = { signals: true };
    const together = play(script, settings).get(addressOf(0));
    const alone = play(script, settings, (sender) => sender !== 0).get(addressOf(0));
    expect(together).to.deep.equal(alone);
  });

  it('leaves nothing in its slot for the next one, though that sends the same', () => {
    const next = record({ repeated: array(boolean()), own: steps(1, 10) });
    assert(
      property(steps(1, 20), next, overrides, (before, { repeated, own }, settings) => {
        const after = [...before.filter((_, index) => repeated[index] === true), ...own];
        const script = [...before, ...after.map((step) => ({ ...step, sender: 1 }))];
        const one = { ...settings, maxSenders: 1 };
        const address = addressOf(1);
        const alone = play(script, one, (sender) => sender !== 1);
        expect(play(script, one).get(address)).to.deep.equal(alone.get(address));
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);
});
