import { once, EventEmitter } from 'node:events';
import { expect } from 'chai';
import { HandOverTimer, type HandedOver } from '../../lib/shard/hand-over-timer.ts';

/** Sinks that hold what is not flushed, and a record that is overdue at `deadlineMs`. */
class Group extends EventEmitter implements HandedOver {
  isEmpty = true;
  deadlineMs: number | undefined;

  expire(nowMs: number): number | undefined {
    if (this.deadlineMs !== undefined && nowMs >= this.deadlineMs) {
      this.deadlineMs = undefined;
      this.emit('expired');
    }
    return this.deadlineMs;
  }

  flush(): void {
    this.isEmpty = true;
    this.emit('flushed');
  }

  flushOld(): void {
    this.flush();
  }
}

describe('HandOverTimer', () => {
  it('hands over soon, though a record is open that is overdue much later', async () => {
    const group = new Group();
    const timer = new HandOverTimer(group);
    group.deadlineMs = performance.now() + 60_000;
    timer.look();
    for (let i = 0; i < 3; i++) {
      group.isEmpty = false;
      timer.arrived();
      await once(group, 'flushed');
    }
    expect(group.isEmpty).to.equal(true);
    timer.stop();
  });

  it('wakes for a record that is overdue when nothing arrives', async () => {
    const group = new Group();
    const timer = new HandOverTimer(group);
    group.deadlineMs = performance.now() + 20;
    timer.look();
    await once(group, 'expired');
    expect(group.deadlineMs).to.equal(undefined);
    timer.stop();
  });
});
