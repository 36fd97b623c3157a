import { expect } from 'chai';
import type { UdpSourceConfig } from '../../lib/config/source-config.ts';
import { SIGNAL } from '../../lib/event/format.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import { createListener } from '../../lib/pipeline/create-listener.ts';
import { Intake } from '../../lib/pipeline/intake.ts';
import { Naming } from '../../lib/senders/naming.ts';
import { udpSources } from '../config/udp-sources.ts';
import { createIntake } from './intake-stand.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { createRandom } from '../crash/random.ts';

const WEB1 = '192.0.2.10';
const PANIC = '<0>[  100.000000] Kernel panic - not syncing: Fatal exception\n';
const REBOOTING = '<0>[  101.000000] Rebooting in 10 seconds..\n';
const BOOT = '<5>[    0.000000] Linux version 6.12.1\n';
const HEARTBEAT = 'netconsole-relay: heartbeat\n';
const MINUTE = 60_000;
const NO_NAMES = { names: new Map(), userdata: undefined, dns: false, scopes: new Map() };

/** The signals of an intake, of hosts that are named by their addresses, without their dashes. */
function stand(silentAfterMs?: number, trustsUnproven = true) {
  const { events, hear, intake, counts } = createIntake({}, {}, undefined, {
    silentAfterMs,
    trustsUnproven,
  });
  const signals = (): string[] =>
    events.flatMap((event) => /^\S+: -- (.*) --$/.exec(event)?.[1] ?? []);
  return { events, hear, intake, counts, signals };
}

