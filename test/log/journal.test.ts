import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { writesToJournal } from '../../lib/log/journal.ts';

const OWN_LOG = pathToFileURL(join(import.meta.dirname, '../../lib/log/own-log.ts')).href;
const LINES = `const { createOwnLog } = await import('${OWN_LOG}');
for (const format of ['text', 'json']) {
  const log = createOwnLog({ level: 'debug', format, accountsMs: 0, transports: [] });
  log.error('a'); log.warn('b\\nc'); log.notice('d'); log.info('e'); log.debug('f');
}`;

describe('the log of a service under systemd', () => {
  let directory: string;
  let fd: number;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'journal-'));
    fd = openSync(join(directory, 'stderr'), 'w');
  });

  afterEach(() => {
    closeSync(fd);
    rmSync(directory, { recursive: true });
  });

  function linesWith(stream: string): string[] {
    const env = { ...process.env, JOURNAL_STREAM: stream };
    const parameters = ['--import', 'tsx', '--input-type=module', '-e', LINES];
    spawnSync(process.execPath, parameters, { env, stdio: ['ignore', 'ignore', fd] });
    return readFileSync(join(directory, 'stderr'), 'utf8').trimEnd().split('\n');
  }

  it('has priorities for journald, and leaves the time of text to it', () => {
    const { dev, ino } = fstatSync(fd);
    const lines = linesWith(`${dev}:${ino}`);
    expect(lines.slice(0, 5)).to.deep.equal(['<3>a', '<4>b\\x0ac', '<5>d', '<6>e', '<7>f']);
    expect(lines[6]).to.match(/^<4>\{"level":"warn","message":"b\\nc","timestamp":"/);
  });

  it('is as ever where standard error goes elsewhere', () => {
    const lines = linesWith('1:2');
    expect(lines[0]).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z error a$/);
    expect(lines[6]).to.match(/^\{"level":"warn"/);
  });

  it('is not taken for a journal by a stream of another number, or none', () => {
    const { dev, ino } = fstatSync(fd);
    expect(writesToJournal(`${dev}:${ino}`, fd)).to.equal(true);
    expect(writesToJournal(`${dev}:${ino + 1}`, fd)).to.equal(false);
    expect(writesToJournal('', fd)).to.equal(false);
    expect(writesToJournal('1:2', 12_345)).to.equal(false);
  });
}).timeout(20_000);
