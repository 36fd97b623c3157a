import { expect } from 'chai';
import { Tap } from '../../lib/deliver/tap/tap.ts';
import {
  LOST,
  MAX_QUEUED_BYTES,
  QUEUED,
  type TapSettings,
} from '../../lib/deliver/tap/tap-settings.ts';
import { BASIC } from '../../lib/event/format.ts';
import { ARRIVAL_US, sampleView } from '../event/sample-view.ts';

function take(tap: Tap, text: string, severity = -1, receivedUs = ARRIVAL_US): void {
  const view = sampleView(BASIC, text);
  view.severity = severity;
  view.receivedUs = receivedUs;
  tap.take(view);
}

describe('Tap', () => {
  let shared: TapSettings['shared'];
  let lines: string;

  beforeEach(() => {
    shared = new Int32Array(new SharedArrayBuffer(8));
    lines = '';
  });

  function open(settings: Partial<TapSettings>): Tap {
    return new Tap({ id: 1, when: {}, form: 'text', shared, ...settings }, (_, taken) => {
      lines += Buffer.from(taken).toString();
    });
  }

  it('writes each line after the severity of its event', () => {
    const tap = open({});
    take(tap, 'one\ntwo', 3);
    take(tap, 'none');
    expect(tap.isEmpty).to.equal(false);
    tap.flush();
    expect(tap.isEmpty).to.equal(true);
    const time = '2026-11-20T14:40:00.123456+00:00';
    expect(lines).to.equal(`3 ${time} web1 one\n3 ${time} web1 two\n- ${time} web1 none\n`);
    expect(shared[QUEUED]).to.equal(lines.length);
  });

  it('writes events as JSON', () => {
    const tap = open({ form: 'json' });
    take(tap, 'text', 3);
    tap.flush();
    expect(JSON.parse(lines)).to.include({ hostname: 'web1', severity: 3, message: 'text' });
    expect(lines.endsWith('}\n')).to.equal(true);
  });

  it('takes only what is wanted', () => {
    const tap = open({
      when: { host: ['web*'], severity: ['err', 'warning'], message: { matches: 'o+ps$' } },
    });
    take(tap, 'oops', 3);
    take(tap, 'oops, again', 3);
    take(tap, 'no severity: that of the source, oops');
    take(tap, 'informational oops', 6);
    tap.flush();
    expect(lines.split('\n')).to.have.length(3);
    const other = open({ when: { host: ['db*'] } });
    take(other, 'oops', 3);
    expect(other.isEmpty).to.equal(true);
    expect(shared[LOST]).to.equal(0);
  });

  it('counts what does not fit while nobody reads, and goes on when somebody does', () => {
    const tap = open({});
    shared[QUEUED] = MAX_QUEUED_BYTES + 1;
    take(tap, 'lost');
    expect(tap.isEmpty).to.equal(true);
    expect(shared[LOST]).to.equal(1);
    shared[QUEUED] = 0;
    take(tap, 'found');
    tap.flush();
    expect(lines).to.include('found');
    expect(shared[LOST]).to.equal(1);
  });

  it('looks at 5,000 events in a tenth of a second at most', () => {
    const tap = open({ when: { message: { matches: 'nothing like this' } } });
    for (let event = 0; event < 5010; event++) take(tap, 'text', 6, ARRIVAL_US + event);
    expect(shared[LOST]).to.equal(10);
    take(tap, 'text', 6, ARRIVAL_US + 100_000);
    expect(shared[LOST]).to.equal(10);
  });

  it('hands over at 64 KiB', () => {
    const tap = open({});
    for (let event = 0; event < 70; event++) take(tap, 'x'.repeat(1000), 6);
    expect(lines.length).to.be.above(64 * 1024);
    expect(tap.isEmpty).to.equal(false);
  });
});
