/** Runs every test and closes with one plain line, `N passed, N failed`, printed from mocha's own counts. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { corpusSummary } from './syslog-parser/corpus-summary.ts';
import { ensurePrograms } from './servers/ensure-programs.ts';

const TEST_FILE = /\.test\.ts$/;

function testFiles(directory: string): string[] {
  return (
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      // Those of faults take minutes: `npm run test:faults`.
      .filter((name) => TEST_FILE.test(name) && !name.startsWith('faults'))
      .map((name) => join(directory, name))
      .sort()
  );
}

ensurePrograms();
const mocha = new Mocha({ timeout: 60_000, forbidOnly: true, reporter: 'dot' });
for (const file of testFiles(import.meta.dirname)) mocha.addFile(file);
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  const { passes = 0, pending = 0 } = runner.stats ?? {};
  const skipped = pending > 0 ? `, ${pending} skipped` : '';
  process.stdout.write(`${corpusSummary.text}\n`);
  process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
  process.exit(failures > 0 || passes === 0 ? 1 : 0);
});
runner.on('pending', (test) => process.stdout.write(`\nskipped: ${test.fullTitle()}\n`));
