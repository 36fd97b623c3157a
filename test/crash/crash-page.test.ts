import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CRASH_TYPES } from '../../lib/event/crash.ts';
import { CRASH_MACROS } from '../../lib/template/crash-macros.ts';
import { CrashFeed, type SignalJson } from './crash-feed.ts';

const PAGE = readFileSync(new URL('../../docs/crash.md', import.meta.url), 'utf8');

/** The first block of a language on the page. */
function blockOf(language: string): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(PAGE)?.[1] ?? '';
}

function signalsOf(recording: string): SignalJson[] {
  const feed = new CrashFeed();
  feed.play(readFileSync(new URL(`../captures/${recording}`, import.meta.url), 'utf8'));
  return feed.finish().signals;
}

describe('docs/crash.md', () => {
  it('shows the messages of the recording that it names', () => {
    expect(blockOf('sh')).to.include('test/captures/7.2.12-ext-oops.jsonl');
    const messages = signalsOf('7.2.12-ext-oops.jsonl').map(({ message }) => message);
    expect(blockOf('text').trim().split('\n')).to.deep.equal(messages);
  });

  it('shows a whole event of the recording that it names', () => {
    const [first] = signalsOf('7.2.12-ext-softlockup-irqoops.jsonl');
    expect(JSON.parse(blockOf('json'))).to.deep.equal(first);
  });

  it('names every type and every macro', () => {
    const names = [...CRASH_TYPES, ...Object.keys(CRASH_MACROS).map((name) => `$${name}`)];
    expect(names.filter((name) => !PAGE.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it('explains every member of the events of the recordings', () => {
    const described = new Set(
      [...PAGE.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell = '']) =>
        [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ),
    );
    const names = ['7.2.12-ext-softlockup-irqoops.jsonl', '7.2.12-ext-panic-cut.jsonl']
      .flatMap((recording) => signalsOf(recording))
      .flatMap(({ kernel }) => Object.keys(kernel.crash))
      .filter((name) => !/^(?:first|last)(?:Sequence|UptimeUs)$/.test(name));
    expect([...new Set(names)].filter((name) => !described.has(name))).to.deep.equal([]);
  });
});
