import { expect } from 'chai';
import * as fc from 'fast-check';
import { Player, type PlainEvent } from './decode-recording.ts';
import { escapeText, fragmentsOf, partOf } from './kernel-sender.ts';

const HEADER = '6.12.0,4,800,40000000,-,caller=T7';

/** Text and lines after it, as a kernel sends them. */
const bodies = fc
  .record({
    text: fc.uint8Array({ maxLength: 2500 }),
    values: fc.array(fc.stringMatching(/^[ -~é]{0,200}$/), { maxLength: 12 }),
  })
  .map(({ text, values }) => {
    const lines = values.map((value, index) => ` key${index}=${value}\n`);
    return Buffer.concat([escapeText(text), Buffer.from(`\n${lines.join('')}`)]);
  });

function play(packets: readonly Buffer[]): PlainEvent[] {
  const player = new Player();
  for (const packet of packets) player.take(packet);
  player.decoder.flush(0);
  expect(player.unaccounted).to.equal(0);
  expect(player.decoder.memoryBytes).to.be.lessThan(20_000);
  return player.events;
}

/** What the record is when it comes in one packet. */
function whole(body: Buffer): PlainEvent {
  return play([Buffer.concat([Buffer.from(`${HEADER};`), body])])[0] as PlainEvent;
}

function merged(ranges: readonly { from: number; to: number }[]): number[][] {
  const result: number[][] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && last[1] === from) last[1] = to;
    else result.push([from, to]);
  }
  return result;
}

