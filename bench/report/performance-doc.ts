import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BEGIN = '<!-- tables: written by npm run bench -- --write-docs -->';
const END = '<!-- end of tables -->';

/** Puts the tables between the two markers of docs/performance.md. Throws when a marker is missing. */
export function writePerformanceDoc(tables: string): void {
  const file = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${file} has no markers for the tables`);
  const before = text.slice(0, begin + BEGIN.length);
  writeFileSync(file, `${before}\n\n${tables}\n${text.slice(end)}`);
}
