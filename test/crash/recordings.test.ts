import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { CrashFeed, type CrashJson } from './crash-feed.ts';

const FOLDER = new URL('../captures/', import.meta.url);
const RECORDINGS = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));

const OOPSES = [
  'INFO: task hung in nck_sleeper',
  'WARNING in nck_write',
  'kernel BUG in nck_bug',
  'BUG: unable to handle kernel NULL pointer dereference in nck_null',
  'general protection fault in nck_gpf',
  'divide error in nck_div',
  // A jump to an address that is no function, and a call trace that the unwinder is not sure of.
  'BUG: unable to handle kernel paging request in ?',
];
/** What `lkdtm` was asked for, in order. */
const LKDTM = [
  'WARNING in lkdtm_WARNING',
  'WARNING in lkdtm_WARNING_MESSAGE',
  'kernel BUG in lkdtm_BUG',
  'BUG: unable to handle kernel NULL pointer dereference in lkdtm_EXCEPTION',
  'UBSAN: array-index-out-of-bounds in lkdtm_ARRAY_BOUNDS',
  'WARNING in lkdtm_CORRUPT_LIST_ADD',
  'WARNING in lkdtm_CORRUPT_LIST_DEL',
  'BUG: unable to handle kernel NULL pointer dereference in lkdtm_ACCESS_NULL',
  'BUG: unable to handle kernel paging request in lkdtm_ACCESS_USERSPACE',
  'BUG: unable to handle kernel paging request in data_area',
  'BUG: unable to handle kernel NULL pointer dereference in execute_location',
  'BUG: unable to handle kernel paging request in lkdtm_WRITE_RO',
  'WARNING: refcount bug in lkdtm_REFCOUNT_INC_OVERFLOW',
  'WARNING in lkdtm_FORTIFY_STR_MEMBER',
  'kernel BUG in lkdtm_FORTIFY_STR_MEMBER',
];
const SOFT_LOCKUP = [
  'BUG: soft lockup in nck_spinner',
  'BUG: unable to handle kernel NULL pointer dereference in nck_null',
];
const SYSRQ = 'kernel panic: sysrq triggered crash';

/** Titles of the crashes in recordings, by the end of their names. */
const EXPECTED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/-userdata-oops$/, OOPSES.slice(1)],
  [/-oops$/, OOPSES],
  [/-lkdtm$/, LKDTM],
  [/-softlockup-irqoops$/, SOFT_LOCKUP],
  [/-panic-loop$/, [SYSRQ, SYSRQ, SYSRQ]],
  [/-panic-reboots$/, []],
  [/panic|e1000$|port514$|release-builtin$/, [SYSRQ]],
  [/./, []],
];

function played(name: string): CrashFeed {
  const feed = new CrashFeed();
  feed.play(readFileSync(new URL(name, FOLDER), 'utf8'));
  return feed.finish();
}

function onlyCrash(name: string): CrashJson {
  const { crashes } = played(name);
  expect(crashes).to.have.lengthOf(1);
  return crashes[0] as CrashJson;
}

function lastWords(name: string): (false | undefined)[] {
  return played(name)
    .signals.filter(({ signal }) => signal === 'reboot')
    .map(({ kernel }) => kernel.lastWords);
}

function troubles(name: string): unknown[] {
  return played(name)
    .signals.filter(({ signal }) => signal === 'trouble')
    .map(({ kernel }) => kernel.trouble);
}

describe('crashes of the recordings', function () {
  this.timeout(20_000);

  for (const file of RECORDINGS) {
    const name = file.replace(/\.jsonl$/, '');
    const [, titles] = EXPECTED.find(([pattern]) => pattern.test(name)) ?? [/./, []];
    it(`${name}: ${titles.length}`, () => expect(played(file).titles).to.deep.equal(titles));
  }

  it('of the panic that was cut off is incomplete', () => {
    const { complete, lines } = onlyCrash('7.2.12-ext-panic-cut.jsonl');
    expect({ complete, lines }).to.deep.equal({ complete: false, lines: 13 });
  });

  it('of sysrq are intended', () => {
    for (const name of RECORDINGS.filter((each) => each.includes('sysrq-panic'))) {
      const { intended, complete, type } = onlyCrash(name);
      expect({ intended, complete, type }, name).to.deep.equal({
        intended: true,
        complete: true,
        type: 'panic',
      });
    }
  });

  it('joins the panic of an interrupt to its cause', () => {
    const [, cause] = played('7.2.12-ext-softlockup-irqoops.jsonl').crashes;
    expect(cause?.['panic']).to.equal('Fatal exception in interrupt');
    expect(cause?.complete).to.equal(true);
  });

  it('is incomplete when the oops stops before its end marker and the machine restarts', () => {
    const [, cut] = played('6.12.95-ext-softlockup-irqoops.jsonl').crashes;
    expect(cut?.complete).to.equal(false);
  });

  it('does not take the registers after the end marker, which are those of the first oops', () => {
    const { crashes } = played('7.2.12-ext-oops.jsonl');
    const functions = crashes.map((crash) => (crash['rip'] as { function: string })?.function);
    expect(functions.slice(2)).to.deep.equal([
      'nck_bug',
      'nck_null',
      'nck_gpf',
      'nck_div.constprop.0',
      undefined,
    ]);
  });

  it('proves the kernel in extended records only', () => {
    for (const [name, origin] of [
      ['6.12.95caller-basic-lkdtm.jsonl', 'unproven'],
      ['6.12.95caller-ext-lkdtm.jsonl', 'kernel'],
    ] as const) {
      expect(new Set(played(name).crashes.map((crash) => crash.origin))).to.deep.equal(
        new Set([origin]),
      );
    }
  });

  it('names the crash in the reboot that follows', () => {
    const { signals } = played('6.1.192-basic-panic-loop.jsonl');
    const reboots = signals.filter(({ signal }) => signal === 'reboot');
    const crashes = signals.filter(({ signal }) => signal === 'crash');
    expect(reboots.map(({ kernel }) => kernel.after)).to.deep.equal(
      crashes.slice(0, 2).map(({ kernel }) => kernel.crash.id),
    );
    expect(reboots.every(({ kernel }) => kernel.downSeconds !== undefined)).to.equal(true);
    expect(reboots.some(({ kernel }) => kernel.lastWords === false)).to.equal(false);
  });

  it('knows a reboot without last words from an orderly one', () => {
    expect(lastWords('6.12.95-ext-reboot-twice.jsonl')).to.deep.equal([undefined]);
    // This kernel restarts without a line about it.
    expect(lastWords('6.1.192-ext-reboot-twice.jsonl')).to.deep.equal([false]);
  });

  it('tells troubles, each device once in a minute', () => {
    expect(troubles('6.12.95-ext-oom.jsonl')).to.deep.equal([
      { title: 'Out of memory: Killed process', type: 'oom', count: 1 },
    ]);
    expect(troubles('7.2.12-ext-boot.jsonl')).to.deep.equal([
      { title: 'Buffer I/O error on dev DEV', type: 'storage', device: 'sda', count: 1 },
      { title: 'Buffer I/O error on dev DEV', type: 'storage', device: 'sda', count: 3 },
    ]);
  });
});
