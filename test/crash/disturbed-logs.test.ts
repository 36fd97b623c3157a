import { expect } from 'chai';
import { CrashFeed } from './crash-feed.ts';
import { CRASH_CASES, basic, extended, readLog, senderOf, type LogLine } from './crash-logs.ts';
import { FORMS, type Form } from './public-figures.ts';
import { createRandom } from './random.ts';

const CLEAN = CRASH_CASES.filter(
  ({ inScope, corrupted, titles }) => inScope && !corrupted && titles.length > 0,
);
const NEGATIVES = CRASH_CASES.filter(({ inScope, titles }) => inScope && titles.length === 0);
const LOST = 1 / 20;
/** How far apart the two logs are that are mixed, so that they are not alike, and how many pairs are left out for each that is taken. */
const STRIDE = 31;
const LEFT_OUT = 3;

/** A line as a kernel that names callers sends it. */
function printedBy(caller: string, line: LogLine, form: Form, sequence: number): string {
  if (form === 'extended') return extended({ ...line, caller }, sequence);
  const seconds = (line.microseconds / 1e6).toFixed(6).padStart(12);
  return basic({ ...line, prefix: `[${seconds}][${caller.padStart(6)}] ` });
}

function titlesAlone(name: string, form: Form): string[] {
  const feed = new CrashFeed();
  for (const [i, line] of readLog(name).entries()) feed.send(printedBy('T1', line, form, i + 1));
  return feed.finish().titles;
}

/** Sends two logs as one host would print them at the same time on two processors. */
function titlesMixed(names: readonly [string, string], form: Form): string[] {
  const random = createRandom(Number(names[0]));
  const feed = new CrashFeed();
  const [one, other] = [readLog(names[0]), readLog(names[1])];
  for (let sequence = 1; one.length + other.length > 0; sequence++) {
    const isOne = random() < one.length / (one.length + other.length);
    const line = (isOne ? one : other).shift();
    if (line !== undefined) feed.send(printedBy(isOne ? 'T11' : 'T22', line, form, sequence));
  }
  return feed.finish().titles;
}

function sendLog(feed: CrashFeed, name: string, form: Form, isKept: () => boolean): void {
  for (const [i, line] of readLog(name).entries()) {
    const packet = form === 'basic' ? basic(line) : extended(line, i + 1);
    if (isKept()) feed.send(packet, senderOf({ name }));
  }
  feed.pass(30);
}

for (const form of FORMS) {
  describe(`public crash logs, disturbed, ${form}`, function () {
    this.timeout(60_000);

    it('are told apart by their callers when they come interleaved', () => {
      const chosen = CLEAN.filter((_, i) => i % (LEFT_OUT + 1) === 0);
      const alone = new Map(chosen.map(({ name }) => [name, titlesAlone(name, form)]));
      const single = chosen.filter(({ name }) => alone.get(name)?.length === 1);
      const pairs = single.flatMap((each, i) => {
        const other = single[(i + STRIDE) % single.length];
        const titles = [each, other].flatMap((one) => alone.get(one?.name ?? '') ?? []);
        // Equal titles of one host give one event.
        if (other === undefined || titles[0] === titles[1]) return [];
        return [{ names: [each.name, other.name] as const, titles: titles.toSorted() }];
      });
      const right = pairs.filter(({ names, titles }) => {
        return titlesMixed(names, form).toSorted().join('\n') === titles.join('\n');
      });
      expect(pairs.length).to.be.greaterThan(40);
      expect(right.length / pairs.length).to.be.at.least(0.98);
    });

    it('keep their type in 95% when one line in 20 is lost', () => {
      const [whole, damaged] = [new CrashFeed(), new CrashFeed()];
      for (const { name } of CLEAN) {
        const random = createRandom(Number(name));
        sendLog(whole, name, form, () => true);
        sendLog(damaged, name, form, () => random() >= LOST);
      }
      const types = [whole, damaged].map((feed) => firstTypes(feed.finish()));
      const right = [...(types[0] ?? [])].filter(([host, type]) => types[1]?.get(host) === type);
      expect(right.length / CLEAN.length).to.be.at.least(0.95);
    });

    it('are never invented by loss', () => {
      const feed = new CrashFeed();
      for (const { name } of NEGATIVES) {
        for (let seed = 1; seed <= 5; seed++) {
          const random = createRandom(seed * 1000 + Number(name));
          sendLog(feed, name, form, () => random() >= LOST);
        }
      }
      expect(feed.finish().titles).to.deep.equal([]);
    });
  });
}

/** The type of each host's first crash. */
function firstTypes({ signals }: CrashFeed): Map<string, string> {
  const types = new Map<string, string>();
  for (const { signal, source, kernel } of signals) {
    if (signal === 'crash' && !types.has(source.address))
      types.set(source.address, kernel.crash.type);
  }
  return types;
}
