import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const BEGIN = '<!-- tables: written by npm run bench -- --write-docs -->';
const END = '<!-- end of tables -->';

/** Puts the tables between the two markers of docs/performance.md, laid out as `npm run format` does. Throws when a marker is missing. */
export async function writePerformanceDoc(tables: string): Promise<void> {
  const file = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${file} has no markers for the tables`);
  const before = text.slice(0, begin + BEGIN.length);
  const filled = `${before}\n\n${tables}\n${text.slice(end)}`;
  const config = await resolveConfig(file);
  writeFileSync(file, await format(filled, { ...config, parser: 'markdown' }));
}