describe('fragments', () => {
  it('give the same event in any order and with duplicates, whatever the size of packets', () => {
    fc.assert(
      fc.property(bodies, fc.integer({ min: 120, max: 1000 }), fc.gen(), (body, size, gen) => {
        const packets = fragmentsOf({ header: HEADER, body }, size);
        if (packets.length < 2 || packets.length > 100) return;
        const extra = gen(fc.subarray, packets);
        const order = gen(() =>
          fc.shuffledSubarray([...packets, ...extra], { minLength: packets.length + extra.length }),
        );
        const { kernel, ...rest } = whole(body);
        expect(play(order)).to.deep.equal([
          { ...rest, kernel: { ...kernel, fragments: packets.length } },
        ]);
      }),
    );
  });

  it('that are lost are told exactly', () => {
    fc.assert(
      fc.property(bodies, fc.integer({ min: 120, max: 1000 }), fc.gen(), (body, size, gen) => {
        const packets = fragmentsOf({ header: HEADER, body }, size);
        if (packets.length < 2 || packets.length > 100) return;
        const limits = { minLength: 1, maxLength: packets.length - 1 };
        const arrived = gen(() => fc.shuffledSubarray(packets, limits));
        const lost = packets.filter((packet) => !arrived.includes(packet));
        const events = play(arrived).filter(({ signal }) => signal === undefined);
        expect(events).to.have.lengthOf(1);
        const [event] = events as [PlainEvent];
        expect(event.kernel['missing']).to.deep.equal(merged(lost.map(partOf)));
        expect(event.problems).to.include('incomplete');
        expect(event.kernel['fragments'] ?? 1).to.equal(arrived.length);
      }),
    );
  });

  it('keep the fields after a text that is certain to have ended, and a hole breaks lines', () => {
    const lines = Array.from({ length: 16 }, (_, n) => ` key${n}=${'v'.repeat(190)}\n`);
    const body = Buffer.from(`text\n${lines.join('')}`);
    const packets = fragmentsOf({ header: HEADER, body });
    expect(packets).to.have.lengthOf(4);
    const [event] = play(packets.filter((_, index) => index !== 1));
    expect(event?.message).to.equal('text');
    const fields = event?.kernel['fields'] as Record<string, string>;
    expect(fields['key0']).to.equal('v'.repeat(190));
    expect(fields['key15']).to.equal('v'.repeat(190));
    expect(fields).to.not.have.property('key7');
    expect(fields[''], 'the end of a cut line').to.match(/^v+$/);
  });

  it('without the first are all text', () => {
    const body = Buffer.from(`${'a'.repeat(1500)}\n key=value\n`);
    const [, last] = fragmentsOf({ header: HEADER, body });
    const [event, signal] = play([last as Buffer]);
    expect(event?.message).to.match(/^a+\n key=value$/);
    expect(event?.kernel).to.not.have.property('fields');
    expect(signal?.message).to.match(/^-- \d+ of 1512 bytes of kernel message 800 lost --$/);
  });

  it('with other totals or uptimes are other records', () => {
    const body = Buffer.from(`${'a'.repeat(1500)}\n`);
    const other = Buffer.from(`${'b'.repeat(1600)}\n`);
    const sets = [
      fragmentsOf({ header: '4,800,40000000,-', body }),
      fragmentsOf({ header: '4,800,40000000,-', body: other }),
      fragmentsOf({ header: '4,800,40000001,-', body: other }),
    ];
    const events = play(
      sets.map(([first]) => first as Buffer).concat(sets.flatMap((s) => s[1] ?? [])),
    );
    const messages = events.map(({ message }) => message);
    expect(messages).to.deep.equal(['a'.repeat(1500), 'b'.repeat(1600), 'b'.repeat(1600)]);
  });

  it('overlap harmlessly: the first bytes win', () => {
    const player = new Player();
    player.say('6,1,2,-,ncfrag=2/8;cdE');
    player.say('6,1,2,-,ncfrag=0/8;abCD');
    player.say('6,1,2,-,ncfrag=3/8;XXfg\n');
    expect(player.events.map(({ message }) => message)).to.deep.equal(['abcdEfg']);
    expect(player.count('overlappingFragments')).to.equal(2);
  });

  it('join exactly what u64 numbers name', () => {
    const sequence = '9007199254740993';
    const near = '9007199254740992';
    const player = new Player();
    player.say(`6,${sequence},2,-,ncfrag=0/4;ab`);
    player.say(`6,${near},2,-,ncfrag=2/4;x\n`);
    player.say(`6,${sequence},2,-,ncfrag=2/4;c\n`);
    expect(player.events.map(({ message }) => message)).to.deep.equal(['abc']);
  });

  it('of 66 KB join, and a record above the limit is kept as packets', () => {
    const body = Buffer.from(`${'a'.repeat(66_000)}\n`);
    const packets = fragmentsOf({ header: HEADER, body });
    expect(play(packets).map(({ message }) => message.length)).to.deep.equal([66_000]);
    const player = new Player({}, { maxFragmentedBytes: 65_000 });
    for (const packet of packets) player.take(packet);
    expect(player.count('badFragments')).to.equal(packets.length);
    expect(player.events).to.have.lengthOf(packets.length);
    expect(player.events[0]?.message).to.match(/^6\.12\.0,4,800,40000000,-,caller=T7,ncfrag=0/);
    expect(player.events[0]?.problems).to.include('bad-fragment');
  });

  it('join up to the limit, whatever it is', () => {
    for (const [limit, isReversed] of [
      [131_072, true],
      [4 * 1024 * 1024, false],
    ] as const) {
      const body = Buffer.from(`${'a'.repeat(limit - 1)}\n`);
      const packets = fragmentsOf({ header: HEADER, body });
      const player = new Player({}, { maxFragmentedBytes: limit });
      for (const packet of isReversed ? packets.toReversed() : packets) player.take(packet);
      expect(player.events.map(({ message }) => message.length)).to.deep.equal([limit - 1]);
    }
  });

  it('are given up two seconds after the last one', () => {
    const player = new Player();
    player.say('6,1,2,-,ncfrag=0/9;abc', 0);
    player.say('6,1,2,-,ncfrag=3/9;def', 1.5);
    expect(player.decoder.nextDeadline).to.equal(3500);
    player.decoder.expire(3499);
    expect(player.events).to.deep.equal([]);
    player.decoder.expire(3500);
    expect(player.events.map(({ message, kernel }) => [message, kernel['missing']])).to.deep.equal([
      ['abcdef', [[6, 9]]],
    ]);
    expect(player.decoder.nextDeadline).to.equal(undefined);
  });

  it('tell of the gap before their record, and leave none after', () => {
    const player = new Player();
    player.say('6,1,5000000,-;a\n');
    player.say('6,2,5000000,-;b\n');
    player.say('6,5,5000000,-,ncfrag=0/4;cd');
    player.say('6,6,5000000,-;f\n');
    player.say('6,5,5000000,-,ncfrag=2/4;e\n');
    const seen = player.events.map(({ message, kernel }) => [message, kernel['gapBefore']]);
    expect(seen).to.deep.equal([
      ['a', undefined],
      ['b', undefined],
      ['f', undefined],
      ['cde', 2],
    ]);
    expect(player.count('outOfOrder')).to.equal(0);
  });

  it('that come again after their record was complete are duplicates', () => {
    const player = new Player();
    const packets = fragmentsOf({ header: HEADER, body: Buffer.from(`${'a'.repeat(1500)}\n`) });
    for (const packet of [...packets, ...packets]) player.take(packet);
    expect(player.events).to.have.lengthOf(1);
    expect(player.count('duplicates')).to.equal(2);
  });

  it('tell of no loss when no kernel can have cut them so, nor twice of one record', () => {
    const player = new Player();
    player.say('6,100,5,-,ncfrag=0/50;fake fragment\n', 0);
    player.decoder.expire(2000);
    expect(player.events.map(({ format }) => format)).to.deep.equal(['netconsole-extended']);
    const packets = fragmentsOf({ header: HEADER, body: Buffer.from(`${'a'.repeat(2500)}\n`) });
    player.take(packets[0] as Buffer, 3);
    player.decoder.expire(6000);
    player.take(packets[1] as Buffer, 7);
    player.decoder.expire(10_000);
    expect(player.events.flatMap(({ signal }) => signal ?? [])).to.deep.equal(['lost']);
  });

  it('that come long after their record was given up are no reboot', () => {
    const packets = fragmentsOf({ header: HEADER, body: Buffer.from(`${'a'.repeat(2500)}\n`) });
    const player = new Player();
    player.take(packets[0] as Buffer, 0);
    player.take(packets[1] as Buffer, 0);
    player.take(packets[2] as Buffer, 60);
    player.decoder.flush(120_000);
    expect(player.events.map(({ signal, kernel }) => signal ?? kernel['missing'])).to.deep.equal([
      [[1902, 2501]],
      'lost',
      [[0, 1902]],
    ]);
    expect(player.unaccounted).to.equal(0);
  });

  it('are emitted when the sender is let go', () => {
    const player = new Player();
    player.say('6,1,2,-,ncfrag=0/9;abc');
    const sender = player.sender('192.0.2.10:6665');
    expect(player.decoder.isBusy(sender.slot)).to.equal(true);
    player.decoder.forget(sender, 0);
    expect(player.decoder.isBusy(sender.slot)).to.equal(false);
    expect(player.events.map(({ message }) => message)).to.deep.equal(['abc']);
    expect(player.decoder.memoryBytes).to.equal(0);
  });
});
