import { DIFFERENCES, type Difference } from './differences.ts';

const BEGIN = '<!-- differences: begin -->';
const END = '<!-- differences: end -->';

/** The page with its table of differences made anew from the list. */
export function withDifferenceTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page has no ${BEGIN} … ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${tables()}\n${page.slice(end)}`;
}

function tables(): string {
  const against = DIFFERENCES.filter((difference) => difference.nearer === undefined);
  const contradicted = DIFFERENCES.filter((difference) => difference.nearer !== undefined);
  return `Differences that count against the parser:

| what some suite has | here | cases: fields |
| --- | --- | --- |
${against.map((difference) => row(difference, [])).join('\n')}

Assertions that another suite, nearer to the RFC, contradicts:

| what some suite has | here | nearer | cases: fields |
| --- | --- | --- | --- |
${contradicted.map((difference) => row(difference, [difference.nearer ?? ''])).join('\n')}
`;
}

function row({ what, reason, cases }: Difference, extra: readonly string[]): string {
  const fields = cases.map(([ids, ...names]) => `${ids}: ${names.join(', ')}`).join('; ');
  return `| ${[what, reason, ...extra, fields].map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