describe('the life of hosts', () => {
  it('ends with a panic, and begins again with the next boot', () => {
    const { events, hear, signals, intake } = stand();
    hear(WEB1, PANIC, 0);
    expect(events.at(-1)).to.equal(`${WEB1}: -- down: the kernel panicked --`);
    hear(WEB1, REBOOTING, 1000);
    hear(WEB1, '<0>[  101.100000] Kernel panic - not syncing: again\n', 1100);
    hear(WEB1, BOOT, 31_100);
    intake.flush(31_100);
    const lives = signals().filter((text) => !text.startsWith('rebooted'));
    expect(lives).to.deep.equal(['down: the kernel panicked', 'back after 30 seconds']);
  });

  it('ends in order', () => {
    const { hear, signals } = stand();
    hear(WEB1, '6,10,100000000,-;reboot: Restarting system\n');
    hear(WEB1, '6,11,100200000,-;reboot: machine restart\n', 200);
    expect(signals()).to.deep.equal(['down: stopped or restarted']);
  });

  it('stops with netconsole, and goes on with any record', () => {
    const { hear, signals } = stand();
    const record = 'netconsole: network logging stopped on interface eth0 as it unregistered';
    hear(WEB1, `<6>[  100.000000] ${record}\n`);
    hear(WEB1, '<6>[  140.000000] usb 1-1: new device\n', 40_000);
    expect(signals()).to.deep.equal(['down: netconsole stopped', 'back after 40 seconds']);
  });

  it('goes on after a minute for a kernel without times', () => {
    const { hear, signals } = stand();
    hear(WEB1, 'Kernel panic - not syncing: no time\n');
    hear(WEB1, 'Rebooting in 100 seconds..\n', 30_000);
    expect(signals()).to.have.length(1);
    hear(WEB1, 'Linux version 6.12.1\n', 130_000);
    expect(signals()).to.deep.equal(['down: the kernel panicked', 'back after 100 seconds']);
  });

  it('is not ended by text of user processes, of other facilities, or inside a line', () => {
    const { hear, signals } = stand();
    hear(WEB1, '14,10,100000000,-;Kernel panic - not syncing: forged\n');
    hear(WEB1, '<0>[  101.000000] usb 1-1: Product: Kernel panic - not syncing\n');
    hear(WEB1, '<13>Oct 11 22:14:15 web1 app: Kernel panic - not syncing\n');
    expect(signals()).to.deep.equal([]);
  });

  it('is not ended by text of unproven origin where that does not count', () => {
    const { hear, signals } = stand(undefined, false);
    hear(WEB1, '[  100.000000] Kernel panic - not syncing: no priority\n');
    expect(signals()).to.deep.equal([]);
    hear(WEB1, PANIC, 1);
    expect(signals()).to.deep.equal(['down: the kernel panicked']);
  });

  it('makes no signals for a source without them', () => {
    const { hear, events } = createIntake({}, { signals: false });
    hear(WEB1, PANIC);
    expect(events).to.have.length(1);
  });

  it('is silent only for hosts that have sent heartbeats', () => {
    const { hear, signals, intake } = stand(10 * MINUTE);
    hear(WEB1, `<14>[  100.000000] ${HEARTBEAT}`);
    hear('192.0.2.11', '<6>[  100.000000] usb 1-1: new device\n');
    for (let now = 0; now <= 30 * MINUTE; now += MINUTE) intake.expire(now);
    expect(signals()).to.deep.equal(['silent for 660 seconds']);
    hear(WEB1, `<14>[ 2000.000000] ${HEARTBEAT}`, 31 * MINUTE);
    expect(signals().at(-1)).to.equal('back after 1860 seconds');
    for (let now = 31 * MINUTE; now <= 60 * MINUTE; now += MINUTE) intake.expire(now);
    expect(signals().filter((text) => text.startsWith('silent'))).to.have.length(2);
  });

  it('is not judged by a relay that was held up itself', () => {
    const { hear, signals, intake } = stand(10 * MINUTE);
    hear(WEB1, `<14>[  100.000000] ${HEARTBEAT}`);
    intake.expire(30 * MINUTE);
    expect(signals()).to.deep.equal([]);
    hear(WEB1, `<14>[ 1900.000000] ${HEARTBEAT}`, 31 * MINUTE);
    for (let now = 32 * MINUTE; now <= 40 * MINUTE; now += MINUTE) intake.expire(now);
    expect(signals()).to.deep.equal([]);
  });

  it('gives no false alarm for 10,000 hosts, 5% loss and one hour, and each true one', () => {
    const [source] = udpSources() as [UdpSourceConfig];
    const signals: string[] = [];
    const intake = new Intake(source, {
      listener: createListener(source, 0, 6666),
      counts: createSourceCounts(),
      naming: new Naming(NO_NAMES, () => undefined),
      life: { silentAfterMs: 10 * MINUTE, trustsUnproven: true },
      outlet: {
        take: ({ format, text, textStart, textEnd }) => {
          if (format === SIGNAL)
            signals.push(Buffer.from(text).toString('utf8', textStart, textEnd));
        },
      },
    });
    const random = createRandom(24);
    const dead = new Set([17, 4711, 9999]);
    const keys = Array.from({ length: 10_000 }, (_, host) => {
      const key = new SenderKey();
      key.setFromText(`10.0.${host >> 8}.${host & 255}`, 6665, Number);
      return key;
    });
    for (let minute = 0; minute < 60; minute++) {
      const bytes = Buffer.from(`<14>[${minute * 60}.000000] ${HEARTBEAT}`);
      const heartbeat = { bytes, start: 0, end: bytes.length, isTruncated: false, isPlain: false };
      for (const [host, key] of keys.entries()) {
        if (random() < 0.05 || (minute >= 30 && dead.has(host))) continue;
        const now = minute * MINUTE + (host * MINUTE) / keys.length;
        if (now >= (intake.nextDeadline ?? Infinity)) intake.expire(now);
        intake.datagram({ ...heartbeat, receivedUs: 1e15 + now * 1000 }, key, now);
      }
    }
    intake.expire(60 * MINUTE);
    expect(signals).to.have.length(dead.size);
    for (const text of signals) expect(text).to.match(/^-- silent for 6\d\d seconds --$/);
  }).timeout(120_000);
});
