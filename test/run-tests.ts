/** Runs every test, or with the argument `unit` all but test/integration, some files at a time, and ends with one plain line, `N passed, N failed`, printed from mocha's own counts. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import Mocha from 'mocha';
import { ensurePrograms } from './servers/ensure-programs.ts';
import { corpusSummary } from './syslog-parser/corpus-agreement.ts';

const TEST_FILE = /\.test\.ts$/;
const IS_UNIT = process.argv[2] === 'unit';
/** Test processes at a time: most of a test's time is waiting for a process that it started. */
const JOBS = 3;

function testFiles(directory: string): string[] {
  return (
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      // Those of faults take minutes: `npm run test:faults`.
      .filter((name) => TEST_FILE.test(name) && !name.startsWith('faults'))
      .filter((name) => !IS_UNIT || !name.startsWith('integration'))
      .map((name) => join(directory, name))
      // The files of integration/ take longest: they begin.
      .sort(
        (one, other) =>
          Number(other.includes('/integration/')) - Number(one.includes('/integration/')),
      )
  );
}

ensurePrograms();
const mocha = new Mocha({
  timeout: 60_000,
  forbidOnly: true,
  reporter: 'dot',
  parallel: true,
  jobs: JOBS,
});
for (const file of testFiles(import.meta.dirname)) mocha.addFile(file);
const msOf = new Map<string, number>();
const runner = mocha.run((failures) => {
  const { passes = 0, pending = 0 } = runner.stats ?? {};
  const skipped = pending > 0 ? `, ${pending} skipped` : '';
  process.stdout.write(`slowest files: ${slowest(8)}\n${corpusSummary()}\n`);
  process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
  process.exit(failures > 0 || passes === 0 ? 1 : 0);
});
runner.on('pending', (test) => process.stdout.write(`\nskipped: ${test.fullTitle()}\n`));
// At once, not only at the end: a run that is ended from outside tells its failures, too.
runner.on('fail', (test) => process.stdout.write(`\nfailed: ${test.fullTitle()}\n`));
runner.on('test end', ({ file = '', duration = 0 }) => {
  msOf.set(file, (msOf.get(file) ?? 0) + duration);
});

function slowest(count: number): string {
  const files = [...msOf].sort(([, one], [, other]) => other - one).slice(0, count);
  return files
    .map(([file, ms]) => `${relative(import.meta.dirname, file)} ${Math.round(ms / 1000)} s`)
    .join(', ');
}
