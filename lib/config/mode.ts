import { Fault } from './fault.ts';

/** Pattern of permission bits, for the JSON Schema. */
export const MODE_PATTERN = '^0?[0-7]{3}$';

/** Permission bits of `"0640"`. */
export function parseMode(text: string): number | Fault {
  if (new RegExp(MODE_PATTERN).test(text)) return Number.parseInt(text, 8);
  return new Fault(`"${text}" is not a file mode`, 'write three octal digits, such as "0640"');
}

export function printMode(mode: number): string {
  return `0${mode.toString(8).padStart(3, '0')}`;
}
