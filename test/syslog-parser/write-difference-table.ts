/** Writes the table of differences into `docs/syslog-parser.md`: `node --import tsx test/syslog-parser/write-difference-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withDifferenceTable } from './difference-table.ts';

const PAGE = new URL('../../docs/syslog-parser.md', import.meta.url);

writeFileSync(PAGE, withDifferenceTable(readFileSync(PAGE, 'utf8')));
